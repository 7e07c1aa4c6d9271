"""Facts in a line: how a quote, an actor, a date or a source stands in a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from factsheet.citation import place, speaker_of, voice, web_address
from factsheet.folding import fold
from factsheet.model import Actor, Date, Form, Passage, Quote, Source
from factsheet.pages import prose
from factsheet.pages.desk import Desk, cut
from factsheet.pages.escape import Markdown, escape
from factsheet.pages.site import Company, Site
from factsheet.resolve.dates import words as date_words

EVIDENCE = 160  # characters of the words that show to whom an actor belongs
PLACES = 2  # sentences to which a line about two actors leads


def quote_line(desk: Desk, quote: Quote, speaker: bool = False) -> Markdown:
    """Show a quote with its day, its verb, its form and its source.

    Args:
        desk: of the page.
        quote: the quote.
        speaker: whether to say whose it is.

    Returns:
        As in “4 May 2024 · “The river rose”, direct quotation, told the Harbour Gazette · Flood, paragraph 3”.
    """
    day = desk.site.day(quote)
    parts = (
        escape(date_words(day)) if day else Markdown("day not known"),
        _speaker(desk, quote) if speaker else Markdown(""),
        Markdown(f"{desk.said(quote)}, {', '.join(_manner(desk, quote))}"),
        desk.place(quote.words),
        Markdown(prose.again_words(len(quote.republished)).lstrip(", ")),
    )
    return Markdown(" · ".join(part for part in parts if part))


def _manner(desk: Desk, quote: Quote) -> Iterator[str]:
    """Yield how a quote was said: its form, and the cue and the addressee where there are any."""
    yield prose.SHORT_FORMS[quote.form]
    told = " ".join(_told(desk, quote))
    if told:
        yield told


def _told(desk: Desk, quote: Quote) -> Iterator[str]:
    """Yield the words of the cue, which reported speech shows already, and whom it tells."""
    if quote.cue and quote.form is not Form.INDIRECT:
        yield desk.words(quote.cue)
    if quote.addressee:
        known = desk.site.actors.get(quote.addressee.actor or "")
        yield f"to {desk.actor(known.id)}" if known else f"to {desk.words(quote.addressee.words)}"


def _speaker(desk: Desk, quote: Quote) -> Markdown:
    """Name the speaker with a link, or by the words of the text, or say that nobody is identified."""
    actor = desk.site.actors.get(quote.speaker.actor or "") if quote.speaker else None
    return named(desk, actor) if actor else escape(prose.speaker_words(quote, None))


def named(desk: Desk, actor: Actor) -> Markdown:
    """Name an actor with a link, a long description by its beginning."""
    return desk.actor(actor.id, prose.capital(prose.excerpt(actor.name, prose.NAME)))


def republished_line(desk: Desk, quote: Quote) -> Markdown:
    """Show where another source of the same story has a quote, with its day and the first of its words there."""
    day = desk.site.sources[quote.source].document.metadata.date
    words = cut(quote.words, EVIDENCE)
    shown = Markdown(f"{desk.words(words)}{'' if words == quote.words else ' …'}")
    parts = (
        desk.place(quote.words),
        escape(date_words(day)) if day else Markdown("day not known"),
        shown if quote.form is Form.INDIRECT else Markdown(f"“{shown}”"),
    )
    return Markdown(" · ".join(parts))


def actor_line(desk: Desk, actor: Actor) -> Markdown:
    """Show an actor with its kind and how often it is named and quoted."""
    said = len(desk.site.said.get(actor.id, ()))
    parts = (
        named(desk, actor),
        prose.KINDS[actor.kind].lower(),
        prose.number(len(actor.told_once), "mention"),
        *([prose.number(said, "quote")] if said else ()),
    )
    return Markdown(", ".join(parts))


def date_line(desk: Desk, date: Date) -> Markdown:
    """Show a date with how often it is named, and in how many quotes."""
    quotes = [prose.number(len(date.quotes), "quote")] if date.quotes else []
    named_too = [escape(date_words(date.value))] if date.title else []
    parts = (desk.date(date), *named_too, prose.number(len(date.told_once), "mention"), *quotes)
    return Markdown(", ".join(parts))


def source_line(desk: Desk, source: Source) -> Markdown:
    """Show a source with its publisher, its day and how many quotes it holds."""
    known = source.document.metadata
    day = escape(date_words(known.date)) if known.date else Markdown("day not known")
    publisher = [escape(prose.excerpt(known.publisher, prose.NAME))] if fold(known.publisher) else []
    quotes = prose.number(len(desk.site.quotes_in.get(source.id, ())), "quote")
    return Markdown(", ".join((desk.source(source), *publisher, day, quotes)))


def company_line(desk: Desk, one: Company) -> Markdown:
    """Show an actor that is named beside another one, with the first sentences that name both."""
    places = ", ".join(desk.place(sentence) for sentence in one.sentences[:PLACES])
    more = len(one.sentences) - PLACES
    rest = f" and {more:,} more" if more > 0 else ""
    return Markdown(f"{named(desk, one.actor)}, {prose.number(len(one.sentences), 'sentence')}: {places}{rest}")


def belonging_line(desk: Desk, actor: Actor, head: str) -> Markdown:
    """Show to whom an actor belongs, with the passage that says so."""
    evidence = _evidence(desk.site, actor, head)
    line = named(desk, desk.site.actors[head]) if head in desk.site.actors else escape(head)
    if evidence is None:
        return line
    shown = cut(evidence, EVIDENCE)
    return Markdown(f"{line}: “{desk.words(shown)}{'' if shown == evidence else ' …'}” · {desk.place(evidence)}")


def _evidence(site: Site, actor: Actor, head: str) -> Passage | None:
    """Return the words that show to whom an actor belongs; None where nothing does.

    A role or a description that names the head ("an EU official"), else a role in a sentence that names both, else
    that sentence.
    """
    shared = site.together.get(actor.id, {}).get(head, ())
    own = (*actor.roles, *(mention.words for mention in actor.mentions))
    heads = [mention.words for mention in site.actors[head].mentions] if head in site.actors else []
    naming = (words for words in own if any(_covers(words, one) and words != one for one in heads))
    roles = (role for role in actor.roles if any(_covers(sentence, role) for sentence in shared))
    return next(chain(naming, roles, shared), None)


def _covers(outer: Passage, inner: Passage) -> bool:
    """Tell whether a passage holds another one."""
    return outer.source == inner.source and outer.span.covers(inner.span)


def cite_line(desk: Desk, quote: Quote) -> Markdown:
    """Cite a quote as everywhere else, its words tied to their place in the source."""
    source = desk.site.sources[quote.source]
    whose, where = voice(quote, speaker_of(quote, desk.site.actors)), place(quote, source)
    address = web_address(source.document.metadata.url)
    return Markdown(f"{escape(whose)}: {desk.said(quote)}. In: {escape(where)}.{address and ' ' + escape(address)}")


LINES: dict[str, Callable[..., Markdown]] = {
    "actors": actor_line,
    "dates": date_line,
    "quotes": Desk.quote,
    "sources": source_line,
}
