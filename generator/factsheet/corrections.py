"""The log of corrections: which published facts say something else than they did when it was last written; pure.

The log is a list of corrections. What is settled in it stays for good: if such a correction is undone, that is a
correction, too. What is still pending, for it was not committed yet, is what differs between the settled part and now:
undone before anybody committed it, it goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from factsheet.model import Correction, Decision, Status
from factsheet.model.decisions import Value

Key = tuple[str, str, str]  # type and id of a fact, and a key of its front matter
TEXT = "text"  # the key under which the digest of a source's text is compared
# What a fact says; who checked it when, notes and tags are no part of that, nor is the wording of a title that is
# made from the rest.
SAYING: Mapping[str, frozenset[str]] = {
    "actor": frozenset(
        ("title", "kind", "aliases", "roles", "affiliation", "merge_into", "not_same_as", "not_here", "status")
    ),
    "quote": frozenset(("speaker", "addressee", "form", "said_on", "status")),
    "date": frozenset(("value", "status")),
    "source": frozenset(("title", "date", "publisher", "author", "status", TEXT)),
}
# Of lists only what people added and took out is said: the rest is the machine's, which may learn more.
LISTS = frozenset(("aliases", "roles", "affiliation", "not_same_as", "not_here"))
TAKEN_BACK = (Status.REJECTED, Status.RETRACTED)  # the other statuses say how far a fact is checked, and leave it


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a fact says now under a key."""

    type: str
    id: str
    key: str
    title: str  # of its page
    value: Value
    before: Value  # what it said when its page was last written
    path: str = ""  # the file that says so, from the project's folder
    line: int | None = None  # 1-based; None where a missing line or the whole file says so

    @property
    def about(self) -> Key:
        """What this is a statement about."""
        return self.type, self.id, self.key


def decided(decisions: Iterable[Decision], titles: Mapping[tuple[str, str], str]) -> Iterator[Statement]:
    """Yield what facts say because a person decided so.

    Args:
        decisions: what people decided.
        titles: of the pages, by type and id of the fact.
    """
    for one in decisions:
        if one.key in SAYING.get(one.type, ()):
            yield Statement(
                type=one.type,
                id=one.id,
                key=one.key,
                title=titles.get((one.type, one.id), one.id),
                value=_changes(one) if one.key in LISTS else said(one.key, one.value),
                before=() if one.key in LISTS else said(one.key, one.before),
                path=one.path,
                line=one.line,
            )


def _changes(decision: Decision) -> tuple[str, ...]:
    """Say what a person did to a list: "+" before what was added, "-" before what was taken out."""
    return (*sorted(f"+{one}" for one in decision.added), *sorted(f"-{one}" for one in decision.removed))


def said(key: str, value: object) -> Value:
    """Read from front matter what people let a fact say under a key, if nobody decides it any more.

    Args:
        key: of the front matter.
        value: as it stands there. A status that leaves the fact as it is says nothing, and nor does a list.
    """
    if key in LISTS:
        return ()
    return "" if key == "status" and value not in TAKEN_BACK else str(value or "")


def about(correction: Correction) -> Key:
    """Return what a correction is about."""
    return correction.type, correction.id, correction.key


def compare(
    settled: Iterable[Correction], pending: Iterable[Correction], statements: Iterable[Statement]
) -> tuple[Correction, ...]:
    """Bring the pending part of the log up to date.

    Args:
        settled: the corrections that stay, in the order of the log.
        pending: those that nobody committed yet.
        statements: what the facts say now; one about which nothing is said here has not changed.

    Returns:
        The pending corrections, by fact and key. Those that are new have no day and no name yet.
    """
    origin = {about(one): one.after for one in settled}
    waiting = {about(one): one for one in pending}
    told = {one.about: one for one in statements}
    found = [one for key, one in waiting.items() if key not in told]
    for key, one in told.items():
        known = waiting.get(key)
        was = origin.get(key, known.before if known else one.before)
        if known and (known.before, known.after) == (was, one.value):
            found.append(known)
        elif one.value != was:
            found.append(
                Correction(on="", type=one.type, id=one.id, title=one.title, key=one.key, before=was, after=one.value)
            )
    return tuple(sorted(found, key=about))
