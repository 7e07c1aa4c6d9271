"""Extraction, dates: what the sentence around a date says: tense, the clause it dates, the event it hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from spacy.tokens import Token

from factsheet.language.tables import read_table
from factsheet.language.universal import sense_of
from factsheet.model import DateEvent, Tense

MODIFYING_CLAUSES = frozenset({"relcl", "advcl", "parataxis", "acl", "appos", "punct", "cc", "conj", "dep"})
HYPHENS = frozenset("-‐‑–")
VERBAL = frozenset({"VERB", "AUX"})
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "prep", "agent", "poss", "compound", "attr", "dative"})
REFUSED = frozenset({"could", "would"})  # "could not be reached on Friday", "would not say on Friday"
TERMS = frozenset({"for", "until", "till", "to"})  # lead from a decision to its day
EVENT_ARGUMENTS = frozenset({"dobj", "nsubjpass", "attr"})


def governors(token: Token) -> Iterator[Token]:
    """Yield the heads above a token, nearest first."""
    while token.head.i != token.i:
        token = token.head
        yield token


def head_of(tokens: list[Token]) -> Token:
    """Return the token of a stretch whose head lies outside it."""
    inside = {token.i for token in tokens}
    return next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), tokens[-1])


def tense_at(token: Token, language: str) -> Tense:
    """Return the tense of the verb that governs a date: "will meet on Monday" lies ahead, "met on Monday" behind."""
    below, verbs = token, 0
    for head in governors(token):
        if head.pos_ in VERBAL:
            tense = verb_tense(head, token, below, language)
            if tense is None and not verbs and is_timetabled(token, head, language):
                tense = Tense.FUTURE
            if tense is not None:
                return tense
            verbs += 1
        below = head
    return Tense.NONE


def is_label(token: Token) -> bool:
    """Tell whether a date names an event, whatever is said of it: "campaigned ahead of the June 7 primary"."""
    return (
        token.dep_ in {"compound", "nmod", "nummod"} and token.head.pos_ in {"NOUN", "PROPN"} and token.i < token.head.i
    )


def verb_tense(verb: Token, date: Token, below: Token, language: str) -> Tense | None:
    """Return one verb's tense, auxiliaries counted: "is to be held", "is due", "plans to meet" lie ahead.

    Args:
        verb: the verb.
        date: the head of the date.
        below: the child through which the date hangs on it: "for" in "set for Monday".
        language: whose cues to use.

    Returns:
        None where it has none, so that the verb above it decides; `Tense.NONE` where it leaves both ways open:
        "announced a summit on April 5".
    """
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    words, lemma = {helper.lower_ for helper in helpers}, verb.lemma_.lower()
    if any("Fut" in part.morph.get("Tense", []) for part in (verb, *helpers)):  # a tense by itself in other languages
        return Tense.FUTURE
    perfect = any(helper.lemma_ == "have" for helper in helpers)
    if (words | {lemma}) & cues(language, "future") or is_set_ahead(verb, date, below, language):
        return Tense.LATER if is_past(verb, helpers) else Tense.FUTURE
    if words & cues(language, "modal") and not perfect:
        if words & REFUSED and any(child.dep_ == "neg" for child in verb.children):
            return Tense.PAST
        return Tense.LATER if "would" in words else Tense.FUTURE
    if lemma in cues(language, "announce"):
        return Tense.NONE
    if perfect or is_past(verb, helpers) or (verb.tag_ == "VBN" and verb.dep_ != "conj" and not helpers):
        return Tense.PAST
    return None


def is_past(verb: Token, helpers: list[Token]) -> bool:
    """Tell whether a verb or its auxiliary stands in the past."""
    return verb.tag_ == "VBD" or any(helper.tag_ == "VBD" for helper in helpers)


def is_set_ahead(verb: Token, date: Token, below: Token, language: str) -> bool:
    """Tell "is to meet", "agreed to meet" and "postponed until Monday", which lie ahead of what is said."""
    ahead = cues(language, "future") | cues(language, "future infinitive")
    if date.head.i == below.i and sense_of(below) in TERMS and verb.lemma_.lower() in cues(language, "future term"):
        return True
    infinitives = [child for child in verb.children if child.dep_ == "xcomp"] if verb.lemma_ == "be" else []
    infinitives += [verb] if verb.head.lemma_.lower() in ahead else []
    return any(sense_of(child) == "to" and child.dep_ == "aux" for found in infinitives for child in found.children)


def is_timetabled(token: Token, verb: Token, language: str) -> bool:
    """Tell whether a verb in the present dates what is to come: "the summit opens on Friday".

    The date must hang on the verb itself: "the talks follow Friday's vote" and "come after Friday" tell of a past day.
    """
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    head = token.head
    if head.pos_ == "ADP" and head.lower_ in cues(language, "timetable"):
        head = head.head
    lasting = cues(language, "report") | (cues(language, "state") - {"be"})
    return head.i == verb.i and is_present(verb) and verb.lemma_.lower() not in lasting


def is_present(verb: Token) -> bool:
    """Tell whether a verb or its auxiliary stands in the present."""
    finite = [verb, *(child for child in verb.children if child.dep_ in {"aux", "auxpass"})]
    return any(part.tag_ in {"VBZ", "VBP"} for part in finite)


def is_lasting(verb: Token, language: str) -> bool:
    """Tell what holds nowadays from what happens on a day: "is still used today", "which he owns today"."""
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    still = any(child.lower_ in {"still", "even"} for child in verb.children)
    return passive or still or verb.lemma_.lower() in cues(language, "state")


@cache
def cues(language: str, name: str) -> frozenset[str]:
    """Return one class of the words around dates."""
    return frozenset(row["word"] for row in read_table(language, "date_cues") if row["class"] == name)


def event_nouns(language: str) -> dict[str, str]:
    """Return the nouns that name what a verb does: an invasion is what invades."""
    return {row["word"]: row["value"] for row in read_table(language, "date_cues") if row["class"] == "event"}


def dated_event(token: Token, own: set[int], language: str) -> DateEvent:
    """Return the gist of the clause that a date dates: "Azerbaijan's attack on September 19" is an attack."""
    chain = [head for head in governors(token) if head.i not in own and head.pos_ not in {"ADP", "SCONJ", "PART"}]
    if not chain:
        return DateEvent()
    nearest = chain[0]
    verb = next((head for head in chain if head.pos_ in VERBAL), None)
    tokens = set(core(nearest))
    if verb is not None and nearest.dep_ in ARGUMENTS:
        tokens |= {t for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"} for t in core(child)}
    return gist(nearest, [token for token in tokens if token.i not in own], language)


def core(head: Token) -> list[Token]:
    """Return a head and what belongs to its clause, without relative clauses, adjuncts and coordinates."""
    found, stack = [], [head]
    while stack:
        token = stack.pop()
        found.append(token)
        stack.extend(child for child in token.children if child.dep_ not in MODIFYING_CLAUSES or is_hyphen(child))
    return sorted(found, key=lambda t: t.i)


def is_hyphen(token: Token) -> bool:
    """Tell whether a mark stands inside a word that the tokeniser cut: "large-scale"."""
    return token.text in HYPHENS and not token.whitespace_ and token.i > 0 and not token.nbor(-1).whitespace_


def gist(head: Token, tokens: Iterable[Token], language: str) -> DateEvent:
    """Return the lemmas of the event words and the names among the tokens of a clause."""
    nouns, light = event_nouns(language), cues(language, "light")
    heads = {head} | {child for child in head.children if child.dep_ in EVENT_ARGUMENTS}
    lemmas = {token.lemma_.lower() for token in heads if token.pos_ in {"NOUN", "VERB"}}
    lemmas = {nouns.get(lemma, lemma) for lemma in lemmas}
    lemmas = lemmas - light or lemmas
    names = {token.lower_ for token in tokens if token.pos_ == "PROPN"}
    return DateEvent(heads=tuple(sorted(lemmas)), names=tuple(sorted(names)))


def hung_on(beside: Token) -> list[Token]:
    """Return the tokens of the event behind "before", "after" or "ahead of": up to the end of its clause's core.

    "two days before Azerbaijan launched a large-scale attack on Artsakh that has resulted in ..." gives
    "Azerbaijan launched a large-scale attack on Artsakh".
    """
    if beside.i + 1 < len(beside.doc) and beside.nbor().is_punct:
        return []
    after = [child for child in beside.children if child.i > beside.i and child.dep_ in {"pobj", "pcomp", "prep"}]
    if after and after[0].dep_ == "prep":
        after = [child for child in after[0].children if child.dep_ in {"pobj", "pcomp"}]
    head = after[0] if after else beside.head if beside.dep_ in {"mark", "advmod", "prep"} else None
    if head is None or head.i <= beside.i:
        return []
    tokens = [token for token in core(head) if token.i > beside.i]
    return unbroken(tokens, head)


def unbroken(tokens: list[Token], head: Token) -> list[Token]:
    """Cut a clause at the first gap behind its head: what follows a dropped clause is no core."""
    kept: list[Token] = []
    for token in tokens:
        if kept and token.i > head.i and token.i != kept[-1].i + 1:
            break
        kept.append(token)
    return kept
