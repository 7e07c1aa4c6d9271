"""The pages about the site say what the program does: every setting, key, option and figure, and none that is not."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
import yaml

from factsheet.check.links import check_links
from factsheet.check.rendering import Renderer
from factsheet.cli import main
from factsheet.config import KEYS, LANGUAGES, MKDOCS_KEYS, Settings, load_extensions
from factsheet.edits.keys import ADDING, IDENTITY, MACHINE, PEOPLE, REVIEWING, SITE, fault_of
from factsheet.front_matter import parse_front_matter, written_values
from factsheet.llm import make_extractor
from factsheet.model import Status
from factsheet.readers import READERS
from factsheet.readers.content import FILE_BYTES, HTML_ELEMENTS, PRINTED_PAGES, TEXT_CHARACTERS
from factsheet.readers.metadata import KEYS as SEED_KEYS

PROJECT = Path(__file__).parent.parent
DOCS = PROJECT / "docs"
ABOUT = DOCS / "about"
OURS = sorted(path.stem for path in ABOUT.glob("*.md"))
WRITERS = {"you": (True, False), "generator": (False, True), "both": (True, True)}
CELL = re.compile(r"(?<!\\)\|")

Rows = list[list[str]]


def page(name: str) -> str:
    return (ABOUT / f"{name}.md").read_text(encoding="utf-8")


@cache
def tables(name: str) -> dict[str, Rows]:
    """The rows of the tables of a page by the heading above them, without their heads; cells are bare."""
    found: dict[str, Rows] = {}
    for part in re.split(r"^#+ ", page(name), flags=re.MULTILINE)[1:]:
        rows = [line.strip("|") for line in part.splitlines() if line.startswith("|")]
        cells = [[cell.strip() for cell in CELL.split(row)] for row in rows]
        found[part.split("\n", 1)[0]] = cells[2:]
    return found


def bare(cell: str) -> str:
    """What stands in a cell's code; the whole cell where it has none."""
    code = re.match(r"`([^`]*)`", cell)
    return code[1] if code else cell


def firsts(name: str, heading: str) -> list[str]:
    return [bare(row[0]) for row in tables(name)[heading]]


def test_every_page_is_in_the_navigation_and_bears_its_title() -> None:
    nav = yaml.compose((PROJECT / "mkdocs.yml").read_text(encoding="utf-8"))
    listed = [name for name in scalars(nav) if name.startswith("about/")]
    assert sorted(listed) == [f"about/{name}.md" for name in OURS]
    for name in OURS:
        front = parse_front_matter(page(name))
        assert front.body.lstrip().startswith(f"# {front.values['title']}\n")


def scalars(node: yaml.Node | None) -> Iterator[str]:
    """Every text of a YAML document."""
    if isinstance(node, yaml.ScalarNode):
        yield node.value
    elif isinstance(node, yaml.SequenceNode):
        yield from (text for one in node.value for text in scalars(one))
    elif isinstance(node, yaml.MappingNode):
        yield from (text for pair in node.value for one in pair for text in scalars(one))


def test_the_generator_writes_none_of_them_but_the_method() -> None:
    bases = PROJECT / ".factsheet/base/about"
    assert [path.name for path in bases.glob("*.md")] == ["method.md"]


def test_every_link_leads_somewhere() -> None:
    renderer = Renderer(*load_extensions(PROJECT / "mkdocs.yml"))
    files = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*") if path.is_file()}
    rendered = {f"about/{name}.md": renderer.render(parse_front_matter(page(name)).body) for name in OURS}
    assert list(check_links(rendered, files, "docs")) == []


# ---------------------------------------------------------------- settings


def test_every_setting_is_told_with_its_default() -> None:
    told = {bare(row[0]): yaml.safe_load(bare(row[2]))[bare(row[0])] for row in tables("settings")["Of Factsheet"]}
    defaults = {key: getattr(Settings(), key) for key in KEYS}
    assert told == {key: list(value) if isinstance(value, tuple) else value for key, value in defaults.items()}


def test_every_setting_of_mkdocs_that_is_read_is_told_with_its_default() -> None:
    told = {bare(row[0]): yaml.safe_load(bare(row[2])) for row in tables("settings")["Of MkDocs"]}
    values = {key: getattr(Settings(), key) for key in MKDOCS_KEYS}
    assert told == {key: {key: value} if value else None for key, value in values.items()}


def test_every_setting_of_the_language_model_is_told_with_its_default() -> None:
    told = {bare(row[0]): bare(row[2]) for row in tables("settings")["The language model’s"]}
    named = inspect.signature(make_extractor).parameters.values()
    defaults = {one.name: {one.name: one.default} for one in named if one.default is not one.empty}
    assert told.keys() == {one.name for one in named}
    assert {name: yaml.safe_load(value) for name, value in told.items() if name in defaults} == defaults


def test_the_settings_in_the_examples_exist() -> None:
    for name in OURS:
        for block in re.findall(r"^```yaml\nextra:\n(.*?)^```", page(name), re.MULTILINE | re.DOTALL):
            assert set(yaml.safe_load(block)["factsheet"]) <= set(KEYS), name


# ---------------------------------------------------------------- front matter


def told_keys(type_: str) -> dict[str, list[str]]:
    """The rows of the keys of a kind of page, by key."""
    rows = [*tables("front-matter")["All pages of facts"], *tables("front-matter")[f"{type_.capitalize()}s"]]
    return {bare(row[0]): row for row in rows}


@pytest.mark.parametrize("type_", PEOPLE)
def test_every_key_is_told_with_who_writes_it(type_: str) -> None:
    told = {key: WRITERS[row[1]] for key, row in told_keys(type_).items()}
    assert {key for key, (people, _) in told.items() if people} == set(PEOPLE[type_])
    assert {key for key, (people, _) in told.items() if not people} == set(MACHINE[type_])


def test_what_holds_for_all_pages_is_told_once() -> None:
    assert firsts("front-matter", "All pages of facts") == [*IDENTITY, *REVIEWING]


def test_the_other_keys_are_told() -> None:
    assert firsts("front-matter", "Pages that you add") == list(ADDING)
    assert firsts("front-matter", "Keys of the site") == list(SITE)


@pytest.mark.parametrize("heading", [name for name, rows in tables("front-matter").items() if rows])
def test_every_example_is_right(heading: str) -> None:
    type_ = heading.lower().removesuffix("s") if heading.lower().removesuffix("s") in PEOPLE else "actor"
    for key, _, meaning, example in tables("front-matter")[heading]:
        values = parse_front_matter(f"---\n{bare(example)}\n---\n").values
        assert list(values) == [bare(key)]
        assert meaning
        assert fault_of(type_, bare(key), values[bare(key)]) is None


@pytest.mark.parametrize("type_", PEOPLE)
def test_the_pages_bear_no_key_that_is_not_told(type_: str) -> None:
    told = told_keys(type_)
    bases = [written_values(path.read_text(encoding="utf-8")) for path in (PROJECT / ".factsheet/base").rglob("*.md")]
    written = {key for base in bases if base.get("type") == type_ for key in base}
    assert written
    assert written <= {key for key, row in told.items() if WRITERS[row[1]][1]}


def test_every_state_of_review_is_told() -> None:
    assert firsts("editing", "To review") == list(Status)


# ---------------------------------------------------------------- documents


def test_every_kind_of_file_is_told() -> None:
    cells = [row[0] for row in tables("documents")["Which files"]]
    assert sorted(name for cell in cells for name in re.findall(r"`([^`]+)`", cell)) == sorted(READERS)


def test_what_can_be_said_of_a_document_is_told() -> None:
    assert firsts("documents", "What to say of a document") == list(SEED_KEYS)


def test_the_limits_are_those_of_the_readers() -> None:
    told = [re.match(r"[\d,]+", row[1])[0].replace(",", "") for row in tables("documents")["Limits"]]  # type: ignore[index]
    limits = [FILE_BYTES // 1_000_000, TEXT_CHARACTERS, PRINTED_PAGES, HTML_ELEMENTS]
    assert told == [str(limit) for limit in limits]


def test_the_languages_are_those_that_have_tables() -> None:
    section = page("documents").split("## Which languages\n")[1].split("\n## ")[0]
    names = {"en": "English", "fr": "French"}
    assert [names[language] for language in LANGUAGES if names[language] in section] == [*map(names.get, LANGUAGES)]


# ---------------------------------------------------------------- commands


def spelled(parameter: click.Parameter) -> set[str]:
    """How a parameter is written in a table: by its options, or as an argument by its name."""
    if isinstance(parameter, click.Argument):
        return {re.sub(r"[\[\].]", "", parameter.make_metavar(click.Context(main)))}
    return {*parameter.opts, *parameter.secondary_opts}


def told_options(command: str) -> set[str]:
    cells = [row[0] for row in tables("commands")[f"factsheet {command}".strip()]]
    return {name.split()[0] for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_every_command_is_told_in_the_order_of_the_help() -> None:
    headings = [name for name in tables("commands") if name.startswith("factsheet ")]
    assert headings == [f"factsheet {name}" for name in main.commands]


@pytest.mark.parametrize("command", main.commands)
def test_every_option_is_told(command: str) -> None:
    shared = told_options("")
    named = {name for parameter in main.commands[command].params for name in spelled(parameter)}
    assert told_options(command) == named - shared
    assert all(row[1] for row in tables("commands")[f"factsheet {command}"])


def test_the_options_of_all_commands_are_told() -> None:
    helps = main.get_help_option(click.Context(main, **main.context_settings))
    assert helps is not None
    named = {name for parameter in (*main.params, helps) for name in spelled(parameter)}
    assert told_options("") == named


@pytest.mark.parametrize("name", OURS)
def test_commands_and_options_in_the_text_exist(name: str) -> None:
    for words in re.findall(r"(?:`|^)factsheet ([a-z][^`\n#]*)", page(name), re.MULTILINE):
        command, *rest = words.split()
        assert command in main.commands
        known = {one for parameter in main.commands[command].params for one in spelled(parameter)} | told_options("")
        assert {word for word in rest if word.startswith("-")} <= known


# ---------------------------------------------------------------- figures


def figures(line: str) -> list[str]:
    return re.findall(r"(?<![\w.])\.\d+", line)


def test_the_measures_are_those_of_the_model_card() -> None:
    card = (PROJECT / "generator/training/MODEL_CARD.md").read_text(encoding="utf-8")
    measured = [figures(line) for line in card.split("\n## Scores\n")[1].split("```")[0].splitlines()]
    quoted, joint, reported = filter(None, measured)
    rows = tables("accuracy")["On American news"]
    assert [figures(" ".join(row)) for row in rows] == [quoted[:2], joint[:2], reported[:2]]
    told = re.search(r"that were found, (\.\d+) were given .*?; of the reported speech, (\.\d+)\.", page("accuracy"))
    assert told
    assert [*told.groups()] == [quoted[3], reported[3]]
    agreed = re.search(r"disagree with each other: (\.\d+) .*?, (\.\d+)", card)
    assert agreed
    assert all(f"in {figure} of" in page("accuracy") for figure in agreed.groups())


def test_what_the_confidence_means_is_what_was_measured() -> None:
    card = (PROJECT / "generator/training/MODEL_CARD.md").read_text(encoding="utf-8")
    shares = {low: round(float(share) * 100) for low, share in re.findall(r"^ (0\.\d\d)-.*?\((\S+?)\)", card, re.M)}
    told = re.search(
        r"at \.95 and above, (\d+) of 100 were; of those between \.60 and \.70, (\d+) of", page("accuracy")
    )
    assert told
    assert tuple(map(int, told.groups())) == (shares["0.95"], shares["0.60"])


@pytest.mark.parametrize(
    ("heading", "floors"),
    [("On seventeen articles of other kinds", "gold/floors.json"), ("In French", "cases/fr/floors.json")],
)
def test_the_floors_are_those_that_tests_hold(heading: str, floors: str) -> None:
    held = json.loads((PROJECT / "tests" / floors).read_text(encoding="utf-8"))
    told = {row[0]: float(row[1]) for row in tables("accuracy")[heading]}
    assert told == held.get("floors", held)


@pytest.mark.parametrize("path", ["README.md", "docs/about/method.md"])
def test_what_is_said_in_round_figures_was_measured(path: str) -> None:
    attribution = re.search(r"that were found, (\.\d+) were given", page("accuracy"))
    assert attribution
    shares = (tables("accuracy")["On American news"][0][2], attribution[1])
    text = " ".join((PROJECT / path).read_text(encoding="utf-8").split())
    (found,) = re.findall(r"(\d+) of 100 quotations (?:are|were) found", text)
    (given,) = re.findall(r"found, and (?:of these )?(\d+) (?:of 100 of these )?(?:are|were) given", text)
    assert (int(found), int(given)) == tuple(round(float(share) * 100) for share in shares)


# ---------------------------------------------------------------- glossary


def test_the_glossary_is_in_order_and_explains_each_word_once() -> None:
    words = re.findall(r"^### (.+)", page("glossary"), re.MULTILINE)
    assert words == sorted(set(words), key=str.casefold)
    for part in page("glossary").split("\n### ")[1:]:
        assert part.split("\n", 1)[1].strip()


@pytest.mark.parametrize(
    "word", ["Attribution", "Cue", "Mention", "Coreference", "EDTF", "Front matter", "Passage", "Verbatim", "Metonymy"]
)
def test_the_words_of_the_trade_are_explained(word: str) -> None:
    assert f"\n### {word}\n" in page("glossary")
