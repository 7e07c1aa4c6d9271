"""Pages: what stands on them is the source's, tied to its characters; everything from a seed is data."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from html.parser import HTMLParser

import markdown
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from facts_fixture import ID, PARAGRAPHS, TEXT, document, exported, facts
from factsheet.check import DEFAULT_EXTENSIONS, check_site
from factsheet.folding import fold
from factsheet.front_matter import parse_front_matter
from factsheet.model import Facts, Form, Metadata, Passage, Publish, Quote, Source, Span, Voice
from factsheet.pages import render_pages
from factsheet.pages.escape import escape
from factsheet.pages.front import write_front_matter
from factsheet.pages.prose import quote_title

ALPHABET = "*_[]()<>&#|~^=:!{}`\\\"'.,-+1 2a\n\t\u202e\u2028\u2067é\x02\x03\x00;/$%@"
SNIPPETS = [
    "<script>", "</b>", "<!--", "-->", "&amp;", "&lt", "&#x41;", "{: #a}", "{ .x }", "{{ x }}", "{% x %}", "[^1]",
    "[x]: y", "![a](b)", "--8<--", "***", "---", "===", "1. ", "- ", "+ ", "    ", "~~~", "```", "!!! note", ":::",
    "*[HTML]: x", "Term\n: x", "\x02amp\x03", "wzxhzdk:0", "http://a.b", "C#", "stop!", "snake_case", "''x``",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.text(ALPHABET, max_size=8), st.sampled_from(SNIPPETS), st.characters()), max_size=6).map(
    "".join
)
FRAMES = {
    "paragraph": ("%s", "%s"),
    "middle of a paragraph": ("before %s<mark>%s</mark>%s after", "before %s%s%s after"),
    "in a marked passage": ("before <mark>%s <strong>%s</strong> %s</mark> after", "before %s %s %s after"),
    "around a link": ("%s[%s](x.md){ data-at=x:1-2 }%s", "%s%s%s"),
    "list item": ("- %s", "%s"),
    "list item that is words of a source": ("- %s\n{ data-at=x:1-2 }", "%s"),
    "after a link in a list": ("- [a](x.md): %s", "a: %s"),
    "table cell": ("| a | b |\n|---|---|\n| %s | x |", "a b %s x"),
    "heading": ("# %s", "%s"),
    "link": ("[%s](x.md)", "%s"),
    "quotation": ("> %s\n{ .words data-at=x:1-2 }", "%s"),
}


def shown(text: str) -> str:
    """The words that a reader sees."""
    parts: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            parts.append(data)

    reader = Reader(convert_charrefs=True)
    reader.feed(markdown.markdown(text, extensions=list(DEFAULT_EXTENSIONS)))
    reader.close()
    return fold("".join(parts))


@given(TEXTS.filter(fold), st.sampled_from(sorted(FRAMES)))
@example("]:", "link")
@example("&#1", "after a link in a list")
@example("</a>&amp;{: onclick=x }", "link")
def test_any_text_renders_to_itself_wherever_it_stands(text: str, frame: str) -> None:
    page, expected = FRAMES[frame]
    size = page.count("%s")
    assert shown(page % ((escape(text),) * size)) == fold(expected % ((text,) * size))


@pytest.mark.parametrize(
    "text",
    ["AT&T’s “plain” words, 1.5 km (a_b) — 50 %!? Yes.", "U.S. officials: yes & no; “quoted” 'so' a/b 3 + 4 = 7 > 6"],
)
def test_ordinary_prose_is_left_readable(text: str) -> None:
    assert escape(text) == text


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_front_matter_is_read_as_the_strings_that_were_written(one: str, many: list[str]) -> None:
    texts = [one, *many]
    if any("\ud800" <= char <= "\udfff" for text in texts for char in text):
        return
    block = write_front_matter([("one", one), ("many", many), ("last", "x")])
    expected = {key: value for key, value in {"one": one, "many": many, "last": "x"}.items() if value}
    assert dict(parse_front_matter(block + "body").values) == expected
    assert yaml.safe_load(block.removeprefix("---\n").removesuffix("---\n")) == expected


@pytest.mark.parametrize("value", ["NO", "12:30", "2023-10-04", "null", "1e3", "a: b", "- x", "'", "", "~", "0x1F"])
def test_values_that_yaml_would_misread_stay_strings(value: str) -> None:
    block = write_front_matter([("key", [value])])
    assert yaml.safe_load(block.strip("-\n ")) == {"key": [value]}


def pages(of: Facts | None = None) -> dict[str, str]:
    return {page.path: page.text for page in render_pages(of or facts())}


def test_there_is_a_page_for_each_fact_and_an_index_for_each_section() -> None:
    made, of = pages(), facts()
    expected = {
        f"{section}/{one.id}.md" for section in ("actors", "quotes", "dates", "sources") for one in getattr(of, section)
    }
    assert set(made) == expected | {"index.md", "network.md", "about/method.md", "explore.md"} | {
        f"{name}/index.md" for name in ("actors", "quotes", "dates", "sources")
    }


def test_rendering_is_the_same_every_time_and_in_every_order() -> None:
    of = facts()
    mixed = random.Random(1)
    shuffled = {
        name: tuple(mixed.sample(getattr(of, name), len(getattr(of, name)))) for name in ("actors", "quotes", "dates")
    }
    assert pages() == pages() == pages(replace(of, **shuffled))


def test_every_stretch_of_source_words_is_verbatim_and_every_link_leads_somewhere() -> None:
    for publish in Publish:
        assert check_site(pages(facts(publish)), {ID: document(publish)}, files=exported()) == ()


def test_reported_speech_is_never_set_in_quotation_marks_nor_as_a_quotation() -> None:
    (words,) = {quote.words.text for quote in facts().quotes if quote.form is Form.INDIRECT}
    made = pages()
    page = made["quotes/istanbul-talks-secret-talks.md"]
    assert f"\n\n{words}\n{{ .reported data-at=" in page
    for text in made.values():
        assert f"“{words}" not in text
        assert f"“[{words}" not in text
        assert f"\n> {words}" not in text


def test_a_quote_without_a_speaker_says_so() -> None:
    page = pages()["quotes/istanbul-talks-no-comment.md"]
    assert "# Speaker not identified: “we do not comment on private diplomatic discussions.”\n" in page
    assert "- **Speaker:** not identified\n" in page
    assert "speaker:" not in page


def test_metonymy_terms_and_roles_are_told() -> None:
    made = pages()
    assert re.search(r"- \[Washington\]\(\S+\)\{ data-at=\S+ \}, by metonymy", made["actors/united-states.md"])
    assert "> was granted anonymity by Politico" in made["actors/a-u-s-official.md"]
    assert "[its representative for the region]" in made["actors/toivo-klaar.md"]


@pytest.mark.parametrize("publish", Publish)
def test_a_source_shows_as_much_of_its_text_as_it_may(publish: Publish) -> None:
    of = facts(publish)
    bare = replace(
        of,
        actors=(),
        dates=(),
        quotes=of.quotes[:1],
        sources=tuple(replace(one, oddities=(), unresolved=()) for one in of.sources),
    )
    page = pages(bare)[f"sources/{ID}.md"]
    passages = re.findall(r"#p(\d+) \.passage", page)
    expected = {Publish.NONE: 0, Publish.EXCERPTS: 1, Publish.FULL: len(PARAGRAPHS)}
    assert len(passages) == expected[publish]
    assert page.count("\n…\n") == 2 * (publish is Publish.EXCERPTS)


def test_a_seed_full_of_markup_is_shown_as_text() -> None:
    title = "<script>alert(1)</script> *[x](y)* {: onload=x }"
    text = "# <b>Heading</b> | cell\n    code `x` {{ jinja }} &amp; [link](javascript:x)\n"
    source = facts().sources[0]
    nasty = replace(
        document(Publish.FULL, text=text), metadata=Metadata(title=title, publisher="| a | b |", publish=Publish.FULL)
    )
    spans = tuple(type(PARAGRAPHS[0])(found.start(), found.end()) for found in re.finditer(r"[^\n]+", text))
    of = Facts(sources=(Source(document=nasty, paragraphs=spans),))
    made = pages(of)
    assert check_site(made, {ID: nasty}, files=exported(of)) == ()
    for page in made.values():
        html = markdown.markdown(page.split("---\n", 2)[2], extensions=list(DEFAULT_EXTENSIONS))
        assert "<script" not in html
        assert 'href="javascript' not in html
        assert "<b>" not in html
    assert title in shown(made[f"sources/{ID}.md"].split("---\n", 2)[2])
    assert source.document.text == TEXT


def test_an_empty_collection_has_its_home_its_method_and_its_indexes() -> None:
    made = pages(Facts())
    assert len(made) == 8
    assert check_site(made, {}, files=exported(Facts())) == ()


def test_links_follow_pages_that_people_moved() -> None:
    made = {page.path: page.text for page in render_pages(facts(), {"actors/politico.md": "people/The Paper (US).md"})}
    assert "](../people/The%20Paper%20%28US%29.md)" in made["quotes/istanbul-talks-channels.md"]
    placed = {
        ("people/The Paper (US).md" if path == "actors/politico.md" else path): text for path, text in made.items()
    }
    assert check_site(placed, {ID: document()}, files=exported()) == ()


@pytest.mark.parametrize(
    ("cue", "verb", "place", "title"),
    [
        ("blamed", "blame", 0, "Ayla Demir blamed the weather"),
        ("says", "say", 0, "Ayla Demir says the weather"),
        ("blamed", "blame", 99, "Ayla Demir, as reported: the weather"),
        ("blame", "blame", 0, "Ayla Demir, as reported: the weather"),
        ("saying", "say", 0, "Ayla Demir, as reported: the weather"),
        ("claim", "", 0, "Ayla Demir, as reported: the weather"),
        ("According to", "", 0, "Ayla Demir, as reported: the weather"),
    ],
)
def test_reported_speech_is_titled_by_the_verb_where_that_reads_as_a_sentence(
    cue: str, verb: str, place: int, title: str
) -> None:
    """The bare form may follow "would" or "to", so it does not say that anybody did; nor do words before their verb."""

    def passage(words: str, start: int = 0) -> Passage:
        return Passage("note", Span(start, start + len(words)), words)

    words = passage("the weather", 50)
    speaker = Voice(words=passage("Ayla Demir"))
    quote = Quote(
        id="q",
        form=Form.INDIRECT,
        words=words,
        pieces=(words,),
        context=words,
        cue=passage(cue, place),
        verb=verb,
        speaker=speaker,
    )
    assert quote_title(quote, None) == title
