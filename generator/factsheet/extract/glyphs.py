"""Extraction, single quotation marks: what each can do where it stands, and what looks like one and is none.

Which glyph opens and which closes differs with the language, and several do both (The Unicode Standard, 6.2,
"Language-Based Usage of Quotation Marks"); so what stands beside a mark is asked first and its shape second.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from factsheet.model import Span

# What may close each opening mark, its proper partner first. A mark closes its like where it stands behind a word.
CLOSERS: Mapping[str, tuple[str, ...]] = {
    '"': ('"', "”"),
    "“": ("”", '"', "“"),
    "”": ("”", '"', "“"),
    "„": ("“", "”", '"', "„"),
    "‟": ("”", '"'),
    "``": ("''", '"', "”"),
    "''": ("''",),
    "‘‘": ("’’",),
    "’’": ("’’",),
    "«": ("»", "«"),
    "»": ("«", "»"),
    "‘": ("’", "'", "‘"),
    "’": ("’", "'"),
    "‚": ("‘", "’"),
    "‛": ("’", "'"),
    "'": ("'", "’"),
    "`": ("'", "’"),
    "‹": ("›",),
    "›": ("‹",),
}
SINGLES = frozenset("‘’‚‛'`‹›")
ANGLES = {"«": "angle", "»": "angle", "‹": "small angle", "›": "small angle"}
DOUBLED = frozenset({"''", "‘‘", "’’"})
STRAIGHT = frozenset({'"', "''", "’’"})
LEFT = frozenset({*"“„‟‘‚‛«‹", "``", "‘‘"})  # open by their shape, whatever stands before them but a word
RIGHT = frozenset("”’»›")  # close by their shape
SPACED = frozenset({*'"“„«‹', "``"})  # may have a space inside: « oui »
TOKEN = re.compile(
    r"(?P<apart>(?<![^\W_])['’‘][nN]['’‘](?![^\W_])"  # rock ’n’ roll
    r"|(?<=\d)['’]\s?\d{1,2}(?:\.\d+|\s?[½¼¾])?\s?(?:''|[\"”])"  # 6' 2", also minutes and seconds
    r"|(?<=[\"”»])['’]s(?![^\W_])"  # the “Titanic”’s band
    r"|(?<=\w=)\"[^\"\n]*\"(?=[\s/>]))"  # <a href="...">
    r"|(?<=\S)(?:'(?=''(?!'))|’(?=’’(?!’)))"  # the single one of three that close
    r"|''|``|‘‘|’’|[\"“”„‟«»‘’‚‛'‹›`]"
)
# Words that begin with an apostrophe, and endings before which one stands for what is left out or for a possessive.
ELISION = re.compile(
    r"(?:\d\ds?|em|til|till|tis|tisn['’]t|twas|twere|twill|twould|round|bout|cause|cuz|coz|cos|cept|nuff|neath"
    r"|gainst|tween|scuse|fraid|kay|burbs)(?![^\W_])",
    re.IGNORECASE,
)
DROPPED = re.compile(r"(?:[szx]|[^\W_]{2}in|(?<![^\W_])(?:o|ol|an|th|n))\Z", re.IGNORECASE)
DROPPED_LENGTH = 4  # characters that DROPPED looks at
OPENING_CONTEXT = "([{-–—/‘“'\"«…:¿¡*_"
STOPS = frozenset(",.!?…")
FOLLOWING = frozenset("([{<—–-")  # what comes behind a quotation that has ended as easily as at its beginning
BRACKETS = "([{"
PAUSES = ",;.!?…—–"  # a mark that opens behind one of these begins a quotation of its own
INTRODUCING = frozenset({"", *PAUSES, *":([{“\"«„‘'"})
ENDING = re.compile(r"\s|$|[,;:)\]}]|\.(?=$|\s(?!\.)|[\"”’»)])")  # what follows a closing mark and no opening one
RAISING = re.compile(r"[?!]")  # the same, where the shape says that the mark closes
REACH = 200  # marks ahead that are looked at: more than a paragraph has, and few enough for one of a book's length
UNSEEN = ("Mn", "Cf")  # accents, joiners and turns of direction, by their Unicode category


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark and what it can do where it stands."""

    glyph: str
    start: int
    end: int
    opens: bool
    closes: bool
    loose: bool = False  # a space on both sides
    doubtful: bool = False  # may as well be an apostrophe, feet or inches
    pause: str = ""  # what stands before it, spaces left out: "" where a paragraph begins

    @property
    def kind(self) -> str:
        """Marks of one kind can stand for each other; those of two kinds are nested."""
        return ANGLES.get(self.glyph) or ("single" if self.single else "double")

    @property
    def single(self) -> bool:
        """Whether it is one of the small marks."""
        return self.glyph in SINGLES


def read_marks(text: str, paragraph: Span) -> list[Mark]:
    """Find the quotation marks of a paragraph.

    Args:
        text: a document's whole text.
        paragraph: the part to read.

    Returns:
        The marks in text order, without what can only be an apostrophe, feet or inches.
    """
    found = (m for m in TOKEN.finditer(text, paragraph.start, paragraph.end) if m["apart"] is None)
    return _halved(text, [mark for match in found if (mark := _mark(text, *match.span()))])


def can_close(opened: Mark, mark: Mark) -> bool:
    """Tell whether a mark can close an open one; one that opens by its shape and place does not close its like."""
    if not mark.closes or mark.glyph not in CLOSERS[opened.glyph] or mark.start <= opened.end:
        return False
    return mark.glyph != opened.glyph or not mark.opens or mark.loose or mark.glyph in STRAIGHT


def trimmed(text: str, end: int) -> int:
    """Return the offset at which the words before an offset end, spaces of their line left out."""
    while end > 0 and text[end - 1].isspace() and text[end - 1] != "\n":
        end -= 1
    return end


def _mark(text: str, start: int, end: int) -> Mark | None:
    """Say what a mark can do, or return None where it stands inside a word."""
    glyph = text[start:end]
    last, following = _seen(text, start - 1, -1), _seen(text, end, 1)
    before, after = text[last : last + 1] if last >= 0 else "", text[following : following + 1]
    if glyph in SINGLES and before.isalnum() and after.isalnum():
        return None
    ends = bool(ENDING.match(text, following) or (glyph in RIGHT and RAISING.match(text, following)))
    pause, elides = _pause(text, start), glyph in "'’‘" and ELISION.match(text, end) is not None
    opens = _opens(glyph, before, after, ends) and (not elides or glyph == "‘" or pause in INTRODUCING)
    closes = _closes(glyph, before, after, ends)
    doubtful = (opens and (elides or glyph in "’›")) or (closes and _may_belong(text, glyph, before, start, end))
    return Mark(glyph, start, end, opens, closes, ends and _is_free(before), doubtful, pause)


def _seen(text: str, at: int, step: int) -> int:
    """Return where the next character in a direction stands, what is not seen left out."""
    while 0 <= at < len(text) and unicodedata.category(text[at]) in UNSEEN:
        at += step
    return at


def _pause(text: str, start: int) -> str:
    """Return the last character before a mark that is no space, "" where a line begins."""
    at = _seen(text, start - 1, -1)
    while at >= 0 and text[at].isspace() and text[at] != "\n":
        at = _seen(text, at - 1, -1)
    return text[at : at + 1].strip() if at >= 0 else ""


def _is_free(beside: str) -> bool:
    """Tell whether nothing or a space stands beside a mark."""
    return not beside or beside.isspace()


def _opens(glyph: str, before: str, after: str, ends: bool) -> bool:
    """Tell whether a mark looks like an opening one: nothing but space or a bracket before it, text after it."""
    if _is_free(after):
        return bool(after) and _opens_spaced(glyph, before)
    if glyph in LEFT:
        return not before.isalnum() and not (before in STOPS and after in FOLLOWING)
    if ends:
        return False
    if _is_free(before) or before in OPENING_CONTEXT:
        return True
    return glyph == '"' and not before.isalnum() and before != "=" and after.isalnum()


def _opens_spaced(glyph: str, before: str) -> bool:
    """Tell whether a mark may open although a space follows it: « oui », l’« Humanité »."""
    if _is_free(before):
        return glyph in SPACED
    return glyph == "«" and before in OPENING_CONTEXT + "’"


def _closes(glyph: str, before: str, after: str, ends: bool) -> bool:
    """Tell whether a mark looks like a closing one: text before it, no letter after it."""
    if _is_free(before):
        return glyph == "»" or (ends and glyph != "«")
    return before not in BRACKETS and (not after.isalnum() or before in STOPS or glyph in "”»")


def _may_belong(text: str, glyph: str, before: str, start: int, end: int) -> bool:
    """Tell whether a closing mark may belong to the word before it: the workers' rights, a pipe of 12"."""
    if before.isdigit():
        return glyph in ("'", "’", '"', "”", "''")
    if glyph not in "'’":
        return False
    word_follows = text[end : end + 1].isspace() and text[end + 1 : end + 2].isalpha()
    return before.isspace() or (word_follows and bool(DROPPED.search(text[max(0, start - DROPPED_LENGTH) : start])))


def _halved(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """Split two single marks side by side unless such a pair opens a quotation, or closes one."""
    found: list[Mark] = []
    depth = 0
    for at, mark in enumerate(marks):
        ends = depth > 0 and mark.closes
        if mark.glyph in DOUBLED and not ends and not (mark.opens and _is_double(marks[at : at + REACH])):
            found += _halves(text, mark)
            continue
        if mark.glyph in DOUBLED or mark.glyph == "``":
            depth += -1 if ends else 1
        found.append(mark)
    return found


def _is_double(marks: Sequence[Mark]) -> bool:
    """Tell whether the first of some marks is one rather than two: another such closes, or no single one does."""
    if any(mark.glyph in DOUBLED and mark.closes for mark in marks[1:]):
        return True
    singles = [mark for mark in marks if mark.kind == "single" and not mark.doubtful]
    return sum(mark.closes for mark in singles) <= sum(mark.opens for mark in singles)


def _halves(text: str, mark: Mark) -> Iterator[Mark]:
    """Yield the two marks that look like one."""
    for at in (mark.start, mark.start + 1):
        if half := _mark(text, at, at + 1):
            yield half
