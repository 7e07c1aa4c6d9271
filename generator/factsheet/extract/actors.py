"""Extraction, actors: every name, description and pronoun that may stand for somebody who acts or speaks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from factsheet.extract.names import Name, find_names
from factsheet.extract.roles import role_spans, terms_span
from factsheet.extract.speech.governors import NOMINALS
from factsheet.extract.syntax import phrase
from factsheet.extract.text import Text
from factsheet.model import ActorMention, Kind, MentionType, QuoteMention, Span

CONTENT_TAGS = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
ARTICLE = re.compile(
    r"(?:an?|the|this|that|one|another|his|her|their|its|some|two|three|several|many)\s+", re.IGNORECASE
)
DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
# A capital acts where it is the subject or the owner of an act, or where it is blamed, told or bargained with;
# it is a place behind "in" or "from". Sentences: "Baku said", "Washington's senior adviser", "blamed Yerevan".
ACTING = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "poss", "agent", "conj"})
ACTING_PREPOSITIONS = frozenset({"by", "with", "between", "against", "of"})
ACTED_ON = frozenset(
    {"criticism", "support", "position", "policy", "ally", "pressure", "blame", "condemnation", "role", "government"}
)


@dataclass(frozen=True, slots=True)
class Grid:
    """Where sentences and paragraphs begin."""

    sentences: Sequence[int]
    paragraphs: Sequence[int]

    def at(self, offset: int) -> tuple[int, int]:
        """Return the numbers of the sentence and the paragraph that hold an offset."""
        return max(bisect_right(self.sentences, offset) - 1, 0), max(bisect_right(self.paragraphs, offset) - 1, 0)


def find_actors(text: Text, quotes: Iterable[QuoteMention], grid: Grid) -> tuple[ActorMention, ...]:
    """Find the mentions of possible actors in a document.

    Args:
        text: the parsed document.
        quotes: those found in it; whoever speaks one may be an actor.
        grid: its sentences and paragraphs.

    Returns:
        By start. Names never overlap; a description ("a U.S. official") may hold a name.
    """
    names = [_named(text, name, grid) for name in find_names(text)]
    nominals = list(_nominals(text, quotes, grid, {mention.span.end for mention in names}))
    pronouns = list(_pronouns(text, grid))
    return tuple(sorted([*names, *nominals, *pronouns], key=lambda m: (m.span.start, -m.span.end, m.type)))


# ---------------------------------------------------------------- names


def _named(text: Text, name: Name, grid: Grid) -> ActorMention:
    """Turn a name into a mention."""
    doc = text.doc
    head = doc[name.head]
    span = Span(doc[name.start].idx, doc[name.end - 1].idx + len(doc[name.end - 1]))
    sentence, paragraph = grid.at(span.start)
    acts = _acts(head)
    return ActorMention(
        span=span,
        text=span.of(text.string),
        type=MentionType.NAME,
        name=name.name,
        title=name.title,
        kind=name.kind,
        head=head.lower_,
        function=head.dep_,
        verb=head.head.lemma_.lower(),
        sentence=sentence,
        paragraph=paragraph,
        definite=True,
        gender=_gender(text, name),
        quoted=text.levels[head.i] is not None,
        place=name.place or (name.capital and not acts),
        metonym=name.seat or (name.capital and acts),
        roles=role_spans(text, name) if name.kind is Kind.PERSON else (),
    )


def _acts(head: Token) -> bool:
    """Tell whether the name of a city stands where its government acts."""
    if head.dep_ in ("poss", "nsubj", "nsubjpass", "agent"):
        return True
    if head.dep_ == "dobj":
        return head.head.lemma_ in (
            "blame",
            "accuse",
            "tell",
            "urge",
            "criticize",
            "criticise",
            "press",
            "warn",
            "pressure",
            "support",
        )
    if head.dep_ == "pobj":
        preposition = head.head
        return preposition.dep_ == "agent" or (
            preposition.lower_ in ACTING_PREPOSITIONS
            and (preposition.lower_ != "of" or preposition.head.lemma_.lower() in ACTED_ON)
        )
    return head.dep_ == "conj" and _acts(head.head)


def _gender(text: Text, name: Name) -> str:
    """Tell a person's gender from title and given name, where they tell."""
    if name.kind is not Kind.PERSON:
        return ""
    for word in name.title.split():
        title = text.lexicon.titles.get(word)
        if title and title.gender:
            return title.gender
    first, *rest = name.name.split()
    return text.lexicon.given_names.get(first.casefold(), "") if rest else ""


# ---------------------------------------------------------------- descriptions


def _nominals(text: Text, quotes: Iterable[QuoteMention], grid: Grid, named: set[int]) -> Iterator[ActorMention]:
    """Yield the descriptions of people and groups: those with a role noun, and all that are said to speak."""
    speaking = {phrase_head(text, quote.speaker) for quote in quotes if quote.speaker is not None}
    for token in text.doc:
        if token.pos_ != "NOUN" or token.idx + len(token) in named:
            continue
        lemma = token.lemma_.lower()
        role, group = lemma in text.lexicon.role_nouns, lemma in text.lexicon.group_nouns
        if (role or group or token.i in speaking) and token.dep_ not in ("compound", "amod", "nmod"):
            yield _nominal(text, token, grid, person=role and token.tag_ == "NN", group=group or token.tag_ == "NNS")


def phrase_head(text: Text, span: Span) -> int:
    """Return the token that heads some words: the last whose governor lies outside them."""
    inside = range(text.token_from(span.start), max(text.token_from(span.end), text.token_from(span.start) + 1))
    heads = [t for t in inside if t < len(text) and (text.heads[t] not in inside or text.heads[t] == t)]
    return next((t for t in reversed(heads) if text.pos[t] in NOMINALS), heads[-1] if heads else -1)


def _nominal(text: Text, head: Token, grid: Grid, *, person: bool, group: bool) -> ActorMention:
    """Turn a description into a mention."""
    span = phrase(head, joined=False)
    words = span.of(text.string)
    sentence, paragraph = grid.at(span.start)
    determiners = {c.lower_ for c in head.children if c.dep_ in ("det", "poss")}
    article = ARTICLE.match(words)
    role = text.lexicon.role_nouns.get(head.lemma_.lower())
    kind = Kind.PERSON if person else Kind.GROUP if group and head.tag_ == "NNS" else None
    return ActorMention(
        span=span,
        text=words,
        type=MentionType.NOMINAL,
        name=words[article.end() :] if article else words,
        kind=kind,
        head=head.lemma_.lower(),
        modifiers=_modifiers(head, span),
        function=head.dep_,
        verb=head.head.lemma_.lower(),
        sentence=sentence,
        paragraph=paragraph,
        definite=bool(determiners & DEFINITE) or any(c.dep_ == "poss" for c in head.children),
        plural=head.tag_ in ("NNS", "NNPS"),
        gender=role.gender if role else "",
        quoted=text.levels[head.i] is not None,
        terms=terms_span(text, head),
    )


def _modifiers(head: Token, span: Span) -> tuple[str, ...]:
    """Return the lemmas of the content words of a description beside its head."""
    words = {
        token.lower_ if token.pos_ == "PROPN" else token.lemma_.lower()
        for token in head.subtree
        if token.pos_ in CONTENT_TAGS and token.i != head.i and span.start <= token.idx < span.end
    }
    return tuple(sorted(words))


# ---------------------------------------------------------------- pronouns


def _pronouns(text: Text, grid: Grid) -> Iterator[ActorMention]:
    """Yield the pronouns of the third person."""
    for token in text.doc:
        if token.pos_ != "PRON":
            continue
        pronoun = text.lexicon.pronouns.get(token.lower_)
        if pronoun is None or pronoun.person != 3:
            continue
        sentence, paragraph = grid.at(token.idx)
        yield ActorMention(
            span=Span(token.idx, token.idx + len(token)),
            text=token.text,
            type=MentionType.PRONOUN,
            head=token.lower_,
            function=token.dep_,
            verb=token.head.lemma_.lower(),
            sentence=sentence,
            paragraph=paragraph,
            plural=pronoun.number == "plural",
            gender=pronoun.gender,
            quoted=text.levels[token.i] is not None,
        )
