"""Extraction, attribution: the clauses of a text that say that somebody said something, whatever the words were."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from factsheet.extract.marks import Segment
from factsheet.extract.syntax import NOUN_TAGS, is_negated, phrase, subject_of
from factsheet.language import CueClass, Lexicon
from factsheet.model import Span

# "Ayla Demir: We were told nothing." A turn's speaker is short and capitalised.
TURN = re.compile(r"[ \t]*(?P<name>[A-Z][\w.'’-]*(?: [A-Z(][\w.'’)-]*){0,4}):[ \t]+(?=\S)")
SIGNATURE = re.compile(r"[\"”’][ \t]*[—–―-]{1,2}[ \t]*(?P<name>[A-Z][\w.'’-]*(?: [\w.'’-]+){0,5})[ \t]*$", re.MULTILINE)
# Below this weight a verb reports words only beside quotation marks: measured on PolNeAR train, README of the tests.
INDIRECT_WEIGHT = 0.45
# What the parser takes the subject of an inverted clause for.
MISREAD = frozenset({"dobj", "attr", "npadvmod", "oprd", "dep", "ccomp"})
TELLING = frozenset({CueClass.TELL, CueClass.ASK})


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue with its speaker, and the words that grammar puts under it."""

    cue: Span
    klass: CueClass
    weight: float
    extent: Span  # the cue with its speaker and addressee
    speaker: Span | None
    speaker_head: int | None  # token index
    addressee: Span | None
    contents: tuple[Span, ...]
    rule: str
    segment: int | None = None  # the quoted segment in which the clause itself stands
    negated: bool = False
    lemma: str = ""  # of a verb that is the cue, lower case


@dataclass(frozen=True, slots=True)
class Text:
    """A parsed document with, for each token, the innermost quoted segment in which it stands."""

    doc: Doc
    segments: Sequence[Segment]
    levels: Sequence[int | None]
    lexicon: Lexicon


def segment_levels(doc: Doc, segments: Sequence[Segment]) -> tuple[int | None, ...]:
    """Return for each token the index of the innermost segment around it."""
    levels: list[int | None] = [None] * len(doc)
    starts = [token.idx for token in doc]
    position = 0
    for index, segment in enumerate(segments):
        while position < len(starts) and starts[position] < segment.outer.start:
            position += 1
        at = position
        while at < len(starts) and starts[at] < segment.outer.end:
            levels[at] = index
            at += 1
    return tuple(levels)


def find_attributions(text: Text) -> tuple[Attribution, ...]:
    """Find the attributions of a document, inside and outside its quotations.

    Verbs with a speaker ("Politico revealed that ..."), "according to the envoy", nouns with a that-clause ("the
    claim that ..."), turns ("Name: ...") and signatures ("― Name").

    Returns:
        In the order of their cues.
    """
    found = [*_verbs(text), *_phrases(text), *_turns(text), *_signatures(text)]
    return tuple(sorted(found, key=lambda attribution: (attribution.cue.start, attribution.cue.end)))


# ---------------------------------------------------------------- verbs


def _verbs(text: Text) -> Iterator[Attribution]:
    """Yield attributions by verbs: "said", "told reporters", "called the deal a sham", "put it"."""
    for token in text.doc:
        if token.pos_ not in ("VERB", "AUX"):
            continue
        cue = text.lexicon.cues.get(token.lemma_.lower())
        if cue is None and not _beside_mark(text, token):
            continue
        klass, weight = (cue.klass, cue.weight) if cue else (CueClass.SAY, 0.2)
        attribution = _by_verb(text, token, klass, weight)
        if attribution:
            yield attribution


def _by_verb(text: Text, verb: Token, klass: CueClass, weight: float) -> Attribution | None:
    """Read the attribution that a verb makes, or None where nobody speaks."""
    speaker, addressee = _voices(text, verb, klass)
    if speaker is None:
        return None
    named = phrase(speaker)
    cue = Span(verb.idx, verb.idx + len(verb))
    to = phrase(addressee) if addressee is not None else None
    near = [span for span in (cue, named, to) if span is not None and abs(span.start - cue.start) < 200]
    extent = Span(min(span.start for span in near), max(span.end for span in near))
    return Attribution(
        cue=cue,
        klass=klass,
        weight=weight,
        extent=extent,
        speaker=named,
        speaker_head=speaker.i,
        addressee=to,
        contents=_contents(text, verb, klass, extent),
        rule=f"{klass} verb",
        segment=text.levels[verb.i],
        negated=is_negated(verb),
        lemma=verb.lemma_.lower(),
    )


def _voices(text: Text, verb: Token, klass: CueClass) -> tuple[Token | None, Token | None]:
    """Return the heads of a verb's speaker and addressee, both at the verb's own level of quotation."""
    subject = subject_of(verb)
    passive = any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)
    addressee = _addressee(verb, klass)
    if passive:
        agent = next((c for a in verb.children if a.dep_ == "agent" for c in a.children if c.dep_ == "pobj"), None)
        if klass in TELLING:
            return _level(text, verb, agent), _level(text, verb, subject)
        if klass is CueClass.EVALUATE or agent is not None:
            return _level(text, verb, agent), None
    speaker = _level(text, verb, subject)
    if speaker is None:
        speaker = _inverted(text, verb)
        addressee = None if speaker is addressee else addressee
    return speaker, _level(text, verb, addressee)


def _level(text: Text, verb: Token, token: Token | None) -> Token | None:
    """Return a token if it stands at the verb's level of quotation and can name somebody."""
    if token is None or text.levels[token.i] != text.levels[verb.i] or token.pos_ not in NOUN_TAGS:
        return None
    return token


def _inverted(text: Text, verb: Token) -> Token | None:
    """Find the speaker of an inverted clause that the parser read as an object: '"No," said the envoy'."""
    if verb.i == 0 or not (text.doc[verb.i - 1].is_punct or text.doc[verb.i - 1].is_quote):
        return None
    for child in verb.children:
        named = child.i > verb.i and child.pos_ in ("NOUN", "PROPN", "PRON") and child.dep_ in MISREAD
        if named and text.levels[child.i] == text.levels[verb.i]:
            return child
    return None


def _addressee(verb: Token, klass: CueClass) -> Token | None:
    """Find whom the words were told: "told Politico", "said to reporters", "in an interview with the paper"."""
    for child in verb.children:
        if child.i > verb.i and child.dep_ in ("dative", "dobj") and klass in TELLING:
            if child.pos_ in ("NOUN", "PROPN", "PRON"):
                return child
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    for child in verb.children:
        if child.dep_ in ("prep", "dative") and child.lower_ == "to" and child.i > verb.i:
            return next((c for c in child.children if c.dep_ == "pobj" and c.pos_ in ("NOUN", "PROPN", "PRON")), None)
    return None


def _beside_mark(text: Text, verb: Token) -> bool:
    """Tell whether a verb that the lexicon does not know stands beside quoted words: '"No," he growled'."""
    for step in (-1, 1):
        at = verb.i + step
        for _ in range(3):
            if not 0 <= at < len(text.doc) or text.doc[at].is_space:
                break
            if text.levels[at] != text.levels[verb.i]:
                return True
            at += step
    return False


# ---------------------------------------------------------------- what was said


def _contents(text: Text, verb: Token, klass: CueClass, extent: Span) -> tuple[Span, ...]:
    """Return the words that grammar puts under a verb of speech."""
    clauses = [
        c for c in verb.children if c.dep_ == "ccomp" or (c.dep_ == "xcomp" and klass in TELLING and c.i > verb.i)
    ]
    spans = [_trimmed(text.doc, c.left_edge.i, c.right_edge.i + 1) for c in clauses]
    if not spans and klass is CueClass.EVALUATE:
        spans = [_object(text.doc, verb)]
    if not spans:
        spans = [_fronted(text.doc, verb, extent)]
    return tuple(
        span for span in spans if span is not None and span.end > span.start and not span.overlaps(extent)
    ) or tuple(span for span in spans if span is not None and span.end > span.start and not span.covers(extent))


def _object(doc: Doc, verb: Token) -> Span | None:
    """Return what an evaluating verb judges, and how: "blamed | Yerevan for the situation in Artsakh"."""
    parts = [
        c for c in verb.children if c.i > verb.i and c.dep_ in ("dobj", "prep", "oprd", "xcomp", "pcomp", "dative")
    ]
    kept = parts[:1]
    for part in parts[1:]:
        if part.left_edge.i == kept[-1].right_edge.i + 1:
            kept.append(part)
    return _trimmed(doc, kept[0].left_edge.i, kept[-1].right_edge.i + 1) if kept else None


def _fronted(doc: Doc, verb: Token, extent: Span) -> Span | None:
    """Return the sentence before a clause that ends it: "..., politico.eu reported late Tuesday."."""
    sentence = verb.sent
    before = [token for token in doc[sentence.start : verb.i] if token.idx < extent.start]
    if len(before) < 4 or before[-1].text != ",":
        return None
    rest = [token for token in doc[verb.i + 1 : sentence.end] if token.is_alpha]
    return _trimmed(doc, before[0].i, before[-1].i) if len(rest) <= 6 else None


def _trimmed(doc: Doc, start: int, end: int) -> Span | None:
    """Return the characters of doc[start:end] without white space and punctuation at its ends."""
    while start < end and (doc[start].is_space or (doc[start].is_punct and doc[start].text in ",;:–—-")):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in (",", ";", ":", ".", "–", "—", "-")):
        end -= 1
    return Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1])) if end > start else None


# ---------------------------------------------------------------- other ways to attribute


def _phrases(text: Text) -> Iterator[Attribution]:
    """Yield attributions by "according to X"."""
    doc = text.doc
    for token in doc:
        if token.lower_ != "according" or token.i + 2 >= len(doc) or doc[token.i + 1].lower_ != "to":
            continue
        to = doc[token.i + 1]
        heads = [c for c in (*to.children, *token.children) if c.dep_ in ("pobj", "dep", "nsubj") and c.i > to.i]
        head = (
            heads[0]
            if heads
            else next((t for t in doc[to.i + 1 : to.i + 8] if t.pos_ in ("NOUN", "PROPN", "PRON")), None)
        )
        if head is None or text.levels[head.i] != text.levels[token.i]:
            continue
        named = phrase(head)
        cue = Span(token.idx, to.idx + len(to))
        yield Attribution(
            cue=cue,
            klass=CueClass.SAY,
            weight=0.9,
            extent=Span(cue.start, max(cue.end, named.end)),
            speaker=named,
            speaker_head=head.i,
            addressee=None,
            contents=_around(text, token, head),
            rule="according to",
            segment=text.levels[token.i],
        )


def _around(text: Text, cue: Token, head: Token) -> tuple[Span, ...]:
    """Return the larger part of the sentence beside an "according to", at the cue's own level of quotation."""
    doc, sentence = text.doc, cue.sent
    last = max(token.i for token in doc[cue.i : max(head.right_edge.i, head.i) + 1])
    sides = [(sentence.start, cue.i), (last + 1, sentence.end)]
    cut = [_same_level(text, cue, *side) for side in sides]
    spans = [span for side in cut if side and (span := _trimmed(doc, *side))]
    return (max(spans, key=lambda span: span.end - span.start),) if spans else ()


def _same_level(text: Text, cue: Token, start: int, end: int) -> tuple[int, int] | None:
    """Return the run of tokens beside a cue that does not leave the segment in which the cue stands."""
    level = text.levels[cue.i]
    if level is None:
        return start, end
    outer = text.segments[level].span
    inside = [i for i in range(start, end) if outer.start <= text.doc[i].idx < outer.end]
    return (inside[0], inside[-1] + 1) if inside else None


def _turns(text: Text) -> Iterator[Attribution]:
    """Yield the turns of an interview or a transcript: a paragraph that begins with "Name:"."""
    doc = text.doc
    for match in re.finditer(r"^.+$", doc.text, re.MULTILINE):
        turn = TURN.match(match.group())
        if not turn:
            continue
        start = match.start() + turn.start("name")
        named = Span(start, start + len(turn["name"]))
        content = Span(match.start() + turn.end(), match.end())
        token = doc.char_span(named.start, named.end, alignment_mode="expand")
        if token is None or not any(t.pos_ == "PROPN" for t in token):
            continue
        yield Attribution(
            cue=Span(named.end, named.end + 1),
            klass=CueClass.SAY,
            weight=0.6,
            extent=Span(named.start, named.end + 1),
            speaker=named,
            speaker_head=token.root.i,
            addressee=None,
            contents=(content,),
            rule="turn",
        )


def _signatures(text: Text) -> Iterator[Attribution]:
    """Yield signatures behind a quotation: '"..." ― Name'."""
    for match in SIGNATURE.finditer(text.doc.text):
        named = Span(*match.span("name"))
        token = text.doc.char_span(named.start, named.end, alignment_mode="expand")
        if token is not None:
            dash = Span(match.start() + 1, named.start)
            yield Attribution(
                dash, CueClass.SAY, 0.8, Span(dash.start, named.end), named, token.root.i, None, (), "signature"
            )
