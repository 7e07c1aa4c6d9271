"""Extraction, report features: what speaks for and against a report, in numbers that can be checked in the sentence."""

from __future__ import annotations

from factsheet.extract.speech import codes
from factsheet.extract.speech.board import Board
from factsheet.extract.speech.candidates import determiner
from factsheet.extract.speech.contents import Content, Under
from factsheet.extract.speech.governors import SUBJECTS, Role
from factsheet.extract.syntax import FINITE_TAGS
from factsheet.model import Span

CUE = (
    "under", "cue rate", "quoting rate", "rate of this relation", "cue class", "cue tag", "cue relation", "negated",
    "auxiliary", "auxiliaries", "has object", "has clause", "as", "to before", "head's rate", "same tag as head",
    "conjunction", "tokens to sentence end", "tokens from comma",
)  # fmt: skip
SPEAKER = (
    "role", "proper noun", "entity", "pronoun", "role noun", "group noun", "plural", "times speaking", "count",
    "tokens from cue", "determiner",
)  # fmt: skip
CONTENT = (
    "words", "tokens", "quoted", "share quoted", "marker", "head relation", "head tag", "head entity", "head pronoun",
    "subject", "finite", "characters from cue", "behind cue", "preposition", "question", "first paragraph",
)  # fmt: skip
FEATURES = (*CUE, *SPEAKER, *CONTENT, "clipped", "tokens clipped", "rank of speaker")
PREPOSITIONAL = frozenset({Under.PREPOSITION, Under.GERUND, Under.NOUN_PREPOSITION, Under.ADJECTIVE})
CLAUSAL = frozenset(
    {Under.CLAUSE, Under.ADVERBIAL, Under.ASIDE, Under.NOUN_CLAUSE, Under.BEFORE_ACCORDING, Under.BEHIND_ACCORDING}
)


def describe(
    board: Board, cue: int, content: Content, span: Span, speaker: int | None, role: Role
) -> tuple[float, ...]:
    """Describe a report.

    Args:
        board: the document.
        cue: the word of speech or thought.
        content: the words under it.
        span: their characters, perhaps clipped.
        speaker: the word that may name who speaks.
        role: how it belongs to the cue.

    Returns:
        The features, in the order of `CUE`, `SPEAKER` and `CONTENT`.
    """
    return (
        *_cue(board, cue, content.under),
        *_speaker(board, cue, speaker, role),
        *_content(board, cue, content, span),
    )


def _cue(board: Board, cue: int, under: Under) -> tuple[float, ...]:
    """Describe the cue."""
    text, rate = board.text, board.rates[cue]
    children, head = text.children[cue], text.heads[cue]
    deps = {text.deps[c] for c in children}
    lexical = (text.lexicon.cues if text.pos[cue] == "VERB" else text.lexicon.cue_nouns).get(text.lemmas[cue])
    auxiliaries = [text.senses[c] for c in children if text.deps[c] in ("aux", "auxpass")]
    return (
        float(under),
        rate.reporting,
        rate.quoting,
        _rate_of(board, cue, under),
        codes.CLASSES[lexical.klass] if lexical else codes.NONE,
        codes.TAGS.get(text.tags[cue], codes.FAR),
        codes.DEPS.get(text.deps[cue], codes.FAR),
        float("neg" in deps),
        next((codes.AUXILIARIES[a] for a in auxiliaries if a in codes.AUXILIARIES), codes.NONE),
        float(len(auxiliaries)),
        float("dobj" in deps),
        float("ccomp" in deps),
        float(any(text.senses[c] == "as" for c in children)),
        float(cue > 0 and text.senses[cue - 1] == "to"),
        board.rates[head].reporting if head != cue else codes.NONE,
        float(text.tags[head] == text.tags[cue]),
        *_around(board, cue),
    )


def _around(board: Board, cue: int) -> tuple[float, float, float]:
    """Tell a clause that is thrown in, "..., Demir said on Monday.", from one that is joined, "rose and said"."""
    text = board.text
    head = text.heads[cue]
    joined = text.deps[cue] == "conj" and any(text.deps[c] == "cc" and head < c < cue for c in text.children[head])
    last = text.sentence_of(cue)[1]
    from_comma = next((back for back in range(1, 9) if cue >= back and text.lower[cue - back] == ","), 9)
    return float(joined), float(min(last - cue, 20)), float(from_comma)


def _rate_of(board: Board, cue: int, under: Under) -> float:
    """Return how often such words under this cue are a report."""
    rate = board.rates[cue]
    if under in CLAUSAL:
        return rate.clause
    if under is Under.INFINITIVE:
        return rate.infinitive
    return rate.preposition if under in PREPOSITIONAL else rate.object


def _speaker(board: Board, cue: int, speaker: int | None, role: Role) -> tuple[float, ...]:
    """Describe who may speak."""
    text = board.text
    if speaker is None:
        return (float(role), codes.NONE, codes.FAR, -2.0, codes.NONE, 0.0, 0.0, 0.0, 0.0, codes.FAR, 0.0)
    return (
        float(role),
        float(text.pos[speaker] == "PROPN"),
        codes.ENTITIES.get(text.entities[speaker], codes.FAR),
        codes.PRONOUNS.get(text.senses[speaker], codes.NONE),
        float(text.lemmas[speaker] in text.lexicon.role_nouns),
        float(text.lemmas[speaker] in text.lexicon.group_nouns),
        float(text.tags[speaker] in ("NNS", "NNPS")),
        float(min(board.speaking.get(text.lower[speaker], 0), 9)),
        float(min(board.counts.get(text.lower[speaker], 0), 20)),
        float(max(min(speaker - cue, 20), -20)),
        determiner(board, speaker),
    )


def _content(board: Board, cue: int, content: Content, span: Span) -> tuple[float, ...]:
    """Describe the words under the cue."""
    text, head = board.text, content.head
    words = text.count_words(span.start, span.end)
    quoted = board.quoted_words(span)
    below = text.children[head]
    marker = next((text.senses[c] for c in below if text.deps[c] in ("mark", "advmod") and c < head), "")
    preposition = text.senses[text.heads[head]] if content.under in PREPOSITIONAL else ""
    return (
        float(min(words, 60)),
        float(min(content.last - content.first, 80)),
        float(quoted > 0),
        quoted / max(words, 1),
        codes.MARKERS.get(marker, codes.FAR),
        codes.DEPS.get(text.deps[head], codes.FAR),
        codes.TAGS.get(text.tags[head], codes.FAR),
        codes.ENTITIES.get(text.entities[head], codes.FAR),
        codes.PRONOUNS.get(text.senses[head], codes.NONE),
        float(any(text.deps[c] in SUBJECTS for c in below)),
        float(any(text.tags[t] in FINITE_TAGS for t in (head, *below))),
        float(min(abs(text.starts[content.first] - text.ends[cue]), 60)),
        float(content.first > cue),
        codes.PREPOSITIONS.get(preposition, codes.NONE),
        float("?" in text.string[span.end : span.end + 2]),
        float(text.paragraph_at(span.start) == 0),
    )
