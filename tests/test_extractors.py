"""Extractors of other packages: what they propose is published where the text bears it out, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import BuildTree
from extending import Add, adding
from factsheet import pipeline
from factsheet.config import Settings
from factsheet.errors import SettingsError
from factsheet.extract import leave_unread
from factsheet.extract.clutter import find_clutter
from factsheet.front_matter import written_values
from factsheet.model import (
    Asked,
    Document,
    Form,
    Kind,
    Mentions,
    Metadata,
    ProposedActor,
    ProposedDate,
    ProposedQuote,
    Span,
    Words,
)
from factsheet.proposed import propose
from factsheet.proposed.asking import MOST_TOLD

LOG = (
    "[2024.05.03 14:02] <Lena Ort> The wall will not hold the winter.\n\n[2024.05.03 14:03] <Tom Weller> ok\n\n"
    "“It floods,” said Mira Halabi, the mayor, on 2 May 2024.\n"
)
TEXT = (
    "BERLIN (dpa) - The harbour of Lindenau is closed.\n\n"
    "“It floods,” said Mira Halabi, the mayor, on 2 May 2024. She insisted that the wall was never safe.\n\n"
    "Jonas Lund: The fields are dry.\nAda Holm: They are not.\n\nThe ship left in 2023.\n"
)
MONTHS = tuple((name,) for name in ("january", "february", "march", "april", "may", *"efghijk"))


def project(build_tree: BuildTree, extractors: str, seeds: Mapping[str, str] = {"chat": LOG}) -> Path:
    its = "".join(f"      {line}\n" for line in extractors.splitlines())
    head = "site_name: T\nmarkdown_extensions: [attr_list]\nextra:\n  factsheet:\n    extractors:\n"
    return build_tree({"mkdocs.yml": head + its, **{f"seeds/{name}.txt": text for name, text in seeds.items()}})


def document(text: str = TEXT) -> Document:
    return Document(id="one", path="seeds/one.txt", text=text, sha256="", metadata=Metadata())


def at(words: str, text: str = TEXT) -> Words:
    return Words(text.index(words), words)


def proposed(*proposals: object, found: Mentions | None = None, text: str = TEXT) -> Mentions:
    one = Asked(name="liar", identity="liar (theirs 1.0)", find=lambda *_: proposals)  # type: ignore[arg-type, return-value]
    return propose(document(text), found or leave_unread(document(text)), [one], MONTHS)


# ---------------------------------------------------------------- what holds is told, with who found it


def test_what_an_extractor_finds_is_told_like_any_fact_with_its_name(build_tree: BuildTree, add: Add) -> None:
    add("extractors", "chats", "chats", package="chat_logs")
    tree = project(build_tree, "chats:")
    result = pipeline.generate(tree)
    assert [str(one) for one in (*result.findings, *result.errors)] == []
    quotes = {quote.words.text: quote for quote in result.facts.quotes}
    theirs, ours = quotes["The wall will not hold the winter."], quotes["It floods,"]
    assert (theirs.speaker and theirs.speaker.actor, theirs.found_by, ours.found_by) == ("lena-ort", "chats", "")
    front = written_values((tree / f"docs/quotes/{theirs.id}.md").read_text(encoding="utf-8"))
    assert front["found_by"] == "chats"
    assert "found_by" not in written_values((tree / f"docs/quotes/{ours.id}.md").read_text(encoding="utf-8"))
    day = (tree / "docs/dates/2024-05-03.md").read_text(encoding="utf-8")
    assert written_values(day)["found_by"] == ["chats"]
    assert "Found by the extractor chats, not by Factsheet itself." in day
    assert ",chats\r\n" in (tree / "docs/data/quotes.csv").read_bytes().decode()
    assert '"found_by": "chats"' in (tree / "docs/data/facts.json").read_text(encoding="utf-8")
    assert '"found_by":"chats"' in str(next(iter(pipeline.extract([tree / "seeds/chat.txt"], tree))))
    assert [str(one) for one in pipeline.check(tree) if one.error] == []


def test_without_a_name_in_the_settings_nobody_is_asked(build_tree: BuildTree, add: Add) -> None:
    add("extractors", "chats", "chats", "raise SystemError('asked')", package="chat_logs")
    tree = build_tree({"mkdocs.yml": "site_name: T\nmarkdown_extensions: [attr_list]\n", "seeds/chat.txt": LOG})
    assert {quote.found_by for quote in pipeline.generate(tree).facts.quotes} == {""}


def test_the_settings_of_an_extractor_are_handed_to_it(build_tree: BuildTree, add: Add) -> None:
    add("extractors", "chats", "chats", package="chat_logs")
    facts = pipeline.generate(project(build_tree, "chats: {least: 1}")).facts
    assert "ok" in {quote.words.text for quote in facts.quotes}


# ---------------------------------------------------------------- an extractor that lies can publish nothing

LIES: Sequence[tuple[object, str]] = [
    ("“The wall was never safe,”", "proposed str, expected a quote, an actor or a date"),
    (ProposedQuote(words=Words(0, "We lied."), form=Form.DIRECT), "“We lied.”, which do not stand at 0, nor anywhere"),
    (ProposedQuote(words=Words(3, "It floods,"), form=Form.DIRECT), "which do not stand at 3, but at 52"),
    (ProposedQuote(words=Words(-9, "It floods,"), form=Form.DIRECT), "which do not stand at -9"),
    (ProposedQuote(words=Words(10**30, "It floods,"), form=Form.DIRECT), ", but at 52"),
    (ProposedQuote(words=Words("1", "It floods,"), form=Form.DIRECT), "that is none"),  # type: ignore[arg-type]
    (ProposedQuote(words=Words(52, "It flood"), form=Form.DIRECT), "begin or end within a word"),
    (ProposedQuote(words=at(" said "), form=Form.DIRECT), "expected words without blanks around them"),
    (ProposedQuote(words=at("“"), form=Form.DIRECT), "expected words without blanks around them"),
    (ProposedQuote(words=at("It floods,"), form=Form.INDIRECT), "which is quoted; expected the form direct or mixed"),
    (ProposedQuote(words=at("the wall was never safe"), form=Form.DIRECT), "around which no quotation marks stand"),
    (ProposedQuote(words=at("the wall was never safe"), form=Form.INDIRECT), "expected words in its own paragraph"),
    (
        ProposedQuote(words=at("the wall was never safe"), form=Form.INDIRECT, speaker=at("Jonas Lund")),
        "expected words in its own paragraph that name the speaker",
    ),
    (
        ProposedQuote(words=at("It floods,"), form=Form.DIRECT, speaker=Words(0, "Vladimir Putin")),
        "a speaker “Vladimir Putin”, which do not stand at 0, nor anywhere in the document",
    ),
    (
        ProposedQuote(words=at("It floods,"), form=Form.DIRECT, speaker=Words(52, "It")),
        "whose speaker “It” stands in the words themselves",
    ),
    (
        ProposedQuote(words=at("It floods,"), form=Form.DIRECT, cue=Words(0, "shouted")),
        "a cue “shouted”, which do not stand at 0",
    ),
    (
        ProposedQuote(
            words=at("The fields are dry.\nAda Holm: They are not."), form=Form.DIRECT, speaker=at("Jonas Lund")
        ),
        "around which no quotation marks stand",
    ),
    (ProposedQuote(words=at("dpa"), form=Form.MIXED), "what is no reporting, as a byline or a caption"),
    (ProposedQuote(words=at("It floods,"), form="shouted"), "that is none"),  # type: ignore[arg-type]
    (ProposedQuote(words=at("It floods,"), form=Form.DIRECT, confidence=7), "that is none"),
    (ProposedQuote(words=at("It floods,"), form=Form.DIRECT, confidence=float("nan")), "that is none"),
    (ProposedActor(words=at("harbour")), "which is no name, for none of its words has a capital"),
    (ProposedActor(words=Words(0, "Vladimir Putin")), "nor anywhere in the document"),
    (ProposedActor(words=at("Ada Holm: They are not.\n\nThe ship")), "or more than a paragraph"),
    (ProposedDate(words=at("2 May 2024"), value="2024-05-03"), "of which they do not say 3"),
    (ProposedDate(words=at("2 May 2024"), value="2024-06-02"), "of which they do not say the month"),
    (ProposedDate(words=at("in 2023"), value="2023-05"), "of which they do not say the month"),
    (ProposedDate(words=at("in 2023"), value="last year"), "expected a year, month or day"),
    (ProposedDate(words=at("The ship"), value="2023"), "of which they do not say 2023"),
    (None, "proposed NoneType"),
]


@pytest.mark.parametrize(("lie", "said"), LIES)
def test_what_the_text_does_not_bear_out_is_told_and_left_out(lie: object, said: str) -> None:
    found = replace(leave_unread(document()), clutter=find_clutter(TEXT, "en"))
    mentions = proposed(lie, found=found)
    (refusal,) = mentions.refused
    assert said in refusal.message
    assert refusal.message.startswith("the extractor liar (theirs 1.0) proposed ")
    assert "\n" not in refusal.message
    assert not refusal.failed
    assert replace(mentions, refused=()) == found


HONEST: Sequence[object] = [
    ProposedQuote(words=at("It floods,"), form=Form.DIRECT, speaker=at("Mira Halabi"), cue=at("said")),
    ProposedQuote(words=at("the wall was never safe"), form=Form.INDIRECT, speaker=at("She"), cue=at("insisted")),
    ProposedQuote(words=at("The fields are dry."), form=Form.DIRECT, speaker=at("Jonas Lund")),
    ProposedActor(words=at("Lindenau"), kind=Kind.ORGANIZATION),
    ProposedDate(words=at("2 May 2024"), value="2024-05-02"),
    ProposedDate(words=at("2 May 2024"), value="2024"),
]


@pytest.mark.parametrize("proposal", HONEST)
def test_what_the_text_bears_out_is_taken(proposal: object) -> None:
    mentions = proposed(proposal)
    assert mentions.refused == ()
    assert {one.found_by for one in (*mentions.actors, *mentions.quotes, *mentions.dates)} == {"liar"}


def test_what_we_found_ourselves_stays_ours() -> None:
    first = proposed(*HONEST)
    ours = replace(
        first,
        actors=tuple(replace(one, found_by="") for one in first.actors),
        quotes=tuple(replace(one, found_by="") for one in first.quotes),
        dates=tuple(replace(one, found_by="") for one in first.dates),
    )
    other = ProposedQuote(words=at("It floods,"), form=Form.MIXED, speaker=at("Jonas Lund"))
    assert proposed(*HONEST, other, found=ours) == ours


texts = st.text(alphabet="ab M“”.:\n2024", max_size=40) | st.just(TEXT)


@st.composite
def schemes(draw: st.DrawFn) -> tuple[str, tuple[object, ...]]:
    """A text, and proposals of its words at places that are right or wrong."""
    text = draw(texts)

    def words() -> Words:
        start = draw(st.integers(-2, len(text) + 2))
        end = draw(st.integers(start, start + 30))
        return Words(start + draw(st.sampled_from((0, 0, 0, 1))), text[max(start, 0) : max(end, 0)])

    def proposal() -> object:
        what = draw(st.sampled_from((ProposedQuote, ProposedActor, ProposedDate)))
        if what is ProposedQuote:
            speaker = words() if draw(st.booleans()) else None
            return ProposedQuote(words=words(), form=draw(st.sampled_from(Form)), speaker=speaker)
        if what is ProposedActor:
            return ProposedActor(words=words(), kind=draw(st.sampled_from(Kind)))
        return ProposedDate(words=words(), value=draw(st.sampled_from(("2024", "2024-02", "2024-02-20", "", "x"))))

    return text, tuple(proposal() for _ in range(draw(st.integers(0, 6))))


@settings(max_examples=300)
@given(schemes())
def test_whatever_is_proposed_every_fact_stands_in_the_text(scheme: tuple[str, tuple[object, ...]]) -> None:
    text, proposals = scheme
    mentions = proposed(*proposals, text=text)
    for one in (*mentions.actors, *mentions.dates):
        assert one.text == one.span.of(text)
        assert one.text.strip() == one.text != ""
    for quote in mentions.quotes:
        assert quote.pieces == (quote.span,)
        assert Span(0, len(text)).covers(quote.span)
        assert quote.form is not Form.INDIRECT or quote.speaker
        assert quote.speaker is None or not quote.speaker.overlaps(quote.span)
    spans = [one.span for one in mentions.quotes]
    assert not any(one.overlaps(other) for number, one in enumerate(spans) for other in spans[:number])
    taken = len(mentions.actors) + len(mentions.dates) + len(mentions.quotes)
    assert taken + len(mentions.refused) <= 2 * len(proposals), "a speaker may come with a quote, and no more"


LIAR = """
from factsheet.model import *
def make(**_):
    def find(text, language):
        yield ProposedQuote(words=Words(0, "I confess."), form=Form.DIRECT, speaker=Words(0, "Ada Stone"))
        yield ProposedQuote(words=Words(20, text[:30].strip()), form=Form.DIRECT)
        yield ProposedActor(words=Words(0, "Ada Stone"))
        yield ProposedDate(words=Words(0, text[:9].strip()), value="1999-01-01")
    return find
"""


def test_a_site_with_a_liar_is_the_site_without_it(build_tree: BuildTree, add: Add) -> None:
    add("extractors", "liar", "make", LIAR)
    plain = build_tree({"mkdocs.yml": "site_name: T\nmarkdown_extensions: [attr_list]\n", "seeds/chat.txt": LOG})
    pipeline.generate(plain)
    before = {path: path.read_bytes() for path in (plain / "docs").rglob("*") if path.is_file()}
    result = pipeline.generate(project(build_tree, "liar:"))
    assert {path: path.read_bytes() for path in (plain / "docs").rglob("*") if path.is_file()} == before
    assert [(one.path, one.line, one.error) for one in result.findings] == [("seeds/chat.txt", 1, False)] * 4
    again = pipeline.generate(plain)
    assert again.findings == result.findings, "what is remembered is told again"


def test_of_many_refusals_some_are_told_and_the_others_counted() -> None:
    mentions = proposed(*(["nothing"] * (MOST_TOLD + 7)))
    assert len(mentions.refused) == MOST_TOLD + 1
    assert mentions.refused[-1].message.startswith("7 more proposals of the extractor liar (theirs 1.0)")


def test_what_is_redacted_is_not_told_in_refusals(build_tree: BuildTree, add: Add) -> None:
    code = LIAR.replace('"I confess."', '"Mira Halabi"')
    add("extractors", "liar", "make", code)
    tree = project(build_tree, "liar:")
    settings_file = tree / "mkdocs.yml"
    settings_file.write_text(
        settings_file.read_text(encoding="utf-8") + "    redact: [Mira Halabi]\n", encoding="utf-8"
    )
    result = pipeline.generate(tree)
    assert "[redacted]" in " ".join(one.message for one in result.findings)
    assert "Mira Halabi" not in " ".join(one.message for one in result.findings)


# ---------------------------------------------------------------- an extractor that fails

FAILS = {
    "raises": "def make():\n    def find(text, language): raise KeyError('who')\n    return find",
    "raises late": "def make():\n    def find(*_):\n        yield None\n        raise KeyError('who')\n    return find",
    "exits": "import sys\ndef make(): return lambda *_: sys.exit('who')",
    "yields nothing": "def make(): return lambda *_: None",
}


@pytest.mark.parametrize("code", FAILS.values(), ids=FAILS)
def test_an_extractor_that_fails_costs_its_own_facts_only(build_tree: BuildTree, add: Add, code: str) -> None:
    add("extractors", "bad", "make", code)
    add("extractors", "chats", "chats", package="chat_logs")
    result = pipeline.generate(project(build_tree, "bad:\nchats:"))
    (finding,) = result.findings
    assert finding.code == "extractor-failed"
    assert finding.error
    assert "the extractor bad (theirs 1.0) failed (" in finding.message
    assert {quote.found_by for quote in result.facts.quotes} == {"", "chats"}


def test_one_that_fails_over_many_documents_is_told_once(build_tree: BuildTree, add: Add) -> None:
    add("extractors", "bad", "make", FAILS["raises"])
    result = pipeline.generate(
        project(build_tree, "bad:", {"one": LOG, "two": "It rained.\n", "three": "It snowed.\n"})
    )
    (finding,) = result.findings
    assert finding.message.endswith("; the next run asks it again; the same with 2 more")


def test_what_an_extractor_found_before_stays_while_it_fails_and_it_is_asked_again(
    build_tree: BuildTree, add: Add
) -> None:
    switch = build_tree({"answers": "yes"}) / "answers"
    code = (
        f"from pathlib import Path\nimport chat_logs\ndef make():\n    def find(text, language):\n"
        f"        if not Path({str(switch)!r}).exists(): raise OSError('away')\n"
        f"        return chat_logs.chats()(text, language)\n    return find"
    )
    add("extractors", "chats", "chats", package="chat_logs")
    add("extractors", "shaky", "make", code)
    tree = project(build_tree, "shaky:")
    (quote,) = (one for one in pipeline.generate(tree).facts.quotes if one.found_by)
    page = tree / f"docs/quotes/{quote.id}.md"
    switch.unlink()
    seed = tree / "seeds/chat.txt"
    seed.write_text(seed.read_text(encoding="utf-8") + "\nMira Halabi left.\n", encoding="utf-8")
    for _ in range(2):
        assert [one.code for one in pipeline.bring_up_to_date(tree).findings] == ["extractor-failed"]
        assert page.is_file()
    switch.touch()
    assert pipeline.bring_up_to_date(tree).findings == ()
    assert page.is_file()


@pytest.mark.parametrize(
    ("extractors", "code", "said"),
    [
        ("chatz:", "", "no installed package brings 'chatz', install it or delete the line; did you mean 'chats'?"),
        ("chats: {most: 3}", "", "chats (chat_logs 1.0) cannot be used with its settings (TypeError"),
        ("chats:", "import gone", "chats (chat_logs 1.0) cannot be loaded (ModuleNotFoundError"),
        ("chats:", "chats = 3", "is int; expected something to call"),
        ("chats:", "def chats(): return 3", "made int; expected something to call"),
        ("'a b': {}", "", "'a b' is no name of an extractor"),
    ],
)
def test_an_extractor_that_cannot_be_asked_is_told_with_its_line(
    build_tree: BuildTree, add: Add, extractors: str, code: str, said: str
) -> None:
    add("extractors", "chats", "chats", code, package="chat_logs")
    with pytest.raises(SettingsError) as caught:
        pipeline.generate(project(build_tree, extractors))
    assert said in caught.value.message
    assert caught.value.line == 6


# ---------------------------------------------------------------- what is remembered

COUNTING = """
from pathlib import Path
def make(**_):
    def find(text, language):
        with Path({!r}).open("a") as file: file.write("x")
        return ()
    return find
"""


def test_an_extractor_is_asked_once_of_a_text_and_anew_with_other_settings_or_a_new_version(
    build_tree: BuildTree, tmp_path_factory: pytest.TempPathFactory
) -> None:
    count = tmp_path_factory.mktemp("count") / "asked"

    def asked(tree: Path) -> int:
        count.write_text("", encoding="utf-8")
        pipeline.generate(tree)
        return len(count.read_text(encoding="utf-8"))

    for version, expected in (("1.0", 1), ("2.0", 1)):
        with adding(tmp_path_factory.mktemp("packages")) as add:
            add("extractors", "chats", "make", COUNTING.format(str(count)), version=version)
            tree = project(build_tree, "chats:")
            assert (asked(tree), asked(tree)) == (expected, 0)
            assert asked(project(build_tree, "chats: {least: 3}")) == expected
    assert Settings().extractors == {}
