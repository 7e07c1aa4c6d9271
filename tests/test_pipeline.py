from __future__ import annotations

import gzip
import random
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

import factsheet.extract
import factsheet.extract.parse
from conftest import BuildTree
from factsheet import extracting, pipeline
from factsheet.cache import MentionCache
from factsheet.config import Settings
from factsheet.engines import Engine
from factsheet.errors import FactsheetError, ModelError, SeedError, SettingsError, StoreError
from factsheet.model import Document, Mentions, Oddity, Span
from factsheet.readers import find_seeds
from factsheet.standing import LAST_RUN

if TYPE_CHECKING:
    from spacy.language import Language

LAKE = (
    "---\ntitle: The lake\ndate: 2024-05-07\n---\n"
    "“The lake is far too low,” Ada Brennan, the mayor of Colmouth, told the Harbour Gazette on Friday.\n"
    "She said the council would “fix it” by 1 June 2024.\n"
)
ROAD = "Tomas Weller, a spokesman for Colmouth, said on 3 May 2024 that the road was closed. “It floods,” he said.\n"
CONFIGURATION = "site_name: Talks\nmarkdown_extensions: [attr_list]\n"
PROJECT = {"mkdocs.yml": CONFIGURATION, "seeds/lake.txt": LAKE, "seeds/2024/road.md": ROAD}


@pytest.fixture
def project(build_tree: BuildTree) -> Path:
    return build_tree(PROJECT)


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every way to the network fail."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a socket was opened")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)


def tree(project: Path, *folders: str) -> dict[str, bytes]:
    """Return what was generated, every file with its bytes, but what a run remembers of itself."""
    return {
        path.relative_to(project).as_posix(): path.read_bytes()
        for folder in folders or ("docs", ".factsheet/base")
        for path in sorted((project / folder).rglob("*"))
        if path.is_file() and path != project / LAST_RUN
    }


def build(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def lines(errors: Iterable[FactsheetError]) -> list[str]:
    return [str(error) for error in errors]


def test_seeds_become_pages_exports_and_facts(project: Path) -> None:
    result = pipeline.generate(project)
    assert [source.id for source in result.facts.sources] == ["2024-road", "lake"]
    assert "Ada Brennan" in {actor.name for actor in result.facts.actors}
    assert "2024-06-01" in {date.value for date in result.facts.dates}
    assert {"docs/sources/lake.md", "docs/sources/2024-road.md", "docs/data/facts.json"} <= set(tree(project))
    assert result.errors == ()


def test_every_passage_of_every_fact_stands_in_its_source(project: Path) -> None:
    """Nothing is invented."""
    facts = pipeline.generate(project).facts
    texts = {source.id: source.document.text for source in facts.sources}
    passages = [
        *(passage for quote in facts.quotes for passage in (quote.words, quote.context, *quote.pieces)),
        *(mention.words for actor in facts.actors for mention in actor.mentions),
        *(words for date in facts.dates for place in date.references for words in (place.words, *place.clause)),
    ]
    assert passages
    assert all(passage.span.of(texts[passage.source]) == passage.text for passage in passages)


def times(project: Path) -> dict[Path, int]:
    """Return when each file was written, but that of what a run remembers of itself."""
    files = (path for path in project.rglob("*") if path.is_file() and path != project / LAST_RUN)
    return {path: path.stat().st_mtime_ns for path in files}


def test_a_second_run_changes_nothing_and_loads_no_language_model(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.generate(project)
    before = times(project)

    def refuse(name: str) -> NoReturn:
        raise AssertionError(f"{name} was loaded")

    monkeypatch.setattr(extracting, "load_pipeline", refuse)
    result = pipeline.generate(project)
    assert not result.report.written
    assert not result.exports
    assert times(project) == before


def test_a_run_in_which_nothing_changed_does_not_even_import_spacy(project: Path) -> None:
    """Importing it takes as long as the rest of such a run."""
    pipeline.generate(project)
    script = (
        "import pathlib, sys; from factsheet import pipeline; pipeline.generate(pathlib.Path());"
        "print('spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=project, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("False\n", "")


def test_a_new_seed_does_not_load_what_is_known_anew(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline.generate(project)
    (project / "seeds/new.txt").write_text("Mia Ortega said: “No.”", encoding="utf-8")
    parsed: list[str] = []
    parse = factsheet.extract.parse.parse

    def note(nlp: Language, texts: Iterable[str]) -> Iterator[Any]:
        parsed.extend(given := list(texts))
        return parse(nlp, given)

    monkeypatch.setattr(factsheet.extract.parse, "parse", note)
    pipeline.generate(project)
    assert parsed == ["Mia Ortega said: “No.”"]


def test_the_order_of_the_seeds_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {**PROJECT, "seeds/echo.txt": ROAD, "seeds/zoo.md": "Ada Brennan visited Colmouth on 3 May 2024.\n"}
    trees = []
    for seed in (1, 2, 3):
        project = build(tmp_path / str(seed), files)
        shuffled = list(find_seeds(project / "seeds"))
        random.Random(seed).shuffle(shuffled)
        monkeypatch.setattr(pipeline, "find_seeds", lambda _, paths=tuple(shuffled): paths)
        pipeline.generate(project)
        trees.append(tree(project))
    assert trees[0] == trees[1] == trees[2]


def test_a_moved_project_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = build(tmp_path / "here", PROJECT), build(tmp_path / "far/away", PROJECT)
    pipeline.generate(here)
    monkeypatch.chdir(there)
    pipeline.generate(Path())
    assert tree(here) == tree(there)


def test_the_same_text_twice_is_two_sources(project: Path) -> None:
    (project / "seeds/copy.txt").write_text(LAKE, encoding="utf-8")
    facts = pipeline.generate(project).facts
    assert {source.id for source in facts.sources} == {"2024-road", "copy", "lake"}
    assert {quote.words.source for quote in facts.quotes} >= {"copy", "lake"}


def test_a_bad_seed_is_reported_and_the_others_are_done(project: Path) -> None:
    (project / "seeds/bad.txt").write_bytes(b"one\n\xff")
    (project / "seeds/empty.txt").write_bytes(b"")
    (project / "seeds/photo.pdf").write_bytes(b"%PDF")
    result = pipeline.generate(project)
    assert [(error.path, error.line) for error in result.errors] == [
        ("seeds/bad.txt", 2),
        ("seeds/empty.txt", None),
        ("seeds/photo.pdf", None),
    ]
    assert [source.id for source in result.facts.sources] == ["2024-road", "lake"]


def test_a_seed_that_breaks_takes_no_page_with_it(project: Path) -> None:
    """Nothing a person wrote is lost while a seed cannot be read."""
    pipeline.generate(project)
    pages = {path for path in tree(project, "docs") if path.endswith(".md")}
    (project / "seeds/lake.txt").write_text("---\ntitle: a: b\n---\nText.\n", encoding="utf-8")
    assert pipeline.generate(project).errors
    assert pages <= set(tree(project, "docs"))


def test_of_two_seeds_with_one_address_the_second_is_refused(project: Path) -> None:
    (project / "seeds/2024-road.txt").write_text("Another text.", encoding="utf-8")
    result = pipeline.generate(project)
    assert lines(result.errors) == [
        "seeds/2024/road.md: has the same address '2024-road' as seeds/2024-road.txt; rename one of them"
    ]


def test_a_document_over_which_extraction_fails_is_reported_and_the_others_are_done(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = factsheet.extract.extract_mentions

    def fail_on_the_road(document: Document, *rest: Any, **settings: Any) -> Mentions:
        if document.id == "2024-road":
            raise KeyError("bridge")
        return real(document, *rest, **settings)

    monkeypatch.setattr(factsheet.extract, "extract_mentions", fail_on_the_road)
    result = pipeline.generate(project)
    (error,) = lines(result.errors)
    assert error.startswith("seeds/2024/road.md: extraction failed, which is factsheet's fault (KeyError: 'bridge', ")
    assert [source.id for source in result.facts.sources] == ["lake"]


def test_a_document_over_which_the_parser_fails_is_reported_and_the_others_are_done(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = factsheet.extract.parse.parse

    def fail_on_the_road(nlp: Language, texts: Iterable[str]) -> Iterator[Any]:
        for text in texts:
            if "Tomas" in text:
                raise ValueError("too long")
            yield from real(nlp, [text])

    monkeypatch.setattr(factsheet.extract.parse, "parse", fail_on_the_road)
    result = pipeline.generate(project)
    assert [error.path for error in result.errors] == ["seeds/2024/road.md"]
    assert [source.id for source in result.facts.sources] == ["lake"]


def test_a_text_longer_than_the_model_takes_at_once_is_read(
    project: Path, nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nlp, "max_length", 1_000)
    text = "Rain fell on Colmouth.\n" * 100
    (project / "seeds/long.txt").write_text(text, encoding="utf-8")
    result = pipeline.generate(project)
    assert result.errors == ()
    assert text in [source.document.text for source in result.facts.sources]


def test_a_seed_in_a_language_that_is_not_read_has_a_page_and_a_warning_and_no_facts(project: Path) -> None:
    german = "Bürgermeisterin Ayla Demir sagte am 3. Mai 2024: „Die Straße am Hafen ist seit Montag gesperrt.“\n"
    (project / "seeds/de.txt").write_text(german * 3, encoding="utf-8")
    (project / "seeds/it.txt").write_text("---\nlang: it\n---\nPiove.\n", encoding="utf-8")
    (project / "seeds/us.txt").write_text("---\nlanguage: en-US\n---\nIt rains.\n", encoding="utf-8")
    result = pipeline.generate(project)
    told = {finding.path: finding for finding in result.findings if finding.code == "language"}
    assert [*told] == ["seeds/de.txt", "seeds/it.txt"]
    assert not any(finding.error for finding in told.values())
    assert all(word in told["seeds/de.txt"].message for word in ("'de'", "'en'", "front matter"))
    assert not [quote for quote in result.facts.quotes if quote.source in ("de", "it")]
    assert not [m for actor in result.facts.actors for m in actor.mentions if m.words.source in ("de", "it")]
    assert not [r for date in result.facts.dates for r in date.references if r.words.source in ("de", "it")]
    page = (project / "docs/sources/de.md").read_text("utf-8")
    assert "written in German, in which no facts are looked for" in page
    assert "language: de" in page


def test_a_text_tells_its_language_only_where_nothing_else_does(project: Path) -> None:
    french = "Il pleut sur la ville depuis trois jours et la route du port est fermée, selon la mairie de Colmouth.\n"
    (project / "seeds/told.txt").write_text(f"---\nlanguage: en\n---\n{french}", encoding="utf-8")
    (project / "seeds/silent.txt").write_text(french, encoding="utf-8")
    (project / "seeds/short.txt").write_text("Il pleut.\n", encoding="utf-8")
    languages = {one.document.id: one.document.language for one in pipeline.generate(project).facts.sources}
    assert (languages["told"], languages["silent"], languages["short"]) == ("en", "fr", "en")


def test_what_is_odd_in_a_source_is_reported_with_its_line_in_the_file(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = factsheet.extract.extract_mentions

    def find_odd(document: Document, *rest: Any, **settings: Any) -> Mentions:
        start = document.text.index("fix it") if document.id == "lake" else 0
        odd = Oddity(span=Span(start, start + 6), message="a mark stands oddly")
        return replace(real(document, *rest, **settings), oddities=(odd,))

    monkeypatch.setattr(factsheet.extract, "extract_mentions", find_odd)
    found = [str(finding) for finding in pipeline.generate(project).findings]
    assert "seeds/lake.txt:6: a mark stands oddly [oddity]" in found


def test_progress_counts_every_document(project: Path) -> None:
    seen: list[tuple[str, int, int | None]] = []
    pipeline.generate(project, lambda *told: seen.append(told))
    assert [told for told in seen if told[0] == "Reading"] == [("Reading", done, 2) for done in range(3)]
    assert {stage for stage, *_ in seen} == {"Reading", "Resolving", "Rendering", "Writing pages", "Writing exports"}
    assert all(
        total in (None, last) for stage, done, total in seen for last in [max(d for s, d, _ in seen if s == stage)]
    )


def test_a_damaged_cache_is_as_good_as_none(project: Path) -> None:
    pipeline.generate(project)
    before = tree(project)
    entries = sorted((project / ".factsheet/cache").rglob("*.json.gz"))
    assert len(entries) == 2
    for entry, damage in zip(entries, (b"", gzip.compress(b'{"quotes": 3}')), strict=True):
        entry.write_bytes(damage)
    assert pipeline.generate(project).errors == ()
    assert tree(project) == before
    assert all(entry.stat().st_size > 100 for entry in entries)


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(project: Path) -> None:
    (project / ".factsheet").mkdir()
    (project / ".factsheet/cache").write_text("in the way")
    assert pipeline.generate(project).errors == ()


def test_the_cache_forgets_what_other_rules_or_another_text_gave(tmp_path: Path, project: Path) -> None:
    document, other = list(pipeline.read_all(find_seeds(project / "seeds"), project, Settings()))
    assert isinstance(document, Document)
    assert isinstance(other, Document)
    mentions = Mentions()
    MentionCache(tmp_path / "cache", lambda _: "rules 1").save(document, mentions)
    assert MentionCache(tmp_path / "cache", lambda _: "rules 1").load(document) == mentions
    assert MentionCache(tmp_path / "cache", lambda _: "rules 2").load(document) is None
    assert MentionCache(tmp_path / "cache", lambda _: "rules 1").load(other) is None


def test_a_project_without_seeds_says_what_to_do(build_tree: BuildTree) -> None:
    project = build_tree({"mkdocs.yml": CONFIGURATION, "seeds/README.md": "Put texts here."})
    with pytest.raises(SeedError, match=r"^seeds: no seeds; put source documents"):
        pipeline.generate(project)


def test_a_folder_without_mkdocs_yml_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        pipeline.generate(tmp_path)


def test_a_model_that_is_not_installed_is_one_clear_line(build_tree: BuildTree) -> None:
    setting = "extra:\n  factsheet:\n    model: en_no_such_model\n"
    project = build_tree({"mkdocs.yml": setting, "seeds/a.txt": ROAD})
    with pytest.raises(ModelError, match="'en_no_such_model' is not installed; install it with: factsheet model"):
        pipeline.generate(project)


def test_docs_that_cannot_be_written_are_one_clear_line(project: Path) -> None:
    (project / "docs").write_text("in the way")
    with pytest.raises(StoreError) as caught:
        pipeline.generate(project)
    assert "docs" in str(caught.value)
    assert (project / "docs").read_text() == "in the way"


def test_extract_needs_no_project_and_leaves_nothing_behind(build_tree: BuildTree) -> None:
    folder = build_tree({"a.txt": ROAD, "b.txt": ""})
    good, bad = pipeline.extract([folder / "a.txt", folder / "b.txt"], folder)
    assert isinstance(good, str)
    assert str(bad).startswith("b.txt: the file is empty")
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "b.txt"]


def test_extract_reads_the_seeds_of_a_folder(project: Path) -> None:
    assert len(list(pipeline.extract([project / "seeds"], project))) == 2


def test_a_changed_setting_day_first_is_heeded_at_once(build_tree: BuildTree) -> None:
    files = {"mkdocs.yml": "site_name: Log\n", "seeds/log.txt": "The log begins on 5/6/2023 at the lake.\n"}
    project = build_tree(files)
    assert '"value":"2023-05-06"' in str(next(pipeline.extract([project / "seeds"], project))).replace(" ", "")
    (project / "mkdocs.yml").write_text("extra:\n  factsheet:\n    day_first: true\n")
    assert '"value":"2023-06-05"' in str(next(pipeline.extract([project / "seeds"], project))).replace(" ", "")


def test_extract_yields_a_document_before_it_reads_the_last(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Long runs show their results as they come."""
    monkeypatch.setattr(extracting, "BATCH_CHARACTERS", 1)
    paths = [project / "seeds/lake.txt", project / "seeds/2024/road.md"]
    results = pipeline.extract(paths, project, engine=Engine(jobs=1))
    assert "The lake is" in str(next(results))
    (project / "seeds/2024/road.md").unlink()
    assert isinstance(next(results), SeedError)


@pytest.mark.usefixtures("offline")
def test_nothing_leaves_the_machine(project: Path) -> None:
    """Generating, extracting and checking open no socket."""
    assert pipeline.generate(project).errors == ()
    assert len(list(pipeline.extract([project / "seeds"], project))) == 2
    assert not [finding for finding in pipeline.check(project) if finding.error]
