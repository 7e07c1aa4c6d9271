"""Quotation marks: which of them are paired, which are no marks, and what an odd one costs."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factsheet.extract.marks import pair_marks

# A segment stands in ⟦ ⟧, with a + behind it where it runs on in the next paragraph; a † stands before an odd mark.
READ = {
    "guillemets as French sets them": "« ⟦We ask⟧ », they wrote, « ⟦and wait⟧ ».",
    "no-break spaces inside": "«\u00a0⟦We ask⟧\u202f», they wrote. L’«\u202f⟦Aube⟧\u202f» did.",
    "guillemets as German sets them": "»⟦We ask,⟧« they wrote. »⟦Who ›⟦hears⟧‹ us?⟧« Our »⟦how⟧«-questions.",
    "guillemets as Swedish sets them": "»⟦We ask⟧», they wrote.",
    "single guillemets inside": "«⟦He said ‹⟦wait⟧› and left,⟧» she said.",
    "a path is no quotation": "Home › News › Sports",
    "low and high marks": "„⟦We ask,⟧“ they wrote. „⟦Ja⟧”—so „⟦nein⟧“.",
    "two apostrophes as one mark": "''⟦We lost,⟧'' she said. ''⟦It's '⟦no⟧' again.⟧''",
    "three apostrophes": "''⟦He said, '⟦We lost,⟧'⟧'' she said.",
    "two curly apostrophes": "‘‘⟦We lost,⟧’’ she said.",
    "two grave accents": "``⟦We lost,⟧'' she said.",
    "straight marks in straight ones": "\"⟦He said '⟦wait⟧' and left,⟧\" she said.",
    "British marks and apostrophes": "‘⟦It’s the workers’ choice,⟧’ she said.",
    "a name behind a possessive": "‘⟦It’s the workers’ Union,⟧’ she said.",
    "an s that ends a quotation": "‘⟦He closed the doors⟧’ she said.",
    "a possessive inside other marks": "‘⟦He said “⟦the boys’ bus⟧” and left,⟧’ she said.",
    "dropped letters": "‘⟦We’re goin’ home, Guns n’ all,⟧’ he said.",
    "elisions": "Give ’em rock ’n’ roll; 'twas the '90s, the ‘68 flood, 'til dawn.",
    "an elision that opens": "'⟦Twas a bad night,⟧' he said. '⟦'Tis,⟧' he said.",
    "an elision behind an opening mark": "‘⟦’Tis a bad night,⟧’ he said.",
    "an elision inside": "'⟦Give 'em hell,⟧' he said.",
    "a letter of Arabic names": "We met ‘Ali Hassan, whom they called ‘⟦a friend of all men⟧’.",
    "the same inside a quotation": "‘⟦We met ‘Ali Hassan,⟧’ he said.",
    "a genitive behind a mark": 'The “⟦Aurora⟧”’s band, the "⟦Aurora⟧"\'s crew.',
    "feet and inches": "A 6' fence, 6'2\" high, 5' 11\" wide, 12' 30\" north.",
    "inches in curly marks": '“⟦The pipe is 12" wide,⟧” he said.',
    "inches in straight marks": '"⟦The pipe is 12" wide,⟧" he said.',
    "curly inches": "“⟦The pipe is 12” wide,⟧” he said.",
    "a year that ends a quotation": "\"⟦We won in 2012⟧\" he said. '⟦And in 2013⟧' too.",
    "a number that ends a nested one": "“⟦We saw “⟦Apollo 13⟧” twice,⟧” he said.",
    "dashes and ellipses": '“⟦We\'re go—⟧” he said. “⟦—and then…⟧” "⟦No—⟧" she said. "⟦... no?⟧"',
    "a spaced ellipsis": '"⟦. . . and then,⟧" he said.',
    "words that begin with a full stop": '"⟦.com⟧" and "⟦.@mayor left⟧"',
    "brackets": '“⟦[He] did⟧” (“⟦sic⟧”) “⟦no⟧”[1] “⟦so⟧” (note) "⟦so.⟧"2',
    "emoji and digits": '“⟦🙂 5 days 🙂⟧” 🙂"⟦We won,⟧" 😀“⟦6⟧”',
    "emphasis": '*"⟦We won,⟧"* he said. _“⟦Yes⟧”_',
    "attributes": '<a href="x" id="7">“⟦We won⟧”</a>',
    "marks that do not match": '“⟦We won⟧" he said. "⟦We lost⟧” too.',
    "no space behind a mark": "“⟦We won.⟧”He left. “⟦No⟧”Then.",
    "an opening mark that closes": "“⟦It is 51 percent.⟧“ He left. ‘⟦Yes⟧‘ he said. “⟦No.⟧“[1]",
    "a closing mark that opens": "”⟦What is this?⟧” He said ”⟦no⟧” and left.",
    "a closing mark behind a space": "“⟦We lost.⟧ ” He left. “⟦It snowed.⟧ “ He left. “⟦So.⟧ ”He left.",
    "straight marks with spaces inside": '" ⟦We lost⟧ " he said. "⟦It snowed,⟧ " she said.',
    "the same marks nested": '"⟦He told me "⟦go home⟧" and left,⟧" she said.',
    "a closing mark too many": "“⟦It is dry,⟧” he said.†” It was.",
    "a closing mark alone": "We walked,†” she said. We walked,†’ she said. We walked †», she said.",
    "an opening mark alone": "He said: †“⟦We never signed.⟧",
    "a French one alone": "†« ⟦We ask, they wrote.⟧",
    "a second opening mark": "†“⟦We lost, he said.⟧ “⟦It snowed,⟧” she said.",
    "a second one inside a sentence": "“⟦He called me a †“liar and a thief,⟧” she said.",
    "an inner single mark left open": "“⟦He said, †‘⟦Take it,⟧⟧” she said.",
    "an inner straight mark left open": "“⟦He said, †'⟦Take it,⟧⟧” she said.",
    "an inner double mark left open": '"⟦He said †“⟦go,⟧⟧" she said.',
    "a single mark left open": "He said: †‘We never signed.",
    "a mark that opens twice": '’†"’†"',
    "paragraphs": "“⟦We lost.⟧+\n\n“⟦It snowed.⟧+\n\n“⟦It was late,⟧” he said.",
    "British paragraphs": "‘⟦We lost. It’s so.⟧+\n\n‘⟦It snowed,⟧’ he said.",
    "paragraphs of a nested one": "“⟦He said, ‘⟦We lost.⟧+⟧+\n“⟦‘⟦It snowed.⟧’⟧” He left.",
    "French paragraphs": "« ⟦We lost.⟧+\n» ⟦It snowed.⟧+\n» ⟦It was late⟧ », he said.",
    "French paragraphs of another house": "« ⟦We lost.⟧+\n« ⟦It was late⟧ », he said.",
    "apostrophes two at a time": "''⟦We lost.⟧+\n\n''⟦It snowed,⟧'' he said.",
    "a paragraph with a speaker of its own": "“⟦We lost, Ayla said.⟧+\n“⟦It snowed,⟧” Tomas said.",
    "a paragraph with marks of another kind": "†“⟦We lost.⟧\n‘⟦It snowed,⟧’ he said.",
}


@pytest.mark.parametrize("written", READ.values(), ids=READ)
def test_marks_are_read(written: str) -> None:
    assert shown(re.sub(r"⟦|⟧\+?|†", "", written)) == written


@pytest.mark.parametrize("written", READ.values(), ids=READ)
def test_only_a_segment_that_nothing_closes_is_odd_or_runs_on(written: str) -> None:
    marks = pair_marks(re.sub(r"⟦|⟧\+?|†", "", written))
    odd = {oddity.span.start for oddity in marks.oddities}
    for segment in marks.segments:
        assert segment.closed is (segment.span.end < segment.outer.end)
        assert segment.closed is not (segment.continues or segment.outer.start in odd)


def shown(text: str) -> str:
    """Write into a text what is found in it, as the table does."""
    marks = pair_marks(text)
    notes = [(oddity.span.start, 2, "†") for oddity in marks.oddities]
    for number, segment in enumerate(marks.segments):
        words = segment.span.of(text)
        start = segment.span.start + len(words) - len(words.lstrip())
        notes.append((start, 3 + number, "⟦"))
        notes.append((start + len(words.strip()), -number, "⟧+" if segment.continues else "⟧"))
    for at, _, note in sorted(notes, reverse=True):
        text = text[:at] + note + text[at:]
    return text


# ---------------------------------------------------------------- laws

HOUSES = (  # the marks of a quotation, and of one inside it
    ("“{}”", "‘{}’"), ("‘{}’", "“{}”"), ('"{}"', "'{}'"), ("'{}'", '"{}"'), ("''{}''", "'{}'"), ("``{}''", "'{}'"),
    ("„{}“", "‚{}‘"), ("„{}”", "‚{}’"), ("»{}«", "›{}‹"), ("«{}»", "‹{}›"), ("«{}»", "“{}”"), ("« {} »", "“{}”"),
    ("«\u202f{}\u202f»", "‹\u202f{}\u202f›"),
)  # fmt: skip
PLAIN = st.sampled_from(
    (
        "we left",
        "it’s the workers’ bus",
        "in '09, rock ’n’ roll",
        'a pipe of 12" or 6\'2"',
        "[No] 5 of 🙂",
        "give 'em time",
    )
)
ENDED = PLAIN.map("{},".format)
TREE = st.lists(st.tuples(PLAIN, ENDED, st.lists(st.tuples(PLAIN, ENDED), max_size=2)), max_size=3)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(HOUSES), TREE)
@example(("'{}'", '"{}"'), [("we left", "it’s the workers’ bus,", [])])
def test_what_is_set_with_care_is_read_as_it_was_set(
    house: tuple[str, str], tree: list[tuple[str, str, list[tuple[str, str]]]]
) -> None:
    """Whatever the house's marks: no quotation is missed or made up, none is left open, and no mark is odd."""
    outer, inner = (marks.format("⟦{}⟧") for marks in house)
    quotations = [
        " ".join([words, *(f"and {inner.format(f'{first}, {last}')}" for first, last in nested), end])
        for words, end, nested in tree
    ]
    written = "".join(f"{outer.format(quotation)} said Ayla Demir. " for quotation in quotations)
    assert shown(re.sub("[⟦⟧]", "", written)) == written


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="\"“”«»‘’'‹› \n.,:aS5[]", max_size=40))
def test_an_odd_mark_is_told_once_and_closes_nothing(text: str) -> None:
    """An oddity is a mark, told once, that is neither end of a closed segment."""
    marks = pair_marks(text)
    odd = [oddity.span for oddity in marks.oddities]
    assert len(set(odd)) == len(odd)
    assert all(span.of(text).strip() for span in odd)
    closed = [segment for segment in marks.segments if segment.closed]
    ends = {at for segment in closed for at in (segment.outer.start, segment.span.end)}
    assert not ends & {span.start for span in odd}


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="\"“”«»‘’'‹› ,:!aS[]", max_size=30), st.sampled_from(("\u200b", "\u2060", "\u200e", "\u202a")))
def test_what_is_not_seen_pairs_nothing(text: str, unseen: str) -> None:
    """Marks of direction and joiners in front of quotation marks change nothing of what holds a word."""
    text = re.sub("(?<=[\"“”«»‘’'‹›])(?=[\"“”«»‘’'‹›])", " ", text)  # between two marks it would itself be quoted
    padded = re.sub('["“”«»‹›]', lambda mark: unseen + mark.group(), text)
    assert [(c, w.replace(unseen, "").strip()) for c, w in worded(padded)] == [(c, w.strip()) for c, w in worded(text)]


def worded(text: str) -> list[tuple[bool, str]]:
    found = ((segment.closed, segment.span.of(text)) for segment in pair_marks(text).segments)
    return [(closed, words) for closed, words in found if re.search(r"\w", words)]
