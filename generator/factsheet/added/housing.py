"""Which page an added fact has: the person's, unless another one tells of it already; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

import yaml

from factsheet.added.reading import MARK, OWN, PLACING, Written
from factsheet.front_matter import parse_front_matter, written_values
from factsheet.model import Facts, Finding

# Keys that only the machine writes, on a page that has lost its base.
FOUND = (
    *(
        "speaker_words",
        "speaker_name",
        "speaker_kind",
        "source_title",
        "source_url",
        "publisher",
        "published",
        "cite",
        "language",
        "found_by",
    ),
    *("possibly_same_as", "feed"),
)
Ids = Mapping[str, tuple[str, str]]  # type and id of an added fact, by the path of its page


def machine_path(type_: str, id_: str) -> str:
    """Return where the machine would write the page of a fact: quotes/it-floods-1a2b3c.md."""
    return f"{type_}s/{id_}.md"


def house(
    pages: Iterable[Written], ids: Ids, edited: Collection[str], folder: str
) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Give each added fact the page that the person wrote.

    Args:
        pages: the pages that add facts, those that did so before first.
        ids: the facts that they add.
        edited: the paths of the other pages that people changed.
        folder: the name of docs/ in findings.

    Returns:
        The path of the page of each fact, by the path at which the machine would write it; and as findings the pages
        that tell of a fact that another page tells of. Their facts stand, on that other page.
    """
    homes: dict[str, str] = {}
    findings: list[Finding] = []
    for page in pages:
        if page.path not in ids:
            continue
        type_, id_ = ids[page.path]
        machine = machine_path(type_, id_)
        other = homes.get(machine) or (machine if machine in edited and machine != page.path else "")
        if not other:
            homes[machine] = page.path
            continue
        message = (
            f"tells of the same {type_} as {folder}/{other}; write there what you have to add, and delete this page"
        )
        findings.append(Finding(path=f"{folder}/{page.place}", line=1, message=message, code="added-twice"))
    return homes, tuple(findings)


def mark_housed(facts: Facts, homes: Mapping[str, str]) -> Facts:
    """Mark as added the facts whose page is a person's; another page that tells of one stays an edited page.

    Args:
        facts: what the site says.
        homes: the pages of added facts, by the path at which the machine would write them.
    """
    return replace(
        facts,
        actors=tuple(replace(one, added=machine_path("actor", one.id) in homes) for one in facts.actors),
        quotes=tuple(replace(one, added=machine_path("quote", one.id) in homes) for one in facts.quotes),
        dates=tuple(replace(one, added=machine_path("date", one.id) in homes) for one in facts.dates),
    )


def for_decisions(page: Written, type_: str, id_: str) -> tuple[str, str]:
    """Return base and text of an added page as if the machine had written all that makes the fact what it is.

    What is then different was decided as on any other page: a status, a note, a title.

    Args:
        page: the page.
        type_: of its fact.
        id_: of its fact.
    """
    text = page.text.removeprefix("\ufeff").replace("\r\n", "\n")
    front = parse_front_matter(text)
    machine = {**written_values(page.base), "id": id_, "type": type_}
    own = (*OWN[type_], *PLACING, MARK, *(() if page.base else FOUND))
    values = {key: value for key, value in machine.items() if key not in own}
    values |= {key: front.values[key] for key in own if key in front.values}
    base = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=10**6)
    lines = text.split("\n")
    if "id" in front.lines:
        lines[front.lines["id"] - 1] = f"id: {id_}"
    else:
        lines.insert(front.body_line - 2, f"id: {id_}")
    return f"---\n{base}---\n", "\n".join(lines)
