"""Extraction, dates: tests of the surroundings that tell a date from a number, a name, a verb, a duration or a set."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from factsheet.extract.dates.context import (
    VERBAL,
    cues,
    governors,
    head_of,
    is_lasting,
    is_present,
    tense_at,
    verb_tense,
)
from factsheet.extract.dates.grammar import Candidate, load_grammar
from factsheet.extract.dates.lexer import Lexemes
from factsheet.model import Tense

NUMERIC_ENTITIES = frozenset({"CARDINAL", "QUANTITY", "MONEY", "PERCENT"})
NAME_ENTITIES = frozenset({"PERSON", "ORG", "WORK_OF_ART", "PRODUCT", "FAC"})
POSSESSIVES = frozenset({"my", "your", "his", "her", "its", "our", "their"})
LIST_MARKS = frozenset({"and", "or", "/", "&", ",", "-", "–"})
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
    ancient: bool = False  # whether the document has told a year of three digits beyond doubt

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
        return word in cues(self.language, name)

    def tense(self) -> Tense:
        """Return the tense of the governing verb."""
        return tense_at(head_of(self.tokens()), self.language)


Guard = Callable[[Place], bool]


def is_allowed(place: Place) -> bool:
    """Tell whether a candidate stands in surroundings that let it be a date."""
    if is_in_set(place) and not place.has("year"):
        return False
    guard = GUARDS.get(place.candidate.production.guard)
    return guard is None or guard(place)


def is_in_set(place: Place) -> bool:
    """Tell a repetition: "every Monday", and the second day in "every Saturday and Sunday"."""
    days, at = load_grammar(place.language).vocabulary.classes["weekday"], place.candidate.first - 1
    while at > 0 and place.lexemes.word(at).lower() in LIST_MARKS and place.lexemes.codes[at - 1] in days:
        at -= 2
    return place.is_cue(place.lexemes.word(at).lower(), "set")


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
    if int(place.candidate.slots["year"]) not in MODERN:
        return False
    return token.ent_type_ not in NUMERIC_ENTITIES or is_before_name(place)


def is_before_name(place: Place) -> bool:
    """Tell the year of what bears a name from a number: "the 2017 Brit Awards", but not "the 1500 Swedes"."""
    token = place.tokens()[-1]
    following = token.nbor() if token.i + 1 < len(token.doc) else token
    return place.before() == "the" and following.pos_ == "PROPN" and following.ent_type_ != "NORP"


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
    return led and (named or place.ancient) and not counts(token, before)


def is_approximate_year(place: Place) -> bool:
    """Want "about 1850" not to count what follows."""
    word, token = place.lexemes.word(place.candidate.first).lower(), place.tokens()[-1]
    if word in {"c", "ca", "circa"}:
        return True
    led = word in {"about", "around", "approximately", "roughly"}
    return led and (token.ent_type_ not in NUMERIC_ENTITIES or place.ancient) and not counts(token, word)


def is_short_year(place: Place) -> bool:
    """Want a preposition of time before "'68", or another such year: "in '80 and '84"."""
    before = place.before()
    linked = before in YEAR_LINKS | {","} and place.before(2)[:1] in {"'", "’"} and place.before(2)[1:].isdigit()
    return linked or place.is_cue(before, "year lead")


def is_decade(place: Place) -> bool:
    """Tell "the 80s" from an age and a percentage: "in her 80s", "unemployment in the mid-30s"."""
    bare = place.lexemes.word(place.candidate.last - 1) in {"20s", "30s", "40s", "50s"} and place.has("qualifier")
    return not bare and place.before() not in POSSESSIVES


def is_year_span(place: Place) -> bool:
    """Want the second year after the first: "2010-12" is a span, "2010-05" was read as a month."""
    start, end = place.candidate.slots["year"], place.candidate.slots.get("year_end", "")
    if not end:  # "the 2010-12 accounts", which has the form of a month
        end = place.candidate.slots["month"]
        if head_of(place.tokens()).head.i <= place.tokens()[-1].i:
            return False
    return (start[: 4 - len(end)] + end) > start and not place.is_cue(place.before(), "count")


def is_short_span(place: Place) -> bool:
    """Tell "1871 – 72" from the years of a life: "1871 – 30 September 1920"."""
    months = load_grammar(place.language).vocabulary.classes["month"]
    following = place.lexemes.codes[place.candidate.last : place.candidate.last + 1]
    return place.candidate.slots["year_end"] > place.candidate.slots["year"][2:] and following not in tuple(months)


def is_bare_month(place: Place) -> bool:
    """Tell a month from a verb and a name: "in May", never "may", "Theresa May" or "April Jones"."""
    token = place.tokens()[-1]
    if token.pos_ in {"AUX", "VERB"} or token.ent_type_ in NAME_ENTITIES or token.text.islower():
        return False
    if token.dep_ == "nsubj" and (
        token.head.lemma_.lower() in cues(place.language, "report")
        or any(child.tag_ == "MD" for child in token.head.children)
    ):
        return False  # "Aides said that May would resign"
    led = place.is_cue(place.before(), "lead") or place.has("qualifier")
    return token.ent_type_ == "DATE" or (led and token.dep_ in {"pobj", "compound", "nmod", "npadvmod"})


def is_month_name(place: Place) -> bool:
    """Tell "that May" from a name behind a conjunction: "said that May would resign"."""
    return place.tokens()[0].dep_ != "mark" and place.tokens()[-1].ent_type_ not in NAME_ENTITIES


def is_neighbour(place: Place) -> bool:
    """Tell "the following Monday" from "Following Monday's debate, ..."."""
    first = place.lexemes.word(place.candidate.first).lower()
    return first in {"the", "that", "same"} and is_month_name(place)


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
    if is_bestowed(place):
        return False
    if word != "today":
        return place.tokens()[0].ent_type_ not in NAME_ENTITIES
    if place.before() in {"of", "still", "even", "known"}:
        return False
    head = head_of(place.tokens())
    verb = next((token for token in governors(head) if token.pos_ in VERBAL), None)
    if verb is not None and is_present(verb) and verb_tense(verb, head, head, place.language) is None:
        return not is_lasting(verb, place.language)
    return place.tense() is not Tense.NONE


def is_bestowed(place: Place) -> bool:
    """Tell a name and a noun from a day: "USA Today", "a brighter tomorrow"."""
    token = place.tokens()[0]
    before = token.nbor(-1) if token.i and not token.is_sent_start else token
    name = token.text[0].isupper() and before.text[0].isupper() and before.i < token.i
    return name or (before.i < token.i and before.tag_ in {"JJ", "JJR", "DT", "PRP$"})


def is_shifted_unit(place: Place) -> bool:
    """Tell "last week" from durations: "past week" and "last day" name no date."""
    word = place.lexemes.word(place.candidate.last - 2).lower()
    duration = place.before() == "the" and place.is_cue(place.before(2), "duration")
    return word != "past" and not duration and not place.has("unit", "day")


def is_quarter_alone(place: Place) -> bool:
    """Tell a quarter of the year from "the second quarter of the match"."""
    return place.after() != "of"


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
    return place.tense() in {Tense.FUTURE, Tense.LATER}


def is_later(place: Place) -> bool:
    """Tell "two years on, ..." from "two years on the job"."""
    return place.lexemes.word(place.candidate.last - 1).lower() != "on" or not place.after().isalnum()


def is_event(place: Place) -> bool:
    """Tell "a day ahead of the vote" from "a day ahead of schedule"."""
    return not place.is_cue(place.after(), "no event")


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
    "event": is_event,
    "future": is_future,
    "later": is_later,
    "long unit": is_long_unit,
    "month day": is_month_day,
    "month name": is_month_name,
    "neighbour": is_neighbour,
    "neighbouring unit": is_neighbouring_unit,
    "next day": is_next_day,
    "next part": is_next_part,
    "quarter alone": is_quarter_alone,
    "round year": is_round_year,
    "season": is_season,
    "shifted unit": is_shifted_unit,
    "short span": is_short_span,
    "short year": is_short_year,
    "small year": is_small_year,
    "weekday": is_weekday,
    "year span": is_year_span,
}
