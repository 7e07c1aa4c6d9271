"""The pages that are read: light at any size, every list bounded, and each fact with its day, form and source."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import markdown
import pytest

from facts_fixture import ENVOY, ID, OFFICIAL, document, exported, facts, passage
from factsheet.check import DEFAULT_EXTENSIONS, check_site
from factsheet.folding import bare
from factsheet.model import Actor, Facts, Form, Kind, Passage, Publish, Quote, Review, Source, Span, Status, Voice
from factsheet.pages import render_pages
from factsheet.pages.desk import cut
from factsheet.pages.prose import times
from many_facts import documents_of, many

CASES = sorted((Path(__file__).parent / "cases" / "pages").glob("*.md"))
UPDATE = bool(os.environ.get("FACTSHEET_UPDATE_PAGES"))  # writes the pages anew, for their difference to be read
HEAVIEST = 50_000  # bytes of HTML


def pages(of: Facts | None = None) -> dict[str, str]:
    return {page.path: page.text for page in render_pages(of or facts())}


def rendered(page: str) -> str:
    return markdown.markdown(page.split("---\n", 2)[2], extensions=list(DEFAULT_EXTENSIONS))


def section(page: str, title: str) -> str:
    """What stands under a heading."""
    return page.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("- ")]


def changed(of: Facts, name: str, **change: object) -> Facts:
    quotes = tuple(replace(one, **change) if one.id == name else one for one in of.quotes)  # type: ignore[arg-type]
    return replace(of, quotes=quotes)


@pytest.fixture(scope="module")
def large() -> dict[str, str]:
    """Five thousand facts; most of the quotes are by few."""
    return pages(many(3_600))


@pytest.fixture(scope="module")
def medium() -> tuple[Facts, dict[str, str]]:
    """More of everything than an index shows on one page."""
    of = many(320, sources=104, actors=104)
    return of, pages(of)


# ---------------------------------------------------------------- what stands on them


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_pages_of_a_small_collection(case: Path) -> None:
    """FACTSHEET_UPDATE_PAGES=1 writes them anew; "--" in a file's name stands for "/" in the page's."""
    text = pages(doubtful())[case.name.replace("--", "/")]
    if UPDATE:
        case.write_text(text, encoding="utf-8")
    assert text == case.read_text(encoding="utf-8")


def doubtful() -> Facts:
    """The fixture with a state of review, an address and a cue."""
    of = changed(
        facts(),
        "istanbul-talks-past-years",
        review=Review(status=Status.DISPUTED, by="Lea", on="2026-01-02"),
        cue=passage("observed"),
    )
    (source,) = of.sources
    known = replace(source.document.metadata, url="https://news.example/talks?a=1#text")
    return replace(of, sources=(replace(source, document=replace(source.document, metadata=known)),))


def test_a_quote_s_page_says_in_its_heading_who_and_the_first_words() -> None:
    page = pages()["quotes/istanbul-talks-channels.md"]
    assert "\n# An EU official: “we believe it is important to maintain" in page


def test_quotes_stand_on_a_speaker_s_page_with_day_words_form_verb_and_source_the_latest_first() -> None:
    of = changed(facts(), "istanbul-talks-past-years", said_on="2023-10-05")
    first, second = lines(section(pages(of)[f"actors/{OFFICIAL}.md"], "Quotes"))
    assert first.startswith("- 5 October 2023 · “[past years]")
    assert "”, quoted in part · [Secret Istanbul talks before the attack on Artsakh, paragraph 5](" in first
    assert second.startswith("- 4 October 2023 · “[we believe")
    assert re.search(r"”, direct quotation, \[told\]\(.*?\)\{ data-at=.*? \} to \[Politico\]", second)


def test_reported_speech_reads_as_a_clause_with_its_cue() -> None:
    words = passage("the discussions came out of an understanding")
    quote = Quote(
        id="understanding",
        form=Form.INDIRECT,
        words=words,
        pieces=(words,),
        context=words,
        cue=passage("explained"),
        verb="explain",
        speaker=Voice(words=passage("the U.S. official"), actor="a-u-s-official"),
    )
    page = pages(replace(facts(), quotes=(*facts().quotes, quote)))["actors/a-u-s-official.md"]
    (line,) = lines(section(page, "Quotes"))
    assert "[explained the discussions came out of an understanding](" in line
    assert ", reported speech · " in line
    assert "“" not in line


def test_a_cue_that_stands_far_from_the_words_is_shown_apart_in_the_order_of_the_source() -> None:
    of = changed(facts(), "istanbul-talks-secret-talks", cue=passage("told", "official"))
    (line,) = [one for one in lines(section(pages(of)[f"actors/{ENVOY}.md"], "Quotes")) if "reported" in one]
    assert re.search(r"\[the secret talks.*?\]\(\S+\)\{ data-at=\S+ \} … \[told\]\(\S+\)\{ data-at=", line)


def test_no_comma_stands_before_an_ellipsis() -> None:
    """Where a quote is split or cut, or stands far from its cue; the words stay the source's characters."""
    first = passage(
        "We need to be able to work with the Russians on this because they do have influence over the parties,"
    )
    second = passage("especially as we’re at a precarious moment right now,")
    whole = replace(first, span=Span(first.span.start, second.span.end), text=f"{first.text} {second.text}")
    split = Quote(id="split", form=Form.DIRECT, words=whole, pieces=(first, second), context=whole)
    far = Quote(
        id="far", form=Form.INDIRECT, words=first, pieces=(first,), context=whole, cue=passage("told", "right now")
    )
    made = pages(of := replace(facts(), quotes=(*facts().quotes, split, far)))
    for page in made.values():
        text = re.sub(r"<[^>]+>", "", rendered(page))
        assert not re.search(r"[,;:–—-]\s?…", text)
    assert "over the parties … " in re.sub(r"<[^>]+>", "", rendered(made["quotes/split.md"]))
    assert "over the parties … " in re.sub(r"<[^>]+>", "", rendered(made["quotes/far.md"]))
    library = {source.id: source.document for source in of.sources}
    assert check_site(made, library, files=exported(of)) == ()


def test_who_is_named_in_the_same_sentences_is_listed_with_them() -> None:
    page = pages()["actors/toivo-klaar.md"]
    company = section(page, "Named in the same sentences")
    assert "- [European Union](european-union.md), 1 sentence: [Secret Istanbul talks" in company
    assert "paragraph 4](../sources/istanbul-talks.md#p4)" in company
    assert "Politico" not in company


def test_an_affiliation_stands_with_the_passage_that_shows_it() -> None:
    shown = section(pages()["actors/toivo-klaar.md"], "Affiliation")
    assert "[its representative for the region](../sources/istanbul-talks.md#p4){ data-at=" in shown


def test_names_stand_with_the_place_of_their_first_use() -> None:
    called = section(pages()["actors/toivo-klaar.md"], "Called in the sources")
    assert re.search(r"- \[Klaar\]\(\S+\)\{.*?\} · \[Secret .*, paragraph 5\]", called)


def test_the_same_words_in_another_source_are_one_quote_s() -> None:
    of = facts()
    text = "She said: “We do not comment on PRIVATE diplomatic discussions!” and left."
    other = Source(document=document(text=text, name="echo"), paragraphs=(Span(0, len(text)),))
    start = text.index("We do")
    words = Passage("echo", Span(start, text.index("!”") + 1), text[start : text.index("!”") + 1])
    echo = Quote(id="echo-1", form=Form.DIRECT, words=words, pieces=(words,), context=words)
    made = pages(replace(of, sources=(*of.sources, other), quotes=(*of.quotes, echo)))
    assert "echo-1.md" in section(made["quotes/istanbul-talks-no-comment.md"], "Also in")
    assert "istanbul-talks-no-comment.md" in section(made["quotes/echo-1.md"], "Also in")
    assert "## Also in" not in made["quotes/istanbul-talks-channels.md"]


@pytest.mark.parametrize(
    ("one", "other"), [("Go, now!", "go   NOW"), ("“It’s late,”", "It’s late"), ("a–b", "a b"), ("Straße", "STRASSE")]
)
def test_case_and_marks_make_no_other_words(one: str, other: str) -> None:
    assert bare(one) == bare(other)


def test_a_fact_in_doubt_is_marked_wherever_it_is_listed() -> None:
    made = pages(doubtful())
    name = "istanbul-talks-past-years.md"
    for path in ("index.md", "quotes/index.md", f"sources/{ID}.md", f"actors/{OFFICIAL}.md", "actors/toivo-klaar.md"):
        (line,) = [one for one in lines(made[path]) if name in one]
        assert " (disputed)" in line, path
    assert "disputed" not in pages()["quotes/index.md"]


def test_the_home_page_says_how_much_was_reviewed() -> None:
    assert "| 0 % |" in pages()["index.md"]
    assert "| 16 % |" in pages(doubtful())["index.md"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x.example"])
def test_only_addresses_of_the_web_become_links(address: str) -> None:
    (source,) = facts().sources
    known = replace(source.document.metadata, url=address)
    of = replace(facts(), sources=(replace(source, document=replace(source.document, metadata=known)),))
    for path, page in pages(of).items():
        assert f"]({address}" not in page, path
        assert 'href="' + address not in rendered(page), path


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("2024-05-03", "", "2022-11-20"), "source documents, published between 20 November 2022 and 3 May 2024."),
        (("2024-05", ""), "source documents, published in May 2024."),
        (("", ""), "source documents."),
    ],
)
def test_the_home_page_says_when_the_sources_were_published(days: tuple[str, ...], said: str) -> None:
    (source,) = facts().sources
    made = []
    for number, day in enumerate(days):
        known = replace(source.document.metadata, date=day)
        made.append(Source(document=replace(source.document, id=f"s{number}", metadata=known), paragraphs=()))
    first = pages(Facts(sources=tuple(made), actors=(), quotes=(), dates=()))["index.md"].split("# Who said", 1)[1]
    assert said in first


@pytest.mark.parametrize(("count", "said"), [(1, "once"), (2, "twice"), (1200, "1,200 times")])
def test_how_often_is_said_as_people_say_it(count: int, said: str) -> None:
    assert times(count) == said


def test_a_directory_says_what_it_counts(large: dict[str, str]) -> None:
    for section, noun in (("actors", "actor"), ("dates", "date"), ("quotes", "quote")):
        entries = re.findall(rf"^- \[[^\]]+\]\(\S+\), [\d,]+ {noun}s?$", large[f"{section}/index.md"], re.M)
        assert len(entries) > 3


@pytest.mark.parametrize("size", [1, 5, 9, 10, 200])
def test_what_is_cut_is_a_beginning_that_ends_with_a_word(size: int) -> None:
    whole = Passage("x", Span(7, 7 + 30), "the river rose over the bridge")
    shown = cut(whole, size)
    assert whole.text.startswith(shown.text)
    assert shown.span == Span(7, 7 + len(shown.text))
    assert shown == whole or (len(shown.text) <= size and whole.text[len(shown.text)] in (" ", *"heriver"))


@pytest.mark.parametrize("pause", [",", ";", ":", " –", " —"])
def test_what_is_cut_ends_without_a_pause(pause: str) -> None:
    text = f"the river{pause} the bridge"
    assert cut(Passage("x", Span(0, len(text)), text), len(text) - 1).text == "the river" + pause + " the"
    assert cut(Passage("x", Span(0, len(text)), text), len(f"the river{pause} t")).text == "the river"


# ---------------------------------------------------------------- at any size


def test_no_page_weighs_more_than_a_phone_bears(large: dict[str, str]) -> None:
    """Markdown of less than a fifth of the weight cannot become that heavy, and need not be rendered."""
    heavy = {path: page for path, page in large.items() if len(page.encode()) > HEAVIEST / 5}
    assert len(heavy) > 100
    assert max((len(rendered(page).encode()), path) for path, page in heavy.items()) < (HEAVIEST, "")


def test_every_link_resolves_on_a_site_of_many_pages(medium: tuple[Facts, dict[str, str]]) -> None:
    of, made = medium
    assert check_site(made, documents_of(of), files=exported(of)) == ()


@pytest.mark.parametrize("publish", Publish)
def test_every_link_resolves_whatever_a_long_source_shows(publish: Publish) -> None:
    of = many(60, sources=1, actors=12)
    (source,) = of.sources
    known = replace(source.document.metadata, publish=publish)
    of = replace(of, sources=(replace(source, document=replace(source.document, metadata=known)),))
    made = pages(of)
    assert ("sources/paper-0/2.md" in made) == (publish is not Publish.NONE)
    assert check_site(made, documents_of(of), files=exported(of)) == ()


def test_every_fact_is_in_its_index_once(medium: tuple[Facts, dict[str, str]]) -> None:
    of, made = medium
    for name in ("actors", "quotes", "dates", "sources"):
        listed = [
            found
            for path, page in made.items()
            if path.startswith(f"{name}/by-")
            for found in re.findall(r"^- \[.*?\]\(\.\./([^/)]+)\.md\)", page, re.MULTILINE)
        ]
        assert sorted(listed) == sorted(one.id for one in getattr(of, name)), name


def test_index_pages_are_chained_and_never_collide_with_a_fact_s_page(medium: tuple[Facts, dict[str, str]]) -> None:
    of, made = medium
    paths = [page.path for page in render_pages(of)]
    assert len(paths) == len(set(paths))
    for name in ("actors", "quotes", "dates", "sources"):
        chain = [path for path in paths if path.startswith(f"{name}/by-")]
        assert len(chain) > 1
        for before, after in pairwise(chain):
            assert f"[The next page →]({after.rsplit('/', 1)[1]})" in made[before]
            assert f"[← The page before]({before.rsplit('/', 1)[1]})" in made[after]


def test_names_stand_under_their_letter_whatever_their_accents_and_alphabets() -> None:
    names = ["Émile", "Emma", "the Eel Club", "Эмма", "Zoë", "42 Group"]
    actors = tuple(Actor(id=f"x{number}", name=name, kind=Kind.PERSON) for number, name in enumerate(names))
    many_more = tuple(Actor(id=f"y{number}", name=f"Yves {number}", kind=Kind.PERSON) for number in range(200))
    made = pages(Facts(actors=(*actors, *many_more)))
    listed = {path: re.findall(r"\.\./(x\d)\.md", page) for path, page in made.items() if "by-letter" in path}
    assert listed["actors/by-letter/e.md"] == ["x2", "x0", "x1"]
    assert sorted(listed["actors/by-letter/other.md"]) == ["x3", "x5"]
    assert listed["actors/by-letter/z.md"] == ["x4"]
    assert "actors/by-letter/y-page-2.md" in listed


def test_a_long_list_ends_and_leads_to_all_of_it(large: dict[str, str]) -> None:
    page = large["actors/actor-4.md"]
    said = lines(section(page, "Quotes"))
    assert len(said) == 21
    assert re.fullmatch(r"- \[all \d+ quotes\]\(\.\./explore\.md\?speaker=actor-4\)", said[-1])


def test_a_long_text_goes_on_on_further_pages_and_every_paragraph_stands_once() -> None:
    of = many(300, sources=1)
    made = pages(of)
    texts = {path: page for path, page in made.items() if path.startswith("sources/paper-0")}
    assert len(texts) > 3
    numbers = [int(found) for page in texts.values() for found in re.findall(r"\{ #p(\d+) ", page)]
    assert sorted(numbers) == list(range(1, 301))
    assert "(2.md)" not in texts["sources/paper-0.md"]
    assert "(paper-0/2.md)" in texts["sources/paper-0.md"]


def test_a_source_whose_title_is_long_stays_within_its_lines() -> None:
    (source,) = facts().sources
    title = "A very long title " * 200
    known = replace(source.document.metadata, title=title)
    of = replace(facts(), sources=(replace(source, document=replace(source.document, metadata=known)),))
    assert max(map(len, lines(pages(of)["sources/index.md"]))) < 300
