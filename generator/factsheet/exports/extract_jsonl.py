"""The exports' room: one line of JSON a document, what `factsheet extract` prints.

    {"source": "seeds/foo.txt", "text": "...",
     "actors": [{"id", "name", "kind", "aliases": [], "roles": [], "mentions": [{"start", "end", "text"}]}],
     "quotes": [{"id", "form", "start", "end", "text", "cue": {"start", "end", "text"} | null,
                 "speaker": {"start", "end", "text", "actor"} | null, "addressee": {...} | null, "confidence": 0..1}],
     "dates":  [{"id", "start", "end", "text", "value": "<EDTF>" | null, "basis"}]}

A split quote runs from its first word to its last and has, beside, its "pieces": [{"start", "end", "text"}]. What an
extractor of another package found says so by "found_by": its name, for an actor the names of all without which it would
not be known.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from factsheet.model import Actor, Date, DateReference, Facts, Passage, Quote, Source, Voice

Record = Mapping[str, object]


def extract_line(facts: Facts) -> str:
    """Render the facts of one document as a line of JSON.

    Args:
        facts: resolved from that document alone, so that its actors are the document's own.

    Returns:
        The line, without a newline at its end.
    """
    (source,) = facts.sources
    text = source.document.text
    record = {
        "source": source.document.path,
        "text": text,
        "actors": [_actor(actor, text) for actor in facts.actors],
        "quotes": [_quote(quote, text) for quote in sorted(facts.quotes, key=lambda quote: quote.words)],
        "dates": _dates(facts.dates, source),
    }
    return msgspec.json.encode(record).decode()


def _actor(actor: Actor, text: str) -> Record:
    """Return an actor with the words that mention it."""
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "aliases": actor.aliases,
        "roles": [role.text for role in actor.roles],
        "mentions": [_passage(mention.words, text) for mention in actor.mentions],
        **_found_by(actor.found_by),
    }


def _quote(quote: Quote, text: str) -> Record:
    """Return a quote; "pieces" only where it is split."""
    record = {
        "id": quote.id,
        "form": quote.form,
        **_passage(quote.words, text),
        "cue": _passage(quote.cue, text) if quote.cue else None,
        "speaker": _voice(quote.speaker, text),
        "addressee": _voice(quote.addressee, text),
        "confidence": quote.confidence,
        **_found_by(quote.found_by),
    }
    return {**record, "pieces": [_passage(piece, text) for piece in quote.pieces]} if len(quote.pieces) > 1 else record


def _dates(dates: tuple[Date, ...], source: Source) -> list[Record]:
    """Return every place that names a date, in the order of the text; without id and value where it is left open."""
    places: list[tuple[DateReference, str | None]] = [
        *((reference, date.id) for date in dates for reference in date.references),
        *((reference, None) for reference in source.unresolved),
    ]
    return [
        _date(reference, date, source.document.text)
        for reference, date in sorted(places, key=lambda place: place[0].words)
    ]


def _date(reference: DateReference, date: str | None, text: str) -> Record:
    """Return one place that names a date."""
    record = {"id": date, **_passage(reference.words, text), "value": reference.value or None, "basis": reference.basis}
    return {**record, **_found_by(reference.found_by)}


def _found_by(finder: str | tuple[str, ...]) -> Record:
    """Say who found a fact, where it was not we."""
    return {"found_by": finder} if finder else {}


def _voice(voice: Voice | None, text: str) -> Record | None:
    """Return the words that name somebody, and the actor."""
    return {**_passage(voice.words, text), "actor": voice.actor} if voice else None


def _passage(passage: Passage, text: str) -> Record:
    """Return where words stand, and the words to the letter: with the line ends of a file whose lines are broken."""
    return {"start": passage.span.start, "end": passage.span.end, "text": passage.span.of(text)}
