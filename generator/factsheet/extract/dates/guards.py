"""Extraction, dates: tests of the surroundings that tell a date from a number, a name, a verb, a duration or a set."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from factsheet.extract.dates.context import head_of, tense_at
from factsheet.extract.dates.grammar import Candidate
from factsheet.extract.dates.lexer import Lexemes
from factsheet.language.tables import read_table
from factsheet.model import Tense

NUMERIC_ENTITIES = frozenset({"CARDINAL", "QUANTITY", "MONEY", "PERCENT"})
NAME_ENTITIES = frozenset({"PERSON", "ORG", "WORK_OF_ART", "PRODUCT", "FAC"})
POSSESSIVES = frozenset({"my", "your", "his", "her", "its", "our", "their"})
YEAR_LINKS = frozenset({"-", "–", "—", "to", "or", "and"})
MODERN = range(1200, 2101)  # years that may stand without a preposition


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate in its document."""

    doc: Doc
    lexemes: Lexemes
    candidate: Candidate
    language: str
    starts: tuple[int, ...]  # of the tokens, in characters

    def tokens(self) -> list[Token]:
        """Return the tokens that the candidate covers."""
        first = bisect_right(self.starts, self.lexemes.starts[self.candidate.first]) - 1
        last = bisect_right(self.starts, self.lexemes.ends[self.candidate.last - 1] - 1)
        return list(self.doc[max(first, 0) : last])

    def before(self, distance: int = 1) -> str:
        """Return a word before the candidate, lower case."""
        return self.lexemes.word(self.candidate.first - distance).lower()

    def after(self, distance: int = 1) -> str:
        """Return a word behind the candidate, lower case."""
        return self.lexemes.word(self.candidate.last - 1 + distance).lower()

    def has(self, slot: str, *values: str) -> bool:
        """Tell whether a slot is filled, with one of the values where any are given."""
        found = self.candidate.slots.get(slot)
        return found is not None and (not values or found in values)

    def is_cue(self, word: str, name: str) -> bool:
        """Tell whether a word belongs to a class of `date_cues`."""
        return word in cue_words(self.language, name)

    def tense(self) -> Tense:
        """Return the tense of the governing verb."""
        return tense_at(head_of(self.tokens()), self.language)


Guard = Callable[[Place], bool]


@cache
def cue_words(language: str, name: str) -> frozenset[str]:
    """Return one class of the words around dates."""
    return frozenset(row["word"] for row in read_table(language, "date_cues") if row["class"] == name)


def is_allowed(place: Place) -> bool:
    """Tell whether a candidate stands in surroundings that let it be a date."""
    if place.is_cue(place.before(), "set") and not place.has("year"):
        return False
    guard = GUARDS.get(place.candidate.production.guard)
    return guard is None or guard(place)


def is_day_range(place: Place) -> bool:
    """Want "between" before "and": "between May 3 and 5" is a range, "May 3 and 5" are two days."""
    words = [place.lexemes.word(i).lower() for i in range(place.candidate.first, place.candidate.last)]
    return "and" not in words or words[0] == "between"


def is_bare_year(place: Place) -> bool:
    """Tell a year from a number: "in 2014", "the 2014 protests", "(2014)", never "$2014" or "2014 people"."""
    before, token = place.before(), place.tokens()[-1]
    if place.is_cue(before, "count") or place.after() == "%" or counts(token, before):
        return False
    ranged = before in YEAR_LINKS and place.before(2).isdigit()
    ranged = ranged or (place.after() in YEAR_LINKS and is_year(place.after(2)))
    if ranged or place.is_cue(before, "year lead"):
        return True
    return int(place.candidate.slots["year"]) in MODERN and token.ent_type_ not in NUMERIC_ENTITIES


def is_year(word: str) -> bool:
    """Tell whether a word is a number of four digits."""
    return len(word) == 4 and word.isdigit()


def counts(token: Token, before: str) -> bool:
    """Tell whether a number counts what follows: "2000 people", but not "the 2012 Games"."""
    counted = token.dep_ == "nummod" and token.head.i > token.i and token.head.tag_ == "NNS"
    return counted and before not in POSSESSIVES | {"the", "s"}


def is_small_year(place: Place) -> bool:
    """Want a preposition of time and the entity recogniser's word for a year of three digits: "in 348"."""
    token, before = place.tokens()[-1], place.before()
    named = token.ent_type_ == "DATE" or (before == "in" and token.dep_ == "pobj" and not list(token.children))
    led = place.is_cue(before, "term") or before in {"about", "around"}
    return led and named and not counts(token, before)


def is_approximate_year(place: Place) -> bool:
    """Want "about 1850" not to count what follows."""
    word, token = place.lexemes.word(place.candidate.first).lower(), place.tokens()[-1]
    if word in {"c", "ca", "circa"}:
        return True
    led = word in {"about", "around", "approximately", "roughly"} and token.ent_type_ not in NUMERIC_ENTITIES
    return led and not counts(token, word)


def is_decade(place: Place) -> bool:
    """Tell "the 80s" from an age: "in her 80s"."""
    return place.before() not in POSSESSIVES


def is_year_span(place: Place) -> bool:
    """Want the second year after the first: "2010-12" is a span, "2010-05" was read as a month."""
    start, end = place.candidate.slots["year"], place.candidate.slots["year_end"]
    return (start[: 4 - len(end)] + end) > start and not place.is_cue(place.before(), "count")


def is_bare_month(place: Place) -> bool:
    """Tell a month from a verb and a name: "in May", never "may", "Theresa May" or "April Jones"."""
    token = place.tokens()[-1]
    if token.pos_ in {"AUX", "VERB"} or token.ent_type_ in NAME_ENTITIES or token.text.islower():
        return False
    led = place.is_cue(place.before(), "lead") or place.has("qualifier")
    return token.ent_type_ == "DATE" or (led and token.dep_ in {"pobj", "compound", "nmod", "npadvmod"})


def is_month_name(place: Place) -> bool:
    """Tell "that May" from a name behind a conjunction: "said that May would resign"."""
    return place.tokens()[0].dep_ != "mark" and place.tokens()[-1].ent_type_ not in NAME_ENTITIES


def is_month_day(place: Place) -> bool:
    """Tell a day from a count and a name: "May 3", never "March 3,000" or "5 May Street"."""
    words = place.tokens()
    if any(token.pos_ in {"AUX"} for token in words):
        return False
    return place.after() != "%" and not (place.after() in {":", "."} and place.after(2).isdigit())


def is_day_month(place: Place) -> bool:
    """Tell "on 17 September" from "of 12 May contracts"."""
    return is_month_day(place) and not (place.before() in {",", "."} and place.before(2).isdigit())


def is_weekday(place: Place) -> bool:
    """Tell a day of the week that is meant from a set, a feast and a name: never "every Monday", "Black Friday"."""
    token = place.tokens()[-1]
    before, last = place.before(), place.lexemes.word(place.candidate.last - 1)
    if (place.has("part") and last.istitle()) or (place.after() == "the" and place.after(2)[:1].isdigit()):
        return False  # titles: "Saturday Morning Cartoons", "Friday the 13th"
    return not (place.is_cue(before, "feast") or before in {"a", "an", "some"} or token.ent_type_ in NAME_ENTITIES)


def is_deictic(place: Place) -> bool:
    """Tell the day of writing from "nowadays": "said today" is a day, "the size it is today" is none."""
    word = place.lexemes.word(place.candidate.first).lower()
    if word != "today":
        return place.tokens()[0].ent_type_ not in NAME_ENTITIES
    return place.tense() is not Tense.NONE and place.before() not in {"of", "still", "even", "known"}


def is_shifted_unit(place: Place) -> bool:
    """Tell "last week" from durations: "past week" and "last day" name no date."""
    word = place.lexemes.word(place.candidate.last - 2).lower()
    return word != "past" and (not place.has("unit", "day"))


def is_definite_unit(place: Place) -> bool:
    """Tell "the last week" from "for the last week", a duration, and "the next day", which hangs on another day."""
    duration = place.is_cue(place.before(), "duration")
    word = place.lexemes.word(place.candidate.last - 2).lower()
    return not duration and word not in {"past", "next"} and not place.has("unit", "day")


def is_neighbouring_unit(place: Place) -> bool:
    """Tell "the following year" from "the same century"; "same day" wants its article."""
    first = place.lexemes.word(place.candidate.first).lower()
    return first in {"the", "that", "this", "following"}


def is_next_part(place: Place) -> bool:
    """Want an article: "the next morning", "the same night"."""
    return place.lexemes.word(place.candidate.first).lower() in {"the", "that"}


def is_next_day(place: Place) -> bool:
    """Want a day, or a preposition that makes no duration: "the next day", never "over the next year"."""
    return not place.is_cue(place.before(), "duration") or place.has("unit", "day")


def is_future(place: Place) -> bool:
    """Tell "will meet in two weeks" from "was built in two weeks", a duration."""
    return place.tense() is Tense.FUTURE


def is_later(place: Place) -> bool:
    """Tell "two years on, ..." from "two years on the job"."""
    return place.lexemes.word(place.candidate.last - 1).lower() != "on" or not place.after().isalnum()


def is_day_number(place: Place) -> bool:
    """Tell "on the 17th" from "on the 17th floor"."""
    token = place.tokens()[-1]
    return token.head.i < token.i


def is_season(place: Place) -> bool:
    """Tell the season from a verb: "prices will fall next year", "hopes that spring this year from need"."""
    return all(token.tag_ not in {"VB", "VBP"} for token in place.tokens())


def is_round_year(place: Place) -> bool:
    """Tell "the 1930's" from "the 1936's": decades end in a nought."""
    return place.candidate.slots["decade"].endswith("0")


def is_long_unit(place: Place) -> bool:
    """Tell "the end of the year" from "at the end of the day", a manner of speaking."""
    return not place.has("unit", "day")


GUARDS: dict[str, Guard] = {
    "approximate year": is_approximate_year,
    "bare month": is_bare_month,
    "bare year": is_bare_year,
    "day month": is_day_month,
    "day number": is_day_number,
    "day range": is_day_range,
    "decade": is_decade,
    "definite unit": is_definite_unit,
    "deictic": is_deictic,
    "future": is_future,
    "later": is_later,
    "long unit": is_long_unit,
    "month day": is_month_day,
    "month name": is_month_name,
    "neighbouring unit": is_neighbouring_unit,
    "next day": is_next_day,
    "next part": is_next_part,
    "round year": is_round_year,
    "season": is_season,
    "shifted unit": is_shifted_unit,
    "small year": is_small_year,
    "weekday": is_weekday,
    "year span": is_year_span,
}
