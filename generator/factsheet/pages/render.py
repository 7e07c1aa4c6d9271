"""Facts -> Markdown: a page for each actor, quote, date and source, the indexes, the home and method pages; pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import TypeVar

from factsheet.added import ADDED, MARK
from factsheet.folding import fold
from factsheet.model import (
    Actor,
    Date,
    Decision,
    Draft,
    Facts,
    Form,
    Forward,
    Passage,
    Quote,
    Source,
)
from factsheet.pages import prose
from factsheet.pages.accounts import accounts
from factsheet.pages.desk import EXPLORE, Desk, Mark, part_path
from factsheet.pages.escape import Markdown
from factsheet.pages.excerpts import excerpts
from factsheet.pages.fingerprints import Fingerprints
from factsheet.pages.fragments import original, web_address
from factsheet.pages.front import Value, write_front_matter
from factsheet.pages.gallery import NETWORK, Gallery
from factsheet.pages.home import home
from factsheet.pages.indexes import INTRODUCTIONS, Leaf, by_name, leaves, speakers
from factsheet.pages.lines import LINES
from factsheet.pages.machines import followed, quoted
from factsheet.pages.naming import contexts, names, spot, within
from factsheet.pages.site import Site, unique
from factsheet.pages.templating import LIMIT, fill_page

UNREVIEWED = ("status", "unreviewed")
LEARNING = ("aliases", "roles")  # lists to which people and the machine both add

T = TypeVar("T")
Part = Callable[[], Mapping[str, object]]  # gathers some of what a page says


def render_pages(
    facts: Facts, places: Mapping[str, str] | None = None, team: Collection[str] = (), rules: str = ""
) -> Iterator[Draft]:
    """Yield every page of the site, each to be rendered when its text is asked for.

    Args:
        facts: what the site says.
        places: for pages that people moved, where each stands now, by the path that the machine gave it, so that
            links reach them; `Store.places` tells.
        team: the paths of the pages for those who work on the site, to which the home page leads.
        rules: names what beside facts and places decides what stands on pages: this program, the settings.

    Yields:
        The other pages, in an order that the facts alone decide.
    """
    site = Site(facts, places or {})
    gallery, prints = Gallery(site), Fingerprints(site, LIMIT, rules)

    def draft(path: str, template: str, *parts: Part, made_from: bytes = b"") -> Draft:
        """Put off gathering what a page says, and rendering it."""
        return Draft(path=path, make=partial(_fill, site, path, template, parts), fingerprint=made_from)

    yield draft("index.md", "home", partial(home, site, team), partial(gallery.home, "index.md"))
    yield draft(NETWORK, "network", partial(gallery.network, NETWORK))
    yield draft("about/method.md", "method")
    yield draft(EXPLORE, "explore")
    for section in LINES:
        for leaf in leaves(site, section):
            pictures = (partial(gallery.dates, leaf.path),) if leaf.path == "dates/index.md" else ()
            yield draft(leaf.path, "index", partial(_leaf, site, leaf), *pictures)
    for actor in site.paged:
        path = f"actors/{actor.id}.md"
        parts = partial(_actor, site, actor), partial(gallery.actor, path, actor)
        yield draft(path, "actor", *parts, made_from=prints.actor(actor))
    for quote in facts.quotes:
        said = partial(_quote, site, quote)
        yield draft(f"quotes/{quote.id}.md", "quote", said, made_from=prints.quote(quote))
    for date in facts.dates:
        yield draft(f"dates/{date.id}.md", "date", partial(_date, site, date), made_from=prints.date(date))
    for source in facts.sources:
        path, print_ = f"sources/{source.id}.md", prints.source(source)
        told = partial(_source, site, source), partial(_text, site, source, 1), partial(gallery.source, path, source)
        yield draft(path, "source", *told, made_from=print_)
        for part in range(2, site.parts(source.id) + 1):
            passages = partial(_passages, site, source, part)
            yield draft(part_path(source.id, part), "passages", passages, made_from=print_)
    for forward in facts.forwards:
        yield draft(f"{forward.type}s/{forward.id}.md", "forward", partial(_forward, site, forward))


def _fill(site: Site, path: str, template: str, parts: Iterable[Part]) -> str:
    """Gather what a page says, and render it."""
    return fill_page(site, path, template, {name: value for part in parts for name, value in part().items()})


Said = dict[str, object]


def _front(site: Site, type_: str, name: str, *pairs: tuple[str, Value]) -> Markdown:
    """Write front matter for a template; a key that people changed stands there as they wrote it."""
    shown: dict[str, Value] = {"id": name, "type": type_, **dict(pairs)}
    for one in site.decided.get((type_, name), ()):
        if one.key in shown:
            shown[one.key] = _with_news(shown[one.key], one) if one.key in LEARNING else one.value
    return Markdown(write_front_matter(shown.items()))


def _with_news(found: Value, decision: Decision) -> Value:
    """Bring a list that people changed up to date: without what the machine gave up, and with what it found since."""
    kept = [one for one in decision.items if one in found or one not in decision.before]
    seen = {*map(fold, (*decision.items, *decision.removed))} | {*map(fold, kept)}
    return (*kept, *(one for one in found if one not in seen))


# ---------------------------------------------------------------- actor


def _actor(site: Site, actor: Actor) -> Said:
    """Gather what an actor's page says."""
    sources = {mention.words.source for mention in actor.told_once}
    maybe_same = site.maybe_same.get(actor.id, [])
    return {
        "front": _front(
            site,
            "actor",
            actor.id,
            ("title", fold(actor.name)),
            ("kind", actor.kind.value),
            ("aliases", _folded(actor.aliases)),
            ("roles", _folded((*(role.text for role in actor.roles), *actor.editor_roles))),
            ("affiliation", actor.affiliation),
            ("possibly_same_as", tuple(sorted(other.id for other, _ in maybe_same))),
            UNREVIEWED,
            (MARK, ADDED if actor.added else ""),
            ("found_by", actor.found_by),
            *followed(site, actor),
        ),
        "actor": actor,
        "sources": len(sources),
        "again": len({mention.words.source for mention in actor.mentions} - sources),
        "maybe_same": maybe_same,
        "names": names(actor),
        "said": site.newest_first(site.said.get(actor.id, [])),
        "spoken_of": site.newest_first(site.spoken_of.get(actor.id, [])),
        "company": site.company(actor.id),
        "dates": list(unique(site.dates_of.get(actor.id, []))),
        "members": site.members.get(actor.id, []),
        "passages": len({mention.context for mention in actor.told_once}),
        "mentions": within(contexts(actor)),
    }


def _folded(texts: Iterable[str]) -> tuple[str, ...]:
    """Fold texts for the front matter, each once."""
    return tuple(dict.fromkeys(fold(text) for text in texts))


# ---------------------------------------------------------------- quote


def _quote(site: Site, quote: Quote) -> Said:
    """Gather what a quote's page says."""
    before, after = site.beside[quote.id]
    elsewhere, all_elsewhere = site.elsewhere(quote, LIMIT)
    document = site.sources[quote.source].document
    speaker, addressee = (voice.actor or "" if voice else "" for voice in (quote.speaker, quote.addressee))
    return {
        "front": _front(
            site,
            "quote",
            quote.id,
            ("title", site.quote_title(quote)),
            ("speaker", speaker),
            ("addressee", addressee),
            ("form", quote.form.value),
            ("said_on", quote.said_on),
            UNREVIEWED,
            (MARK, ADDED if quote.added else ""),
            ("found_by", quote.found_by),
            ("source", quote.source),
            ("start", str(quote.words.span.start)),
            ("end", str(quote.words.span.end)),
            ("cue", fold(quote.cue.text) if quote.cue else ""),
            ("speaker_words", fold(quote.speaker.words.text) if quote.speaker else ""),
            *quoted(site, quote),
        ),
        "quote": quote,
        "indirect": quote.form is Form.INDIRECT,
        "marks": [Mark(piece.span) for piece in quote.pieces or (quote.words,)],
        "parent": site.quotes.get(quote.parent or ""),
        "inner": site.nested.get(quote.id, []),
        "dates": site.dates_near.get(quote.id, []),
        "before": before,
        "after": after,
        "elsewhere": elsewhere,
        "all_elsewhere": all_elsewhere,
        "original": original(document.metadata.url, document.prose, (quote.pieces or (quote.words,))[0].span),
    }


# ---------------------------------------------------------------- date


def _date(site: Site, date: Date) -> Said:
    """Gather what a date's page says."""
    told = list(accounts(site, date, LIMIT))
    said = site.said_on.get(date.value, [])
    sources = {reference.words.source for reference in date.told_once}
    shown = {quote.id for quote in (*said, *(account.quote for account in told if account.quote))}
    return {
        "front": _front(
            site,
            "date",
            date.id,
            ("title", prose.date_title(date)),
            ("value", date.value),
            UNREVIEWED,
            (MARK, ADDED if date.added else ""),
            ("found_by", date.found_by),
        ),
        "date": date,
        "sources": len(sources),
        "again": len({reference.words.source for reference in date.references} - sources),
        "unit": prose.unit(date.value),
        "accounts": told,
        "passages": len({reference.context for reference in date.told_once}),
        "said": said,
        "quotes": [site.quotes[name] for name in date.quotes if name in site.quotes and name not in shown],
        "beside": [name for name in date.beside if name in site.actors],
        "before": site.calendar.before(date),
        "after": site.calendar.after(date),
        "within": site.calendar.within(date),
        "contents": site.calendar.contents(date),
    }


# ---------------------------------------------------------------- source


def _text(site: Site, source: Source, number: int) -> Said:
    """Gather what stands of a source's text on one of its pages, 1-based."""
    return {"number": number, "pages": site.parts(source.id), "excerpts": list(excerpts(site, source, number))}


def _passages(site: Site, source: Source, number: int) -> Said:
    """Gather what a page says on which a source's text goes on."""
    head = (("title", f"{fold(source.title)}, page {number}"), ("type", "passages"))
    return {"front": Markdown(write_front_matter(head)), "source": source} | _text(site, source, number)


def _source(site: Site, source: Source) -> Said:
    """Gather what a source's page says."""
    known = source.document.metadata
    named = sorted(unique(actor for actor, _ in site.actors_in.get(source.id, [])), key=by_name)
    return {
        "front": _front(
            site,
            "source",
            source.id,
            ("title", fold(source.title)),
            ("date", known.date),
            ("publisher", fold(known.publisher)),
            ("author", fold(known.author)),
            ("url", known.url),
            ("license", fold(known.license)),
            ("republishes", source.origin),
            ("publish", known.publish.value),
            UNREVIEWED,
            ("language", known.language),
            ("sha256", source.document.sha256),
        ),
        "source": source,
        "known": known,
        "origin": site.sources.get(source.origin),
        "republications": site.republications.get(source.id, []),
        "address": web_address(known.url),
        "actors": [actor for actor in named if actor.paged],
        "passing": [_first_words(actor, source) for actor in named if not actor.paged],
        "quotes": (quotes := site.quotes_in.get(source.id, [])),
        "all_own": len(quotes) == len(site.own_quotes_in.get(source.id, ())),
        "dates": list(unique(date for date, _ in site.dates_in.get(source.id, []))),
        "oddities": [
            (oddity, Passage(source.id, oddity.span, oddity.span.of(source.document.prose)))
            for oddity in source.oddities
        ],
    }


def _first_words(actor: Actor, source: Source) -> Passage:
    """Return the words by which a source first calls an actor: a name before a description before a pronoun."""
    mentions = (mention for mention in actor.mentions if mention.words.source == source.id)
    return min(mentions, key=lambda one: (one.type, one.words)).words


# ---------------------------------------------------------------- what is told elsewhere


def _forward(site: Site, forward: Forward) -> Said:
    """Gather what the page says of a fact that people united with another one, or rejected."""
    fact, title = forward.fact, prose.forward_title(forward)
    desk = Desk(site, f"{forward.type}s/{forward.id}.md")
    date = site.dates.get(forward.target) if forward.type == "date" else None
    quote = site.quotes.get(forward.target) if forward.type == "quote" else None
    decided = ((one.key, one.value) for one in site.decided.get((forward.type, forward.id), ()))
    return {
        "front": _front(
            site,
            forward.type,
            forward.id,
            ("title", fold(title)),
            *_remembered(fact),
            ("told_as", date.value if date else forward.target),
            *decided,
        ),
        "title": title,
        "target": desk.date(date) if date else desk.quote(quote) if quote else desk.actor(forward.target),
        "review": fact.review,
        "places": list(_first_places(site, fact)) if isinstance(fact, Actor) else [],
    }


def _remembered(fact: Actor | Quote | Date | Source) -> tuple[tuple[str, Value], ...]:
    """Return what the next run needs to know a fact again, and whether its source has changed."""
    if isinstance(fact, Actor):
        return ("kind", fact.kind.value), ("aliases", _folded(fact.aliases))
    return (("sha256", fact.document.sha256),) if isinstance(fact, Source) else ()


def _first_places(site: Site, actor: Actor) -> Iterator[Passage]:
    """Yield the words by which each source first calls an actor."""
    mentions = (mention for mention in actor.mentions if mention.words.source in site.sources)
    for _, group in groupby(sorted(mentions, key=spot), key=lambda one: one.words.source):
        yield min(group, key=lambda one: (one.type, one.words)).words


# ---------------------------------------------------------------- indexes


def _leaf(site: Site, leaf: Leaf) -> Said:
    """Gather what a page of an index says."""
    named = speakers(site) if leaf.path == "quotes/index.md" else []
    return {
        "front": Markdown(write_front_matter((("title", leaf.title), ("type", "index")))),
        "leaf": leaf,
        "introduction": INTRODUCTIONS[leaf.section],
        "line": LINES[leaf.section],
        "speakers": named,
        "timeline": "",
        "passing": len(site.actors) - len(site.paged) if leaf.path == "actors/index.md" else 0,
    }
