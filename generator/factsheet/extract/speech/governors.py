"""Extraction, governors: which verb, noun or mark makes a word a possible speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from factsheet.extract.text import Text
from factsheet.language import Lexicon, PhraseKind

# "Ayla Demir: We were told nothing." A turn's speaker is short and capitalised; transcripts may quote the whole turn.
TURN = re.compile(r"[ \t]*[\"“]?(?P<name>[A-Z][\w.'’-]*(?: [A-Z(][\w.'’)-]*){0,4}):[ \t]+(?=\S)")
# '"..." ― Ayla Demir', on the quotation's line or on the next.
SIGNATURE = re.compile(r"[\"”’][ \t]*\n?[ \t]*[—–―-]{1,2}[ \t]*(?P<name>[A-Z][\w.'’-]*(?: [\w.'’-]+){0,5})")
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
NOMINALS = frozenset({"NOUN", "PROPN", "PRON"})
VERBS = frozenset({"VERB", "AUX"})
# What the parser takes the subject of an inverted clause for: '"No," said the envoy'.
MISREAD = frozenset({"dobj", "attr", "npadvmod", "oprd", "dep", "ccomp"})
# By these a verb hangs on one whose subject it shares: "rose and said", "declined to comment, saying".
SHARING = frozenset({"conj", "xcomp", "advcl", "pcomp", "dep", "acl", "parataxis"})
SHARED_REACH = 4  # verbs up; farther ones have a subject of their own in news


class Role(IntEnum):
    """How a word belongs to what governs it."""

    NONE = 0
    SUBJECT = 1  # "Demir said"
    INHERITED = 2  # "Demir rose and said"
    AGENT = 3  # "was described by Demir"
    INVERTED = 4  # '"No," said Demir', where the parser reads an object
    POSSESSOR = 5  # "Demir's claim"
    OF = 6  # "a statement from the ministry"
    SOURCE = 7  # "according to Demir"
    TURN = 8  # "Demir: No."
    SIGNED = 9  # '"No." ― Demir'
    PASSIVE = 10  # "Demir was told"
    OBJECT = 11  # "called Demir"
    ADDRESSEE = 12  # "told Demir"
    MATRIX = 13  # the subject of a clause farther up


@dataclass(frozen=True, slots=True)
class Governor:
    """What makes a word a possible speaker."""

    token: int
    role: Role


def find_governors(text: Text) -> Mapping[int, Sequence[Governor]]:
    """Find for each word what makes it a possible speaker.

    Args:
        text: the document.

    Returns:
        By the token of the word that heads the speaker's name; most have one.
    """
    found: dict[int, list[Governor]] = {}
    for speaker, governor in (*_grammatical(text), *_turns(text), *_signatures(text)):
        found.setdefault(speaker, []).append(governor)
    return found


def _grammatical(text: Text) -> Iterator[tuple[int, Governor]]:
    """Yield what grammar makes a speaker."""
    endings = _endings(text.lexicon)
    for token, pos in enumerate(text.pos):
        if pos in VERBS:
            yield from _of_verb(text, token)
        elif pos in ("NOUN", "PROPN"):
            yield from _of_noun(text, token)
        if text.lower[token] in endings:
            yield from _of_phrase(text, token, endings[text.lower[token]])


def _of_verb(text: Text, verb: int) -> Iterator[tuple[int, Governor]]:
    """Yield the agent, the objects and the subject of a verb."""
    yield from _objects(text, verb)
    subject = text.child(verb, *SUBJECTS)
    if subject is not None:
        role = Role.PASSIVE if text.deps[subject] == "nsubjpass" else Role.SUBJECT
        if text.deps[verb] == "relcl" and text.senses[subject] in ("who", "which", "that"):
            yield text.heads[verb], Governor(verb, role)
        yield subject, Governor(verb, role)
        return
    inverted = _inverted(text, verb)
    shared = _shared_subject(text, verb) if inverted is None else None
    if inverted is not None:
        yield inverted, Governor(verb, Role.INVERTED)
    elif shared is not None:
        yield shared, Governor(verb, Role.PASSIVE if _is_passive_participle(text, verb) else Role.INHERITED)


def _is_passive_participle(text: Text, verb: int) -> bool:
    """Tell "Asked whether it floods, Demir said ..." and "described by a juror" from "asking", "having said"."""
    bare = all(text.deps[child] not in ("aux", "auxpass") for child in text.children[verb])
    return text.tags[verb] == "VBN" and text.deps[verb] in ("advcl", "acl") and bare


def _objects(text: Text, verb: int) -> Iterator[tuple[int, Governor]]:
    """Yield whom a verb tells or names, and by whom something is said."""
    for child in text.children[verb]:
        dep = text.deps[child]
        if dep == "agent":
            yield from (
                (noun, Governor(verb, Role.AGENT)) for noun in text.children[child] if text.deps[noun] == "pobj"
            )
        elif dep in ("dobj", "dative") and child > verb and text.pos[child] in NOMINALS:
            yield child, Governor(verb, Role.ADDRESSEE if dep == "dative" else Role.OBJECT)


def _inverted(text: Text, verb: int) -> int | None:
    """Return the subject that follows a verb behind a comma or a mark and was read as an object."""
    if verb == 0 or text.pos[verb - 1] != "PUNCT":
        return None
    return next(
        (c for c in text.children[verb] if c > verb and text.pos[c] in NOMINALS and text.deps[c] in MISREAD), None
    )


def _shared_subject(text: Text, verb: int) -> int | None:
    """Return the subject of the verb that a verb is joined to or hangs on, or the noun that it describes."""
    at = verb
    for _ in range(SHARED_REACH):
        dep, up = text.deps[at], text.heads[at]
        if dep not in SHARING or up == at:
            return None
        if dep == "acl" and text.pos[up] in NOMINALS:
            return up
        at = text.heads[up] if text.pos[up] == "ADP" else up
        subject = text.child(at, *SUBJECTS)
        if subject is not None:
            return subject
    return None


def _of_noun(text: Text, noun: int) -> Iterator[tuple[int, Governor]]:
    """Yield whose a noun of speech is."""
    if text.lemmas[noun] not in text.lexicon.cue_nouns:
        return
    for child in text.children[noun]:
        if text.deps[child] == "poss":
            yield child, Governor(noun, Role.POSSESSOR)
        elif text.senses[child] in ("of", "by", "from"):
            yield from ((c, Governor(noun, Role.OF)) for c in text.children[child] if text.deps[c] == "pobj")


def _endings(lexicon: Lexicon) -> Mapping[str, Sequence[tuple[str, ...]]]:
    """Return the phrases behind which a speaker is named, "according to", by their last word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in lexicon.cue_phrases:
        if phrase.kind is PhraseKind.SOURCE:
            found.setdefault(phrase.phrase.split()[-1], []).append(tuple(phrase.phrase.split()))
    return {last: sorted(phrases, key=len, reverse=True) for last, phrases in found.items()}


def _of_phrase(text: Text, last: int, phrases: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, Governor]]:
    """Yield whom a phrase names that ends at a token, by grammar or else by place."""
    size = next((len(p) for p in phrases if tuple(text.lower[max(last + 1 - len(p), 0) : last + 1]) == p), 0)
    if not size:
        return
    after = range(last + 1, min(last + 8, len(text)))
    named = text.child(last, "pobj")
    named = named if named is not None else next((t for t in after if text.pos[t] in NOMINALS), None)
    if named is not None:
        yield named, Governor(last + 1 - size, Role.SOURCE)


def _turns(text: Text) -> Iterator[tuple[int, Governor]]:
    """Yield the names before the colons of an interview or a transcript."""
    for paragraph in text.paragraphs:
        match = TURN.match(text.string, paragraph.start, paragraph.end)
        name = text.token_from(match.end("name")) - 1 if match else -1
        if 0 <= name < len(text) - 1:
            yield name, Governor(name + 1, Role.TURN)


def _signatures(text: Text) -> Iterator[tuple[int, Governor]]:
    """Yield the names behind the dashes of signatures."""
    for match in SIGNATURE.finditer(text.string):
        name, dash = text.token_from(match.end("name")) - 1, text.token_from(match.start() + 1)
        if name > dash:
            yield name, Governor(dash, Role.SIGNED)
