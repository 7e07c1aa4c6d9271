"""The language room: a parse in Universal Dependencies, told in the labels in which extraction is written.

Those are ClearNLP's relations, the Penn Treebank's tags and OntoNotes' entities, which spaCy's English pipelines speak;
its others speak Universal Dependencies (de Marneffe et al. 2021, "Universal Dependencies"). Not only names differ: a
preposition, a copula and the last word of a name head here what there heads them. A language that needs this has a
table `senses`, which says for its function words what English word does their work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from factsheet.language.tables import has_table, read_table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

RELATIONS = {
    "nsubj:pass": "nsubjpass", "obj": "dobj", "iobj": "dative", "obl:agent": "agent", "obl:arg": "dative",
    "obl": "npadvmod", "acl:relcl": "relcl", "aux:pass": "auxpass", "expl:subj": "expl", "expl:comp": "prt",
    "expl:pass": "prt", "cop": "aux", "flat": "compound", "fixed": "dep", "vocative": "npadvmod", "dislocated": "dep",
}  # fmt: skip
ENTITIES = {"PER": "PERSON", "LOC": "GPE", "ORG": "ORG"}
TAGS = {
    "ADJ": "JJ", "ADV": "RB", "ADP": "IN", "SCONJ": "IN", "CCONJ": "CC", "DET": "DT", "NUM": "CD", "INTJ": "UH",
    "PROPN": "NNP", "NOUN": "NN", "PRON": "PRP", "PART": "RP",
}  # fmt: skip
MARKS = {",": ",", ".": ".", "!": ".", "?": ".", "…": ".", "«": "``", "“": "``", "»": "''", "”": "''", "(": "-LRB-"}
CLOSED = frozenset({"ADP", "DET", "PRON", "SCONJ", "CCONJ", "PART", "AUX"})  # whose lemma becomes their sense
OF_CLAUSE = frozenset(
    {"nsubj", "csubj", "expl", "mark", "aux", "advmod", "punct", "cc", "advcl", "obl", "ccomp", "parataxis", "iobj"}
)
NOMINALS = frozenset({"NOUN", "PROPN", "PRON"})
OBLIQUE = frozenset({"obl", "nmod", "iobj", "attr", "acomp", "xcomp", "dep", "advmod", "obj"})
MISREAD = frozenset({"obj", "obl", "nmod", "appos", "dep", "xcomp", "ccomp", "advmod"})
TIMES = frozenset({"weekday", "month", "deictic", "unit", "units", "part", "season"})


@dataclass(frozen=True, slots=True)
class Scheme:
    """What is known of a language's words when its parses are told anew; keys are in lower case."""

    senses: Mapping[tuple[str, str], str]  # by word and part of speech, an empty one for any
    cues: frozenset[str]  # lemmas of verbs that report speech
    times: frozenset[str]  # words of dates, which no more speak than days do


@cache
def load_scheme(language: str) -> Scheme | None:
    """Read what a language's parses are told anew by; None where they have the labels already.

    Args:
        language: an ISO 639-1 code.
    """
    if not has_table(language, "senses"):
        return None
    rows = read_table(language, "date_words")
    return Scheme(
        senses={(row["word"], row["pos"]): row["sense"] for row in read_table(language, "senses")},
        cues=frozenset(row["lemma"] for row in read_table(language, "cues")),
        times=frozenset(row["word"].lower() for row in rows if row["class"] in TIMES),
    )


def sense_of(token: Token) -> str:
    """Return the English word that does the work of a function word: the word itself in English, "he" for « il ».

    Args:
        token: of a document that `retell` has told anew, or of an English one.

    Returns:
        The word in lower case; for a word with a meaning of its own in another language nothing.
    """
    if load_scheme(token.lang_) is None or token.pos_ == "PUNCT":
        return token.lower_
    return token.lemma_ if token.pos_ in CLOSED or token.pos_ == "ADV" else ""


def retell(doc: Doc) -> Doc:
    """Tell a parse in the labels of the rules.

    Args:
        doc: as the pipeline parsed it.

    Returns:
        A document of the same text; the very same one where its language needs none of this.
    """
    scheme = load_scheme(doc.lang_)
    if scheme is None or not len(doc):
        return doc
    tree = _read(doc, scheme)
    for step in (_raise_names, _raise_copulas, _raise_incises, _find_inverted, _raise_prepositions):
        step(tree, scheme)
    return _write(tree, doc)


@dataclass(slots=True)
class _Tree:
    """A parse as lists, one entry a token; changed step by step, and a tree after each."""

    words: list[str]
    spaces: list[bool]
    pos: list[str]
    morphs: list[str]
    lemmas: list[str]
    heads: list[int]
    deps: list[str]
    entities: list[str]  # in IOB

    def base(self, token: int) -> str:
        """Return a relation without its subtype."""
        return self.deps[token].partition(":")[0]

    def children(self) -> list[list[int]]:
        """Return what hangs on each token, in text order."""
        found: list[list[int]] = [[] for _ in self.heads]
        for token, head in enumerate(self.heads):
            if head != token:
                found[head].append(token)
        return found

    def swap(self, up: int, down: int, relation: str) -> None:
        """Let a token take the place of the one it hangs on, which then hangs on it."""
        self.heads[down] = down if self.heads[up] == up else self.heads[up]
        self.deps[down] = self.deps[up]
        self.heads[up], self.deps[up] = down, relation


# ---------------------------------------------------------------- reading


def _read(doc: Doc, scheme: Scheme) -> _Tree:
    """Lay a parse out, the hyphen of a pronoun behind its verb, « dit-il », as a token by itself."""
    tree = _Tree([], [], [], [], [], [], [], [])
    places: list[int] = []  # of each token of the document
    for token in doc:
        if _is_cut(token):
            _add(tree, token, "-", space=False, pos="PUNCT", dep="punct")
        places.append(len(tree.words))
        word = token.text[1:] if _is_cut(token) else token.text
        _add(tree, token, word, space=bool(token.whitespace_), pos=token.pos_, dep=token.dep_)
    tree.heads = [places[head] for head in tree.heads]
    for at, word in enumerate(tree.words):
        if word.lower() == "t" and tree.pos[at] == "PRON" and at and tree.words[at - 1] == "-":
            tree.pos[at], tree.deps[at] = "PART", "dep"  # « a-t-il » : a sound and no word
    _give_senses(tree, scheme)
    return tree


def _is_cut(token: Token) -> bool:
    """Tell whether a hyphen was cut off a token."""
    return token.pos_ == "PRON" and token.text[:1] == "-" and len(token.text) > 1


def _add(tree: _Tree, token: Token, word: str, *, space: bool, pos: str, dep: str) -> None:
    """Add a token, with its head as the document counts it."""
    tree.words.append(word)
    tree.spaces.append(space)
    tree.pos.append(pos)
    tree.morphs.append(str(token.morph))
    tree.lemmas.append(token.lemma_.lower())
    tree.heads.append(token.i if word == "-" and _is_cut(token) else token.head.i)
    tree.deps.append(dep)
    label = ENTITIES.get(token.ent_type_, token.ent_type_)
    tree.entities.append(f"{token.ent_iob_}-{label}" if label and not _is_common(token) else "O")


def _is_common(token: Token) -> bool:
    """Tell whether a token's entity begins with a common noun: « ministre de l’Intérieur » is a role and no name."""
    start = token
    while start.i and start.ent_iob_ == "I":
        start = start.nbor(-1)
    return start.text[:1].islower()


def _give_senses(tree: _Tree, scheme: Scheme) -> None:
    """Write the sense of each function word into its lemma."""
    lower = [word.lower().replace("’", "'") for word in tree.words]
    for token, (word, pos) in enumerate(zip(lower, tree.pos, strict=True)):
        key = tree.lemmas[token] if pos == "AUX" else word
        sense = scheme.senses.get((key, pos), scheme.senses.get((key, "")))
        if pos in CLOSED:
            tree.lemmas[token] = sense or ""
        elif pos == "ADV" and sense:
            tree.lemmas[token] = sense
    for token in range(len(lower) - 1):
        both = scheme.senses.get((f"{lower[token]} {lower[token + 1]}", ""))
        if both:
            tree.lemmas[token], _, tree.lemmas[token + 1] = both.partition(" ")


# ---------------------------------------------------------------- heads


def _raise_names(tree: _Tree, _scheme: Scheme) -> None:
    """Let the last word of a name head it: "Jeanne Roussel"."""
    for first, below in enumerate(tree.children()):
        parts = [child for child in below if tree.base(child) == "flat" and child > first]
        if not parts or tree.base(first) == "flat":
            continue
        last = parts[-1]
        tree.swap(first, last, "compound")
        for child in below:
            if child != last:
                tree.heads[child] = last
                if child in parts:
                    tree.deps[child] = "compound"


def _raise_copulas(tree: _Tree, _scheme: Scheme) -> None:
    """Let a copula head its clause: "is | the mayor"."""
    for predicate, below in enumerate(tree.children()):
        copula = next((child for child in below if tree.deps[child] == "cop"), None)
        if copula is None:
            continue
        tree.swap(predicate, copula, "acomp" if tree.pos[predicate] == "ADJ" else "attr")
        for child in below:
            if child != copula and tree.base(child) in OF_CLAUSE:
                tree.heads[child] = copula


def _raise_incises(tree: _Tree, scheme: Scheme) -> None:
    """Let a clause of speech that is thrown in head what it reports: « La route est fermée, a-t-il dit. »."""
    children = tree.children()
    for verb, pos in enumerate(tree.pos):
        if pos != "VERB" or tree.lemmas[verb] not in scheme.cues:
            continue
        for child in children[verb]:
            if tree.base(child) == "advcl" and child < verb and not _has(tree, children[child], "mark"):
                tree.deps[child] = "ccomp"
        said = tree.heads[verb]
        if tree.base(verb) == "parataxis" and said != verb and said < verb:
            tree.swap(said, verb, "ccomp")


def _find_inverted(tree: _Tree, scheme: Scheme) -> None:
    """Find the subject that follows its verb of speech and was read as something else: « oui », a dit le maire."""
    children = tree.children()
    for verb, pos in enumerate(tree.pos):
        if pos != "VERB" or tree.lemmas[verb] not in scheme.cues or _has(tree, children[verb], "nsubj"):
            continue
        first = min([verb, *(c for c in children[verb] if tree.base(c) in ("aux", "expl", "iobj") and c < verb)])
        if first == 0 or tree.pos[first - 1] != "PUNCT":
            continue
        named = (c for c in children[verb] if c > verb and _may_name(tree, c, children[c], scheme))
        subject = next(named, None)
        if subject is not None:
            tree.deps[subject] = "nsubj"


def _may_name(tree: _Tree, token: int, below: Iterable[int], scheme: Scheme) -> bool:
    """Tell whether a word may name who speaks: a noun behind no preposition, and no day."""
    nominal = tree.pos[token] in NOMINALS and tree.base(token) in MISREAD
    return nominal and tree.words[token].lower() not in scheme.times and not _has(tree, below, "case")


def _has(tree: _Tree, tokens: Iterable[int], relation: str) -> bool:
    """Tell whether one of some tokens hangs on its head by a relation."""
    return any(tree.base(token) == relation for token in tokens)


def _raise_prepositions(tree: _Tree, _scheme: Scheme) -> None:
    """Let prepositions head what they govern: "with | the minister"."""
    for noun, below in enumerate(tree.children()):
        cases = [child for child in below if tree.deps[child] == "case" and child < noun]
        if not cases or tree.heads[noun] == noun:
            continue
        above, relation = tree.heads[noun], tree.deps[noun]
        for case in cases:
            tree.heads[case], tree.deps[case] = above, "prep"
            above = case
        if relation == "obl:agent":
            tree.deps[cases[0]] = "agent"
        elif relation.partition(":")[0] not in OBLIQUE:
            tree.deps[cases[0]] = relation
        tree.heads[noun], tree.deps[noun] = above, "pobj"


# ---------------------------------------------------------------- writing


def _write(tree: _Tree, doc: Doc) -> Doc:
    """Make a document of a tree."""
    from spacy.tokens import Doc as NewDoc

    children = tree.children()
    tags = [_tag(tree, token, children[token]) for token in range(len(tree.words))]
    deps = [_relation(tree, token) for token in range(len(tree.words))]
    return NewDoc(
        doc.vocab,
        words=tree.words,
        spaces=tree.spaces,
        tags=tags,
        pos=tree.pos,
        morphs=tree.morphs,
        lemmas=tree.lemmas,
        heads=tree.heads,
        deps=deps,
        ents=tree.entities,
    )


def _relation(tree: _Tree, token: int) -> str:
    """Return a token's relation by its name here."""
    relation, base, morph = tree.deps[token], tree.base(token), tree.morphs[token]
    if base == "det" and "Poss=Yes" in morph:
        return "poss"
    if base == "advmod" and tree.lemmas[token] == "not":
        return "neg"
    if base == "mark" and tree.pos[token] == "ADP" and "VerbForm=Inf" in tree.morphs[tree.heads[token]]:
        return "aux"
    if base == "xcomp" and tree.pos[token] not in ("VERB", "AUX"):
        return "oprd"
    return RELATIONS.get(relation) or RELATIONS.get(base, base)


def _tag(tree: _Tree, token: int, below: Iterable[int]) -> str:
    """Return a token's tag by its name here; a compound tense counts as its finite auxiliary does."""
    pos, morph = tree.pos[token], tree.morphs[token]
    if pos == "PUNCT":
        return MARKS.get(tree.words[token], ":")
    if pos in ("VERB", "AUX"):
        if tree.deps[token] == "aux:tense" and "VerbForm=Fin" in morph and "Tense=Fut" not in morph:
            return "VBD"
        compound = "Tense=Past" in morph and _has_subtype(tree, below, "aux:tense")
        return "VBD" if compound and not _has_subtype(tree, below, "aux:pass") else _verb_tag(morph)
    if pos == "PRON":
        return "WP" if "PronType=Rel" in morph else "PRP"
    if pos == "DET" and "Poss=Yes" in morph:
        return "PRP$"
    plural = "S" if pos in ("NOUN", "PROPN") and "Number=Plur" in morph else ""
    return TAGS.get(pos, "") + plural


def _has_subtype(tree: _Tree, tokens: Iterable[int], relation: str) -> bool:
    """Tell whether one of some tokens hangs on its head by this very relation."""
    return any(tree.deps[token] == relation for token in tokens)


def _verb_tag(morph: str) -> str:
    """Return the tag of a verb by its form and tense."""
    if "VerbForm=Inf" in morph:
        return "VB"
    if "VerbForm=Part" in morph:
        return "VBG" if "Tense=Pres" in morph else "VBN"
    if "Mood=Cnd" in morph or "Tense=Fut" in morph:
        return "MD"
    if "Tense=Past" in morph or "Tense=Imp" in morph:
        return "VBD"
    return "VBZ" if "Person=3" in morph and "Number=Sing" in morph else "VBP"
