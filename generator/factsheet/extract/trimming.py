"""Extraction, trimming: the bare name in what the model marked as one, and the kind that its words show."""

from __future__ import annotations

from spacy.tokens import Doc

from factsheet.language import Lexicon
from factsheet.language.universal import sense_of
from factsheet.model import Kind

KINDS = {"PERSON": Kind.PERSON, "ORG": Kind.ORGANIZATION}
NOT_NAMES = frozenset(
    {
        "the",
        "a",
        "an",
        "this",
        "these",
        "those",
        "our",
        "'s",
        "’s",
        "'",
        "’",
        '"',
        "“",
        "”",
        "‘",
        "-",
        "–",
        "—",
        "―",
        ",",
        ".",
        "and",
        "of",
        "&",
    }
)
CAPTIONS = frozenset({"image", "photo", "photograph", "picture", "video", "graphic", "credit"})  # before a colon
OPENING = frozenset("([")
CLOSING = frozenset(")]")
GIVEN_LENGTHS = (2, 3)  # words of a name that begins with a given name: "Hernán Oblitas"


def trim(doc: Doc, start: int, end: int, lexicon: Lexicon, label: str = "") -> tuple[int, int]:
    """Take off what is no part of a name.

    "the Red Sox of Boston (RSB" ends before the bracket, "House of Wax as Wade" before "as", "University of California
    in 1936" before "in"; a person's name is without a role before it ("cosplayer Jessica Anderson") and letters behind
    it ("Daniel Bernoulli FRS").

    Args:
        doc: the document.
        start: the first token of an entity.
        end: one past its last.
        lexicon: of the document's language.
        label: the model's, empty for any.

    Returns:
        The tokens of the bare name; none of them where nothing is left.
    """
    end = _cut(doc, start, end, label)
    if doc[end - 1].lower_ in CAPTIONS and end < len(doc) and doc[end].text == ":":
        end -= 1
    start, end = _stripped(doc, start, end)
    if label != "PERSON":
        return start, end
    while end - start > 1 and doc[start].text.islower() and doc[start].pos_ == "NOUN":
        start += 1
    while end - start > GIVEN_LENGTHS[0] and doc[end - 1].lower_ in lexicon.post_nominals and doc[end - 1].is_upper:
        end -= 1
    return _stripped(doc, start, end)


def _cut(doc: Doc, start: int, end: int, label: str) -> int:
    """Return where a name ends before a bracket that stays open and, an organization's, before "as" and "in 1936"."""
    for at in range(start + 1, end):
        if doc[at].text in OPENING and not any(token.text in CLOSING for token in doc[at:end]):
            return at
        dated = doc[at].lower_ == "in" and at + 1 < end and doc[at + 1].is_digit
        if label == "ORG" and (dated or doc[at].text == "as"):
            return at
    return end


def _stripped(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Leave articles, marks and white space out at both ends."""
    while end > start and _is_no_name(doc, end - 1):
        end -= 1
    while start < end and _is_no_name(doc, start):
        start += 1
    return start, end


def _is_no_name(doc: Doc, at: int) -> bool:
    """Tell whether a token is an article, a mark or white space."""
    return not NOT_NAMES.isdisjoint((doc[at].lower_, sense_of(doc[at]))) or doc[at].is_space or doc[at].is_quote


def kind_of(doc: Doc, start: int, end: int, label: str, lexicon: Lexicon) -> Kind | None:
    """Return what an entity names; the model's label gives way to words that show a person: "Ms Milda Gervytė".

    Args:
        doc: the document.
        start: the first token of the bare name.
        end: one past its last.
        label: the model's.
        lexicon: of the document's language.

    Returns:
        None for what is neither a person nor an organization.
    """
    if start >= end or label == "PERSON":
        return KINDS.get(label)
    title = lexicon.titles.get(doc[start].lower_)
    last = doc[end - 1].lower_
    nobody = not _is_head(last, lexicon)
    if end - start > 1 and title is not None and title.gender and nobody:
        return Kind.PERSON
    given = end - start in GIVEN_LENGTHS and lexicon.given_names.get(doc[start].lower_)
    plain = all(token.is_alpha and token.text.istitle() for token in doc[start:end])
    if label == "ORG" and given and plain and nobody:
        return Kind.PERSON
    return KINDS.get(label)


def _is_head(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a word, as the last of a name, shows that it is a body's, a place's or a thing's."""
    return any(word in heads for heads in (lexicon.organization_heads, lexicon.place_heads, lexicon.not_actor_heads))


def is_full_name(doc: Doc, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether words are a given name and a surname, whatever that means elsewhere: "Hugh Grant", "Jude Law".

    Args:
        doc: the document.
        start: the first token of the bare name.
        end: one past its last.
        lexicon: of the document's language.
    """
    plain = all(token.is_alpha and token.text.istitle() for token in doc[start:end])
    return plain and end - start == GIVEN_LENGTHS[0] and doc[start].lower_ in lexicon.given_names


def untitled(doc: Doc, start: int, end: int, lexicon: Lexicon) -> tuple[int, str]:
    """Part the titles from a person's name: "President | Putin".

    Args:
        doc: the document.
        start: the first token of the bare name.
        end: one past its last.
        lexicon: of the document's language.

    Returns:
        The first token of the name without titles, and the titles in lower case.
    """
    cut = start
    for at in range(start, end - 1):
        if doc[start : at + 1].text.casefold() in lexicon.titles or (doc[at].lower_ in lexicon.titles and cut == at):
            cut = at + 1
    return cut, doc[start:cut].text.casefold()


def led_by_title(doc: Doc, start: int, end: int, lexicon: Lexicon) -> int:
    """Return where a person begins whose title stands within what the model took for a body, `start` where none does.

    "Afghan Ambassador Hamdullah Mohib", "LA Sheriff Lee Baca".

    Args:
        doc: the document.
        start: the first token of the bare name.
        end: one past its last.
        lexicon: of the document's language.
    """
    for at in range(end - GIVEN_LENGTHS[0] - 1, start - 1, -1):
        rest = doc[at + 1 : end]
        if doc[at].lower_ in lexicon.titles and len(rest) in GIVEN_LENGTHS:
            plain = all(token.is_alpha and token.text.istitle() for token in rest)
            if plain and not any(_is_head(token.lower_, lexicon) or token.lower_ in lexicon.titles for token in rest):
                return at + 1
    return start


def is_thing(doc: Doc, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether words around or in a name show that it is no actor's.

    "Clean Rivers Act" and "Battle of Dunkirk" by the head noun, which "Institute for Caucasian Studies" has in front,
    "the tanker Aurora Star" by the noun before, the "FRS" of "Professor Okoro FRS" by its place.

    Args:
        doc: the document.
        start: the first token of the bare name.
        end: one past its last.
        lexicon: of the document's language.
    """
    words = [token.lower_ for token in doc[start:end]]
    if is_full_name(doc, start, end, lexicon):
        pass
    elif len(words) > 1:
        of = next((at for at, word in enumerate(words[1:-1], 1) if word in ("of", "for")), 0)
        if words[of - 1] in lexicon.not_actor_heads:
            return True
    elif words[0] in lexicon.post_nominals and doc[start].is_upper:
        return start > 0 and doc[start - 1].pos_ in ("PROPN", "PUNCT")
    before = doc[start - 1] if start else doc[start]
    return before.tag_ == "NN" and before.lemma_.lower() in lexicon.not_actor_heads and before.dep_ != "pobj"
