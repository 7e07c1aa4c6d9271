"""Resolution, naming: what an actor is called, and names in the form in which they are compared; pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

from factsheet.model import ActorMention, Document, Kind, MentionType, QuoteMention
from factsheet.resolve.clusters import Cluster
from factsheet.resolve.named import name_key
from factsheet.slugs import slug_of

IDENTIFYING_WORDS = 8  # words of a quote in its page's address
UNNAMED = (Kind.UNNAMED, Kind.GROUP)


@dataclass(frozen=True, slots=True)
class Identity:
    """An actor across documents: its clusters, each with the id of its document."""

    id: str
    name: str
    kind: Kind
    clusters: tuple[tuple[str, Cluster], ...]

    @property
    def sources(self) -> frozenset[str]:
        """The ids of the documents that mention it."""
        return frozenset(source for source, _ in self.clusters)

    @property
    def keys(self) -> frozenset[str]:
        """All its names, folded."""
        return fold_names((self.name, *(name for _, cluster in self.clusters for name in cluster.names)))


def fold_names(names: Iterable[str]) -> frozenset[str]:
    """Return names as they are compared, each once."""
    return frozenset(name_key(name) for name in set(names))


def best_name(mentions: Sequence[ActorMention], kind: Kind | None) -> str:
    """Choose the name that stands for an actor: the fullest one, of those the most frequent, of those the first.

    A mention that stands in two documents with the same words at the same place is counted once, so that a document
    that is there twice weighs no more than one.
    """
    named = dict.fromkeys((m.span, m.name) for m in mentions if m.type is MentionType.NAME and m.name)
    names = Counter(name for _, name in named)
    if names:
        return min(names, key=lambda name: (_is_site(name), -_fullness(name, kind), -names[name], name))
    described = [mention for mention in mentions if mention.type is MentionType.NOMINAL]
    return _lower_article(max(described, key=lambda m: (not m.definite, len(m.modifiers), -m.span.start)).text)


def shown_name(mentions: Sequence[ActorMention], kind: Kind | None) -> str:
    """Choose the name that a page shows: the best one, but an organization's only if a text writes it.

    The lexicon knows what "NASA" stands for; where no text says so, the page does not either.
    """
    best = best_name(mentions, kind)
    named = [m for m in mentions if m.type is MentionType.NAME]
    if kind is not Kind.ORGANIZATION or not named or any(name_key(m.text) == name_key(best) for m in named):
        return best
    return best_name([replace(mention, name=mention.text) for mention in named], kind)


def _fullness(name: str, kind: Kind | None) -> int:
    """Return how full a name is: by its words, an organization's written out before its acronym."""
    return 0 if kind is Kind.ORGANIZATION and is_acronym(name) else len(name.split())


def is_acronym(name: str) -> bool:
    """Tell whether a name is written in capitals: "OSCE", "U.N."."""
    return name.replace(".", "").isupper()


def _is_site(name: str) -> bool:
    """Tell whether a name is a web address."""
    return "." in name.rstrip(".") and " " not in name and name.islower()


def is_short_form(name: str) -> bool:
    """Tell whether a name only abbreviates another: an acronym or a web address."""
    return _is_site(name) or (is_acronym(name) and " " not in name)


def _lower_article(words: str) -> str:
    """Write the article that begins a sentence small, for the words stand within one: "a senior diplomat ..."."""
    first, _, rest = words.partition(" ")
    return f"{first.lower()} {rest}" if first in ("A", "An", "The", "One", "Two", "Some", "Several") and rest else words


def digest(words: str) -> str:
    """Return a short digest of content, the same on every machine."""
    return hashlib.sha256(words.encode()).hexdigest()[:6]


def quote_ids(document: Document, quotes: Iterable[QuoteMention], taken: Set[str] = frozenset()) -> list[str]:
    """Name the quotes of a document, a repetition of the same words by its number, too.

    Args:
        document: the document.
        quotes: in the order of its text; one that has an id keeps it.
        taken: ids of quotes of other documents. Of those with the same first words two have the same digest by chance,
            about once among four thousand.

    Returns:
        Their ids in the same order.
    """
    found = tuple(quotes)
    given = {quote.id for quote in found}
    seen: Counter[str] = Counter()
    names: list[str] = []
    for quote in found:
        name, words = quote.id, quote.span.of(document.prose)
        while not name:
            seen[words] += 1
            new = quote_id(document.id, words, seen[words])
            name = new if new not in given and new not in taken else ""
        names.append(name)
    return names


def quote_id(source: str, words: str, number: int = 1) -> str:
    """Name a quote by its first words and a digest of source and words.

    Args:
        source: the document's id.
        words: the quote's.
        number: which of the quotes with these words in the source it is, 1-based.
    """
    again = f" {number}" if number > 1 else ""
    slug = slug_of(" ".join(words.split()[:IDENTIFYING_WORDS]))
    return f"{slug or 'quote'}-{digest(f'{source} {words}{again}')}"
