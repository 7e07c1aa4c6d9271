"""The facts without what is redacted: covered in every passage, blocked in every other text, and in no id; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

from factsheet.blocks import BLOCK, is_blocked, show_blocks
from factsheet.edits import without
from factsheet.model import Actor, Date, DateReference, Document, Facts, Passage, Quote, Source, Span
from factsheet.redaction.planning import Planned
from factsheet.redaction.register import Register
from factsheet.redaction.terms import Terms, cover, digest
from factsheet.resolve.naming import quote_id
from factsheet.slugs import slug_of

T = TypeVar("T")
Ids = Mapping[tuple[str, str], str]  # the new id of a fact by its type and its old one


def redact_document(document: Document, terms: Terms, spans: Iterable[Span] = ()) -> Document:
    """Cover what is redacted in a document, so that every offset still holds.

    Args:
        document: as its reader returned it, or redacted already.
        terms: the redacted words.
        spans: redacted places.

    Returns:
        The document; where its text had to be covered, without its digest, from which a short missing part could be
        guessed.
    """
    text = cover(document.text, (*terms.find(document.prose), *spans))
    known = document.metadata
    told: dict[str, Any] = {
        one.name: terms.block(value) for one in fields(known) if type(value := getattr(known, one.name)) is str
    }
    return replace(
        document,
        id=source_id(document, text, terms),
        path=terms.block(document.path),
        text=text,
        sha256=document.sha256 if text == document.text else "",
        metadata=replace(known, **told),
    )


def source_id(document: Document, text: str, terms: Terms) -> str:
    """Return a document's id, without redacted words."""
    return f"{_blocked_slug(document.id, terms)}-{digest((text,))[:6]}" if terms.is_in(document.id) else document.id


def redact_documents(documents: Iterable[Document], terms: Terms, register: Register) -> Iterator[Document]:
    """Yield documents as `generate` redacted them.

    Args:
        documents: as their readers returned them.
        terms: the redacted words.
        register: what that run knew.
    """
    for document in documents:
        spans = [span for entry in register.entries.values() for span in entry.spans(document.id)]
        yield redact_document(document, terms, spans)


def _blocked_slug(slug: str, terms: Terms) -> str:
    """Return a slug in which redacted words are one: "jane-roe-statement" as "redacted-statement"."""
    return slug_of(show_blocks(cover(slug, terms.find(slug, address=True))))


@dataclass(frozen=True)
class Redaction:
    """What must go from facts.

    Args:
        planned: the words and facts.
        documents: the sources, by their ids.
    """

    planned: Planned
    documents: Mapping[str, Document]

    @cached_property
    def covered(self) -> Mapping[str, Document]:
        """The redacted documents, by the ids that they had and by those that they have."""
        redacted = redact_documents(self.documents.values(), self.planned.terms, self.planned.register)
        pairs = list(zip(self.documents, redacted, strict=True))
        return {**dict(pairs), **{document.id: document for _, document in pairs}}

    def touches(self, source: str) -> bool:
        """Tell whether something in a source's text is redacted."""
        return self.covered[source].text != self.documents[source].text

    def apply(self, facts: Facts, deleted: Set[tuple[str, str]] = frozenset()) -> tuple[Facts, Ids]:
        """Take out of the facts what is redacted, ids included.

        Args:
            facts: as resolution found them.
            deleted: types and ids of facts whose pages people deleted; under a new id they would come back.

        Returns:
            The facts, and the ids that had to change.
        """
        if not self.planned.terms and not self.planned.quotes:
            return facts, {}
        gone = {("actor", name) for name in self.planned.actors} | {("quote", name) for name in self.planned.quotes}
        left = _silently(facts, gone | set(self._rejected(facts)))
        left = _silently(left, deleted & dict(self._renamed(left)).keys())
        ids = dict(self._renamed(left))
        changed = {old: new for (_, old), new in ids.items()}
        return self._sorted(self._visible(self._walk(left, changed))), ids

    def block(self, facts: Facts) -> Facts:
        """Block redacted words in what people wrote about facts; ids stay."""
        return self._walk(facts, {}) if self.planned.terms else facts

    def _rejected(self, facts: Facts) -> Iterator[tuple[str, str]]:
        """Yield the facts that people rejected by deleting pages whose addresses gave redacted words away."""
        rejected = set(self.planned.register.rejected)
        many = (("actor", facts.actors), ("quote", facts.quotes), ("source", facts.sources))
        if rejected:
            yield from ((type_, one.id) for type_, ones in many for one in ones if digest((type_, one.id)) in rejected)

    def _renamed(self, facts: Facts) -> Iterator[tuple[tuple[str, str], str]]:
        """Yield the ids that give redacted words away, and those that a name or words could be guessed from."""
        for name in self.documents:
            if self.covered[name].id != name:
                yield ("source", name), self.covered[name].id
        yield from self._renamed_actors(facts.actors)
        seen: Counter[tuple[str, str]] = Counter()
        for quote in facts.quotes:
            words = self._passage(quote.words)
            if words.text != quote.words.text or words.source != quote.source or self.planned.terms.find(quote.id):
                shown = show_blocks(words.text)
                seen[words.source, shown] += 1
                yield ("quote", quote.id), quote_id(words.source, shown, seen[words.source, shown])

    def _renamed_actors(self, actors: Iterable[Actor]) -> Iterator[tuple[tuple[str, str], str]]:
        """Yield the new ids of actors."""
        seen: Counter[str] = Counter()
        for actor in actors:
            name = self.planned.terms.block(actor.name)
            if name != actor.name or self.planned.terms.is_in(actor.id):
                slug = _blocked_slug(slug_of(name), self.planned.terms)
                seen[slug] += 1
                yield ("actor", actor.id), f"{slug}-{digest((actor.kind, name, str(seen[slug])))[:6]}"

    def _passage(self, passage: Passage) -> Passage:
        """Return a passage as it stands in the covered text."""
        document = self.covered.get(passage.source)
        if document is None or not passage.text:
            return passage
        return Passage(document.id, passage.span, passage.span.of(document.prose))

    def _walk(self, value: T, ids: Mapping[str, str]) -> T:
        """Return a record in which every passage is covered and every text blocked."""
        new: object = value
        if isinstance(value, Passage):
            new = self._passage(value)
            if not value.text:
                new = replace(value, source=ids.get(value.source, value.source))
        elif isinstance(value, Document):
            new = self.covered[value.id]
        elif isinstance(value, str) and not isinstance(value, StrEnum):
            new = ids.get(value) or self.planned.terms.block(value)
        elif isinstance(value, tuple):
            new = tuple(self._walk(item, ids) for item in value)
        elif is_dataclass(value) and not isinstance(value, (Span, type)):
            new = replace(value, **{one.name: self._walk(getattr(value, one.name), ids) for one in fields(value)})
        return new  # type: ignore[return-value]

    def _visible(self, facts: Facts) -> Facts:
        """Leave out the facts and places of which nothing can be read any more."""
        actors = tuple(map(_readable_actor, facts.actors))
        pairs = zip(facts.actors, actors, strict=True)
        named = {("actor", new.id) for old, new in pairs if old.mentions and not new.mentions}
        dates = tuple(replace(one, references=tuple(_readable(one.references))) for one in facts.dates)
        empty = {("date", one.id) for one in dates if not one.references}
        mute = {("quote", one.id) for one in facts.quotes if is_blocked(one.words.text)}
        sources = tuple(replace(one, unresolved=tuple(_readable(one.unresolved))) for one in facts.sources)
        return _silently(replace(facts, actors=actors, dates=dates, sources=sources), named | empty | mute)

    def _sorted(self, facts: Facts) -> Facts:
        """Sort by the new ids."""
        return replace(
            facts,
            sources=tuple(sorted(facts.sources, key=_id)),
            actors=tuple(sorted(facts.actors, key=_id)),
            quotes=tuple(sorted(facts.quotes, key=_id)),
        )


def _silently(facts: Facts, gone: Set[tuple[str, str]]) -> Facts:
    """Take facts out, without the pages that say so of what people rejected."""
    return replace(without(facts, gone), forwards=facts.forwards)


def _id(fact: Source | Actor | Quote | Date) -> str:
    """Sort facts by id."""
    return fact.id


def _readable_actor(actor: Actor) -> Actor:
    """Return an actor without the names, roles and places that cannot be read."""
    return replace(
        actor,
        mentions=tuple(one for one in actor.mentions if not is_blocked(one.words.text)),
        roles=tuple(role for role in actor.roles if not is_blocked(role.text)),
        aliases=tuple(alias for alias in dict.fromkeys(actor.aliases) if alias != BLOCK),
    )


def _readable(references: Iterable[DateReference]) -> Iterator[DateReference]:
    """Yield the places whose words can be read."""
    return (one for one in references if not is_blocked(one.words.text))
