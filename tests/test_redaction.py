"""What is redacted appears nowhere; the golden cases stand in tests/cases/redaction/."""

from __future__ import annotations

import gzip
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from facts_fixture import document, facts
from factsheet import extracting, pipeline
from factsheet.check import check_site
from factsheet.cli import main
from factsheet.config import load_settings
from factsheet.errors import SettingsError
from factsheet.exports import render_exports
from factsheet.model import Document
from factsheet.pages import render_pages
from factsheet.redaction import Redaction, Register, Terms, plan, redact_documents
from factsheet.redaction.terms import phrase, words_of

FOLDER = Path(__file__).parent / "cases/redaction"
CASES = [case for file in sorted(FOLDER.glob("*.yml")) for case in yaml.safe_load(file.read_text(encoding="utf-8"))]
LAKE = next(case["seeds"]["lake.txt"] for case in CASES if case["redact"] == ["actor:zoe-brennan"])
GENERATED = ("docs", ".factsheet")


def configure(project: Path, redact: list[str]) -> None:
    extra = {"factsheet": {"redact": redact}}
    content = {"site_name": "Lake", "theme": "material", "markdown_extensions": ["attr_list"], "extra": extra}
    (project / "mkdocs.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def build(project: Path, seeds: dict[str, str], redact: list[str] | None = None) -> Path:
    (project / "seeds").mkdir()
    for name, text in seeds.items():
        (project / "seeds" / name).write_text(text, encoding="utf-8")
    configure(project, redact or [])
    return project


def edit(docs: Path, name: str, deed: dict[str, Any]) -> None:
    page = docs / name
    text = page.read_text() if page.exists() else ""
    for old, new in deed.get("replace", {}).items():
        assert old in text
        text = text.replace(old, new, 1)
    page.write_text(text + deed.get("append", ""))
    if "move" in deed:
        (docs / deed["move"]).parent.mkdir(exist_ok=True)
        page.rename(docs / deed["move"])
    if "delete" in deed:
        page.unlink()


def plain(text: str) -> str:
    """A text without case, accents and differences of white space."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("-", " "))
    return " ".join("".join(char for char in letters if not unicodedata.combining(char)).split())


def below(project: Path, *folders: str) -> dict[str, bytes]:
    files = (file for folder in folders for file in (project / folder).rglob("*") if file.is_file())
    return {file.relative_to(project).as_posix(): file.read_bytes() for file in files}


def holding(project: Path, words: str, *folders: str) -> list[str]:
    """The files that hold words, or whose names do."""
    found = below(project, *folders).items()
    raw = {path: gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data for path, data in found}
    texts = {path: data.decode("utf-8", errors="ignore") for path, data in raw.items()}
    searched = {path: (path, text, text.replace("\\n", " ")) for path, text in texts.items()}
    return [path for path, forms in searched.items() if any(plain(words) in plain(form) for form in forms)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_what_is_redacted_appears_nowhere(case: dict[str, Any], tmp_path: Path) -> None:
    project = build(tmp_path, case["seeds"])
    pipeline.generate(project)
    for words in case.get("gone", []):
        assert holding(project, words, *GENERATED), f"{words!r} would be missing anyway"
    for name, deed in case.get("edits", {}).items():
        edit(project / "docs", name, deed)
    configure(project, case["redact"])
    result = pipeline.generate(project)
    for words in case.get("gone", []):
        if not case.get("findings"):
            assert holding(project, words, *GENERATED) == []
    after = below(project, "docs", ".factsheet/base")
    for path in case.get("absent", []):
        assert f"docs/{path}" not in after
    for path, lines in case.get("holds", {}).items():
        for line in lines:
            assert line in after[f"docs/{path}"].decode(), after[f"docs/{path}"].decode()
    errors = [str(finding) for finding in result.findings if finding.error]
    expected = case.get("findings", [])
    assert len(errors) == len(expected), errors
    assert all(any(error.startswith(start) for error in errors) for start in expected), errors
    pipeline.generate(project)
    assert below(project, "docs", ".factsheet/base") == after, "a second run changes nothing"
    checked = [str(finding) for finding in pipeline.check(project) if finding.error]
    assert bool(checked) == bool(expected), checked


def test_a_redacted_actor_stays_away_under_a_fuller_name_and_in_new_documents(tmp_path: Path) -> None:
    project = build(tmp_path, {"lake.txt": LAKE}, ["actor:zoe-brennan"])
    pipeline.generate(project)
    new = "Dr Zoë Marie Brennan, once mayor, said: “I am back.” Zoë Brennan was seen by Tomas Weller.\n"
    (project / "seeds/a-new.txt").write_text(new)
    pipeline.generate(project)
    assert holding(project, "Zoë Brennan", *GENERATED) == []
    assert not (project / "docs/actors/zoe-brennan.md").exists()


def test_a_redacted_actor_stays_away_under_another_id(tmp_path: Path) -> None:
    """The page from which an earlier run knew the id is gone; digests of the names tell who it is."""
    project = build(tmp_path, {"b.txt": "Brennan said on 3 May 2024: “The lake is low.” Brennan left.\n"})
    pipeline.generate(project)
    configure(project, ["actor:brennan"])
    pipeline.generate(project)
    new = "Zoë Brennan said: “I am back.” Tomas Weller met Brennan on 4 May 2024, Weller said.\n"
    (project / "seeds/a.txt").write_text(new)
    result = pipeline.generate(project)
    assert holding(project, "Brennan", *GENERATED) == []
    assert not [actor for actor in result.facts.actors if "Zoë" in actor.name]


def test_the_cache_of_an_earlier_version_of_a_text_goes_too(tmp_path: Path) -> None:
    project = build(tmp_path, {"lake.txt": LAKE})
    pipeline.generate(project)
    (project / "seeds/lake.txt").write_text("Tomas Weller said on 3 May 2024 that the road was closed.\n")
    pipeline.generate(project)
    assert holding(project, "Brennan", ".factsheet")
    configure(project, ["Brennan"])
    pipeline.generate(project)
    assert holding(project, "Brennan", *GENERATED) == []


def test_the_log_of_corrections_forgets_the_name_too(tmp_path: Path) -> None:
    project = build(tmp_path, {"lake.txt": LAKE})
    pipeline.generate(project)
    edit(project / "docs", "actors/zoe-brennan.md", {"replace": {"title: ZOË BRENNAN": "title: Z. B. the mayor"}})
    edit(
        project / "docs",
        "quotes/ask-zoe-brennan-90d45c.md",
        {"replace": {"speaker: tomas-weller": "speaker: zoe-brennan"}},
    )
    pipeline.generate(project)
    assert holding(project, "Brennan", ".factsheet", "docs/corrections.md")
    configure(project, ["actor:zoe-brennan"])
    (project / "docs/actors/zoe-brennan.md").unlink()
    pipeline.generate(project)
    left = holding(project, "Brennan", *GENERATED)
    assert left == [f"docs/quotes/{name}" for name in ("ask-redacted-7cd9c7.md",)], "where the person wrote it"
    before = below(project, *GENERATED)
    pipeline.generate(project)
    assert below(project, *GENERATED) == before


def test_no_digest_of_a_whole_text_lets_a_missing_name_be_guessed(tmp_path: Path) -> None:
    project = build(tmp_path, {"lake.txt": LAKE})
    before = {source.document.sha256 for source in pipeline.generate(project).facts.sources}
    configure(project, ["actor:zoe-brennan"])
    pipeline.generate(project)
    assert not [digest for digest in before if holding(project, digest, *GENERATED)]
    quotes = {quote.id for quote in pipeline.generate(project).facts.quotes}
    assert "that-zoe-brennan-had-never-seen-the-lake-a88ac5"[-6:] not in {name[-6:] for name in quotes}


def test_what_is_no_longer_redacted_comes_back_as_it_was(tmp_path: Path) -> None:
    project = build(tmp_path, {"lake.txt": LAKE})
    pipeline.generate(project)
    before = below(project, "docs", ".factsheet/base")
    configure(project, ["actor:zoe-brennan", "Weller"])
    pipeline.generate(project)
    configure(project, [])
    pipeline.generate(project)
    assert below(project, "docs", ".factsheet/base") == before
    assert not (project / ".factsheet/redacted.json").exists()


def test_through_the_command_line_nothing_is_left_in_the_built_site(tmp_path: Path) -> None:
    project = build(tmp_path, {"lake.txt": LAKE})

    def run(command: str) -> Any:
        return CliRunner().invoke(main, [command, "--project", str(project)])

    assert run("build").exit_code == 0
    assert holding(project, "Zoë Brennan", "site")
    configure(project, ["actor:zoe-brennan"])
    checked = run("check")
    assert checked.exit_code == 1
    assert "redact: is not in force yet; run `factsheet generate` [redact]" in checked.output
    assert run("generate").exit_code == 0
    checked = run("check")
    assert checked.exit_code == 1
    assert "site/search/search_index.json: holds words that are redacted; the site is older" in checked.output
    assert "brennan" not in plain(checked.output), "a log that everybody reads does not tell the name"
    assert run("build").exit_code == 0
    assert holding(project, "Brennan", "docs", ".factsheet", "site") == []
    assert run("check").exit_code == 0


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("actor:zoe-brenan", "mkdocs.yml:4: redact: 'zoe-brenan' is no actor's id; did you mean 'zoe-brennan'?"),
        (
            "quote:fix-it-1e56d4",
            "mkdocs.yml:4: redact: 'fix-it-1e56d4' is no quote's id; did you mean 'fix-it-1e56d3'?",
        ),
        ("actr:zoe-brennan", "mkdocs.yml:4: redact: unknown kind 'actr'; did you mean 'actor'?"),
        ("text:a", "mkdocs.yml:4: redact: 'text:a' is too short"),
        ("…", "mkdocs.yml:4: redact: '…' is too short"),
    ],
)
def test_an_entry_that_cannot_be_meant_stops_before_anything_is_written(tmp_path: Path, entry: str, told: str) -> None:
    project = build(tmp_path, {"lake.txt": LAKE})
    (project / "mkdocs.yml").write_text(f"extra:\n  factsheet:\n    redact:\n      - {entry!r}\n")
    with pytest.raises(SettingsError) as caught:
        pipeline.generate(project)
    assert told in str(caught.value)
    assert not (project / "docs").exists()


def test_an_entry_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("extra:\n  factsheet:\n    redact: [5]\n")
    with pytest.raises(SettingsError, match="redact: expected `str`, got `int`"):
        load_settings(tmp_path / "mkdocs.yml")


def test_the_list_can_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mkdocs.yml").write_text("extra:\n  factsheet:\n    redact: !ENV [FACTSHEET_REDACT, '']\n")
    assert load_settings(tmp_path / "mkdocs.yml").redact == ()
    monkeypatch.setenv("FACTSHEET_REDACT", "actor:jane-roe\nMill Lane\n")
    assert load_settings(tmp_path / "mkdocs.yml").redact == ("actor:jane-roe", "Mill Lane")


NAMES = [actor.id for actor in facts().actors]
QUOTES = [quote.id for quote in facts().quotes]
WORDS = ["artsakh", "Azerbaijan", "bloody trucks", "depopulation", "Istanbul", "Klaar", "Kremlin", "misunderstandings"]


@settings(deadline=None, max_examples=12)
@given(
    st.lists(st.sampled_from([f"actor:{name}" for name in NAMES] + [f"quote:{name}" for name in QUOTES]), max_size=3),
    st.lists(st.sampled_from(WORDS), max_size=3),
)
@example(["actor:a-senior-diplomat", "actor:politico", "quote:istanbul-talks-secret-talks"], [])  # a paragraph goes
def test_no_page_or_export_holds_a_redacted_string_and_check_finds_nothing_altered(
    entries: list[str], words: list[str]
) -> None:
    made = facts()
    planned = plan([*entries, *words], made, made, Register())
    left, _ = Redaction(planned, {source.id: source.document for source in made.sources}).apply(made)
    pages = {page.path: page.text for page in (*render_pages(left), *render_exports(left))}
    gone = [*words, *(name for actor in made.actors if f"actor:{actor.id}" in entries for name in (actor.name,))]
    texts = [text for page in pages.items() for text in page]
    for string in gone:
        searched = Terms(frozenset({plan([string], made, made, Register()).terms.phrases}.pop()))
        assert not [text for text in texts if searched.find(text, address=True)]
    covered = list(redact_documents([document()], planned.terms, planned.register))
    markdown = {path: text for path, text in pages.items() if path.endswith(".md")}
    found = check_site(markdown, {one.id: one for one in covered}, files=pages)
    assert not [finding for finding in found if finding.error]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["Jane", "ROE", "roe’s", "Zoë", "Zoe\u0308", "ro\u00ade", "\n", " ", "-", "x"]), max_size=12
    )
)
def test_words_are_found_whatever_their_case_accents_and_white_space(parts: list[str]) -> None:
    text = " ".join(parts)
    terms = Terms(frozenset(plan(["zoë roe"], facts(), facts(), Register()).terms.phrases))
    keys = [word.key for word in words_of(text)]
    stands = any(keys[i : i + 2] == ["zoe", "roe"] for i in range(len(keys)))
    assert bool(terms.find(text)) == stands
    assert len(terms.mask(text)) == len(text)
    assert terms.mask(text).count("\n") == text.count("\n")
    assert not terms.find(terms.block(text))
    assume(keys)
    assert phrase("The Roes’ ") == ("roes",)


def test_the_cache_keeps_what_holds_nothing_redacted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = "Tomas Weller said on 3 May 2024 that the road was closed.\n"
    project = build(tmp_path, {"lake.txt": LAKE, "road.txt": other}, ["actor:zoe-brennan"])
    pipeline.generate(project)
    read: list[str] = []
    real = extracting._find

    def note(documents: list[Document], *rest: Any) -> Any:
        read.extend(one.id for one in documents)
        return real(documents, *rest)

    monkeypatch.setattr(extracting, "_find", note)
    pipeline.generate(project)
    assert read == ["lake"]
