"""Extraction, actors: every name, description and pronoun that may stand for somebody who acts or speaks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from factsheet.extract.names import find_names
from factsheet.extract.roles import role_spans, terms_span
from factsheet.extract.speech.governors import NOMINALS
from factsheet.extract.syntax import phrase
from factsheet.extract.text import Text
from factsheet.extract.titled import Name
from factsheet.language.lexicon import Pronoun
from factsheet.language.universal import sense_of
from factsheet.model import ActorMention, Kind, MentionType, QuoteMention, Span

CONTENT_TAGS = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
ARTICLES = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "one",
        "another",
        "his",
        "her",
        "their",
        "its",
        "some",
        "two",
        "three",
        "several",
        "many",
    ]
)
DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
MODIFYING = frozenset({"compound", "amod", "nmod", "det", "nummod"})
SINGLES = frozenset({"one", "another"})  # pronouns and numerals that describe somebody who speaks: "complained one"
RELATIVES = frozenset({"who", "whom"})
RIVAL_REACH = 2  # sentences before "it" in which what it stands for is looked for
# Nouns of persons that are bodies in the news more often: "the supplier said".
BODIES_TOO = frozenset(
    {"broadcaster", "maker", "operator", "publisher", "regulator", "retailer", "supplier", "watchdog"}
)
# A capital acts where it is the subject or the owner of an act, or where it is blamed, told or bargained with;
# it is a place behind "in" or "from". Sentences: "Baku said", "Washington's senior adviser", "blamed Yerevan".
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
    quotes = tuple(quotes)
    found = find_names(text, [quote.speaker for quote in quotes if quote.speaker is not None])
    names = [_named(text, name, grid) for name in found]
    nominals = list(_nominals(text, quotes, grid, {token for name in found for token in range(name.start, name.end)}))
    pronouns = list(_pronouns(text, quotes, grid))
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
            sense_of(preposition) in ACTING_PREPOSITIONS
            and (sense_of(preposition) != "of" or preposition.head.lemma_.lower() in ACTED_ON)
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
    """Yield the descriptions of people and groups: those with a role noun, and all that are said to speak.

    A title that stands for a name is one ("The Minister replied"), and so is "one" or "another" that speaks.
    """
    speaking = {phrase_head(text, quote.speaker) for quote in quotes if quote.speaker is not None}
    rivals = _rivals(text, speaking)
    for token in text.doc:
        if token.i in named or token.dep_ in MODIFYING or _is_adverbial(token):
            continue
        kind = _kind_of_noun(text, token, speaks=token.i in speaking)
        thing = token.i in rivals or (token.i in speaking and token.pos_ == "NOUN")
        if (kind is not None or thing) and not _is_label(text, token):
            yield _nominal(text, token, grid, kind)


def _kind_of_noun(text: Text, noun: Token, *, speaks: bool) -> Kind | None:
    """Return what a noun makes a description: a person, people, a body, or None for things and words of other kinds."""
    lemma, lexicon = noun.lemma_.lower(), text.lexicon
    if noun.pos_ not in ("NOUN", "PROPN"):
        return Kind.PERSON if speaks and sense_of(noun) in SINGLES else None
    if noun.pos_ == "PROPN" and not (speaks or _determined(noun)):
        return None
    role, body = lemma in lexicon.role_nouns, lemma in lexicon.organization_heads
    if noun.tag_ in ("NNS", "NNPS"):
        return Kind.GROUP if role or lemma in lexicon.group_nouns else None
    if role and lemma not in BODIES_TOO:
        return Kind.PERSON
    return Kind.ORGANIZATION if body or lemma in lexicon.group_nouns else None


def _determined(noun: Token) -> bool:
    """Tell whether a capitalised noun is used as a description: "the Minister", "its Committee"."""
    return any(child.dep_ in ("det", "poss") and child.i < noun.i for child in noun.children)


def _is_adverbial(noun: Token) -> bool:
    """Tell whether a bare noun behind a preposition describes nobody: "in person", "as president"."""
    return (
        noun.dep_ == "pobj" and noun.tag_ == "NN" and noun.head.i == noun.i - 1 and sense_of(noun.head) in ("in", "as")
    )


def _is_label(text: Text, token: Token) -> bool:
    """Tell whether a word is the letter before a turn of an interview: "A: Nothing!"."""
    return token.text in ("A", "Q") and text.string[token.idx + 1 : token.idx + 2] in (":", ".")


def _rivals(text: Text, speaking: set[int]) -> set[int]:
    """Return the subjects that "it" or "they" may stand for where these speak, things among them.

    "An expert's report was read. It describes the radar as ...": whoever looks for "it" must see the report.
    """
    near: set[int] = set()
    for token in speaking:
        if token >= 0 and text.senses[token] in ("it", "they"):
            near.update(range(text.sentences[token] - RIVAL_REACH, text.sentences[token] + 1))
    return {
        token
        for token, pos in enumerate(text.pos)
        if pos == "NOUN" and text.sentences[token] in near and text.deps[token] in ("nsubj", "nsubjpass")
    }


def phrase_head(text: Text, span: Span) -> int:
    """Return the token that heads some words: the last whose governor lies outside them."""
    inside = range(text.token_from(span.start), max(text.token_from(span.end), text.token_from(span.start) + 1))
    heads = [t for t in inside if t < len(text) and (text.heads[t] not in inside or text.heads[t] == t)]
    return next((t for t in reversed(heads) if text.pos[t] in NOMINALS), heads[-1] if heads else -1)


def _nominal(text: Text, head: Token, grid: Grid, kind: Kind | None) -> ActorMention:
    """Turn a description into a mention."""
    span = phrase(head, joined=False)
    words = span.of(text.string)
    sentence, paragraph = grid.at(span.start)
    start = span.start + _article(text, span)
    role = text.lexicon.role_nouns.get(head.lemma_.lower())
    return ActorMention(
        span=span,
        text=words,
        type=MentionType.NOMINAL,
        name=text.string[start : span.end],
        kind=kind,
        head=head.lemma_.lower(),
        modifiers=_modifiers(head, span),
        function=head.dep_,
        verb=head.head.lemma_.lower(),
        sentence=sentence,
        paragraph=paragraph,
        definite=_is_definite(head, kind),
        plural=head.tag_ in ("NNS", "NNPS"),
        gender=role.gender if role else "",
        quoted=text.levels[head.i] is not None,
        terms=terms_span(text, head),
    )


def _article(text: Text, span: Span) -> int:
    """Return how many characters the article at the start of a description takes, with the blank behind it."""
    first = text.token_from(span.start)
    behind = first + 1
    if text.senses[first] not in ARTICLES or behind >= len(text) or text.starts[behind] >= span.end:
        return 0
    elided = text.string[text.ends[first] - 1] in "'’"
    return text.starts[behind] - span.start if elided or text.starts[behind] > text.ends[first] else 0


def _is_definite(head: Token, kind: Kind | None) -> bool:
    """Tell whether a description takes up somebody known: "the mayor", "his wife", "Council: ..." in a headline."""
    bare = not any(child.dep_ in ("det", "nummod", "amod") for child in head.children)
    headline = bare and (head.pos_ == "PROPN" or kind is Kind.ORGANIZATION)
    return headline or any(c.dep_ == "poss" or (c.dep_ == "det" and sense_of(c) in DEFINITE) for c in head.children)


def _modifiers(head: Token, span: Span) -> tuple[str, ...]:
    """Return the lemmas of the content words of a description beside its head."""
    words = {
        token.lower_ if token.pos_ == "PROPN" else token.lemma_.lower()
        for token in head.subtree
        if token.pos_ in CONTENT_TAGS and token.i != head.i and span.start <= token.idx < span.end
    }
    return tuple(sorted(words - {"own"}))


# ---------------------------------------------------------------- pronouns


def _pronouns(text: Text, quotes: Iterable[QuoteMention], grid: Grid) -> Iterator[ActorMention]:
    """Yield the pronouns of the third person; of the others, and of "who", those that speak or are spoken to."""
    voices = [voice for quote in quotes for voice in (quote.speaker, quote.addressee) if voice is not None]
    voiced = {phrase_head(text, voice) for voice in voices}
    for token in text.doc:
        if token.pos_ != "PRON" or sense_of(token) in SINGLES:
            continue
        pronoun = text.lexicon.pronouns.get(token.lower_)
        third = pronoun is not None and pronoun.person == 3
        if third or (token.i in voiced and (pronoun is not None or sense_of(token) in RELATIVES)):
            yield _pronoun(text, token, pronoun, grid)


def _pronoun(text: Text, token: Token, pronoun: Pronoun | None, grid: Grid) -> ActorMention:
    """Turn a pronoun into a mention."""
    sentence, paragraph = grid.at(token.idx)
    return ActorMention(
        span=Span(token.idx, token.idx + len(token)),
        text=token.text,
        type=MentionType.PRONOUN,
        head=token.lower_,
        function=token.dep_,
        verb=token.head.lemma_.lower(),
        sentence=sentence,
        paragraph=paragraph,
        plural=pronoun is not None and pronoun.number == "plural",
        gender=pronoun.gender if pronoun is not None else "",
        quoted=text.levels[token.i] is not None,
    )
