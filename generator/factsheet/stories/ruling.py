"""What people say of whose story a source tells; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from factsheet.edits import refuse, refuse_unknown_source
from factsheet.model import Decision, Finding

KEY = "republishes"


def rule(decisions: Iterable[Decision], known: Collection[str]) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
    """Read what people said, as far as it can be.

    Args:
        decisions: what people decided.
        known: the ids of all sources.

    Returns:
        For sources of which somebody said so, the one whose story they tell, empty for their own; and what does
        nothing: a source that does not exist, and a circle.
    """
    wanted = {one.id: one for one in decisions if (one.type, one.key) == ("source", KEY) and one.id in known}
    unknown = [one for one in wanted.values() if one.words and one.words not in known]
    findings = [refuse_unknown_source(one, one.words, known) for one in unknown]
    said = {name: one.words for name, one in wanted.items() if one not in unknown}
    for name in sorted(said):
        if _comes_back(name, said):
            message = f"leads in a circle back to {name!r}; say on one page only whose story is told again"
            findings.append(refuse(wanted[name], message, "story"))
            del said[name]
    return said, tuple(findings)


def unknown_stories(decisions: Iterable[Decision], known: Collection[str]) -> tuple[Finding, ...]:
    """Tell of what people said and nobody can do, from the decisions alone.

    Args:
        decisions: what people decided.
        known: the ids of all sources.
    """
    return rule(decisions, known)[1]


def _comes_back(name: str, said: Mapping[str, str]) -> bool:
    """Tell whether the way from a source leads back to it, where no earlier circle is left."""
    seen, place = set[str](), said.get(name, "")
    while place and place != name and place not in seen:
        seen.add(place)
        place = said.get(place, "")
    return place == name
