"""A collection of any size, made by rule: what the laws about large sites are tested on."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from factsheet.model import (
    Actor,
    ActorReference,
    Basis,
    Date,
    DateReference,
    Document,
    Facts,
    Form,
    Kind,
    MentionType,
    Metadata,
    Passage,
    Quote,
    Review,
    Source,
    Span,
    Status,
    Voice,
)

FIRST = ("Ada", "Bruno", "Chiara", "Daniel", "Élodie", "Farid", "Greta", "Hiro", "Irena", "Jan", "Ольга", "Zeynep")
LAST = ("Brennan", "Costa", "Demir", "Eriksen", "Fontaine", "Grieg", "Hollis", "Ito", "Jansen", "Kowalska", "Lund")
TOPICS = ("the harbour", "the old bridge", "the spring floods", "a new ferry", "the water board", "the night train")
CLAIMS = (
    "will cost twice what the council promised",
    "was closed without anybody being asked",
    "has brought people back to the valley",
    "needs a decision before the winter",
    "is not safe, and everybody knows it",
)
KINDS = (Kind.PERSON, Kind.ORGANIZATION, Kind.UNNAMED, Kind.STATE, Kind.GROUP)
STATUSES = (Status.UNREVIEWED,) * 7 + (Status.VERIFIED, Status.DISPUTED, Status.RETRACTED)
MONTHS = ("January", "March", "May", "July", "September", "November")


@dataclass(slots=True)
class Writer:
    """Writes a text and remembers where its words stand."""

    source: str
    text: str = ""

    def write(self, words: str) -> Passage:
        start = len(self.text)
        self.text += words
        return Passage(self.source, Span(start, len(self.text)), words)


def name(number: int) -> str:
    first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
    return f"{first} {last}" + (f" {number}" if number >= len(FIRST) * len(LAST) else "")


def many(quotes: int, sources: int = 100, actors: int = 300) -> Facts:
    """As many quotes, evenly in as many sources, the first actors speaking most."""
    mentions: defaultdict[int, list[ActorReference]] = defaultdict(list)
    dates: defaultdict[str, list[DateReference]] = defaultdict(list)
    made: list[Quote] = []
    documents: list[Source] = []
    for number in range(sources):
        own = range(number * quotes // sources, (number + 1) * quotes // sources)
        documents.append(_source(number, own, actors, made, mentions, dates))
    return Facts(
        sources=tuple(documents),
        actors=tuple(sorted(_actors(mentions), key=lambda one: one.id)),
        quotes=tuple(sorted(made, key=lambda one: one.id)),
        dates=tuple(Date(id=value, value=value, references=tuple(found)) for value, found in sorted(dates.items())),
    )


def _source(
    number: int,
    own: range,
    actors: int,
    made: list[Quote],
    mentions: defaultdict[int, list[ActorReference]],
    dates: defaultdict[str, list[DateReference]],
) -> Source:
    writer = Writer(f"paper-{number}")
    paragraphs = []
    for count in own:
        start = len(writer.text)
        _sentence(writer, count, actors, made, mentions, dates)
        paragraphs.append(Span(start, len(writer.text)))
        writer.write("\n")
    day = f"{2004 + number % 20}-{1 + number % 12:02}-{1 + number % 28:02}" if number % 17 else ""
    document = Document(
        id=writer.source,
        path=f"seeds/{writer.source}.txt",
        text=writer.text,
        sha256=hashlib.sha256(writer.text.encode()).hexdigest(),
        metadata=Metadata(
            title=f"What the valley said, part {number}",
            date=day,
            publisher="The Valley Reader",
            url=f"https://valley.example/articles/{number}?a=1&b=2",
        ),
    )
    return Source(document=document, paragraphs=tuple(paragraphs))


def _sentence(
    writer: Writer,
    count: int,
    actors: int,
    made: list[Quote],
    mentions: defaultdict[int, list[ActorReference]],
    dates: defaultdict[str, list[DateReference]],
) -> None:
    """Write `On 3 May 2013, Ada Brennan said that the harbour is not safe, Bruno Costa heard.` and note its facts."""
    reported = count % 3 == 0
    speaking, named = (count * count) % actors, (count * 7 + 1) % actors
    value = f"{2000 + count % 40}-{1 + 2 * (count % 6):02}-{1 + count % 27:02}"
    start = len(writer.text)
    writer.write("On ")
    day = writer.write(f"{1 + count % 27} {MONTHS[count % 6]} {2000 + count % 40}")
    writer.write(", ")
    speaker = writer.write(name(speaking))
    writer.write(" ")
    cue = writer.write("said")
    writer.write(" that " if reported else ": “")
    words = writer.write(f"{TOPICS[count % 6]} of number {count} {CLAIMS[count % 5]}")
    writer.write("" if reported else "”")
    writer.write(", and ")
    other = writer.write(name(named))
    writer.write(" heard it.")
    context = Passage(writer.source, Span(start, len(writer.text)), writer.text[start:])
    mentions[speaking].append(ActorReference(words=speaker, context=context, type=MentionType.NAME))
    mentions[named].append(ActorReference(words=other, context=context, type=MentionType.NAME))
    dates[value].append(DateReference(words=day, context=context, value=value, basis=Basis.EXPLICIT))
    status = STATUSES[count % len(STATUSES)]
    made.append(
        Quote(
            id=f"{'-'.join(words.text.split()[:6])}-{count:06}".replace(",", ""),
            form=Form.INDIRECT if reported else Form.DIRECT,
            words=words,
            pieces=(words,),
            context=context,
            cue=cue,
            verb="say",
            speaker=Voice(words=speaker, actor=f"actor-{speaking}") if count % 11 else None,
            about=(f"actor-{named}",),
            confidence=0.9,
            review=Review(status=status, by="" if status is Status.UNREVIEWED else "Lea", on="2026-01-02"),
        )
    )


def _actors(mentions: defaultdict[int, list[ActorReference]]) -> Iterator[Actor]:
    for number, found in mentions.items():
        kind = KINDS[number % len(KINDS)]
        yield Actor(id=f"actor-{number}", name=name(number), kind=kind, mentions=tuple(found))


def documents_of(facts: Facts) -> dict[str, Document]:
    """The sources' documents by id."""
    return {source.id: source.document for source in facts.sources}


def one_source(facts: Facts) -> Facts:
    """The same with the title of each source gone, so that its path stands for it."""
    gone = (replace(one, document=replace(one.document, metadata=Metadata())) for one in facts.sources)
    return replace(facts, sources=tuple(gone))
