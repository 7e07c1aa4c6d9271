"""Files that are no text, read as `tests/cases/readers/*.yml` says.

A case has `file`, a name whose end says what it is; `content` (`pages` of a PDF, lists of lines; `paragraphs` of a Word
file), with an `encoding` other than UTF-8; and what is expected: the whole `text`, all that is `said` of the document,
where the printed `pages_begin` (their first words), or what an `error` holds.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pypdf
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import BuildTree
from factsheet import pipeline, readers
from factsheet.cli import main
from factsheet.config import Settings
from factsheet.errors import SeedError
from factsheet.model import Document, Metadata, Original
from factsheet.readers import READERS, find_seeds, kept_path, read_seed, write_kept
from factsheet.readers import content as bounds
from formats import make_docx, make_file, make_pdf, write_objects

FOLDER = Path(__file__).parent / "cases/readers"
CASES: list[dict[str, Any]] = [
    case for file in sorted(FOLDER.glob("*.yml")) for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]
PAGE = next(case for case in CASES if case["file"] == "flood.html")["content"]
SOUND = {case["file"]: make_file(case) for case in CASES if "error" not in case}
LAUGHS = "<!DOCTYPE a [<!ENTITY a0 'ha'>{}]><a>&a29;</a>".format(
    "".join(f"<!ENTITY a{n} '&a{n - 1};&a{n - 1};&a{n - 1};'>" for n in range(1, 30))
)
ROAD = "Tomas Weller, a spokesman for Colmouth, said on 3 May 2024 that the road was closed. “It floods,” he said.\n"


def read(root: Path, name: str = "seeds/flood.html") -> Document:
    return read_seed(root / name, root, Settings())


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every way to the network fail."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a socket was opened")

    for name in ("mammoth", "pypdf", "trafilatura"):
        importlib.import_module(name)  # libraries of the network look for sockets when they are imported
    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize("case", CASES, ids=[f"{case['file']}: {case['name']}" for case in CASES])
def test_a_file_is_read_as_its_case_says(tmp_path: Path, case: dict[str, Any]) -> None:
    path = tmp_path / case["file"]
    path.write_bytes(make_file(case))
    if "error" in case:
        with pytest.raises(SeedError, match=case["error"]) as caught:
            read_seed(path, tmp_path, Settings())
        assert caught.value.path == case["file"]
        assert "\n" not in str(caught.value)
        return
    document = read_seed(path, tmp_path, Settings())
    assert document.original is not None
    assert document.text == case["text"]
    assert dict(document.original.said) == case["said"]
    assert document.original.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    begin = [document.text[start:].split("\n", 1)[0] for start in document.original.pages]
    assert begin == case.get("pages_begin", [])


def test_every_format_has_a_case() -> None:
    assert {Path(case["file"]).suffix for case in CASES} >= set(READERS) - {".txt", ".md", ".markdown"}


# ---------------------------------------------------------------- what is known beside a file's own words


def test_a_file_beside_a_seed_says_more_and_says_it_first(build_tree: BuildTree) -> None:
    beside = "title: The wall\nauthor:\nlicense: CC0-1.0\n"
    document = read(build_tree({"seeds/flood.html": PAGE, "seeds/flood.yml": beside}))
    known = document.metadata
    assert (known.title, known.license, known.publisher) == ("The wall", "CC0-1.0", "Colmouth Gazette")
    assert known.author == ""  # an empty value says that there is none


def test_a_file_beside_a_text_wins_over_its_front_matter(build_tree: BuildTree) -> None:
    text = "---\ntitle: One\ndate: 2024\n---\nText."
    root = build_tree({"seeds/a.txt": text, "seeds/a.yml": "title: Two\n"})
    known = read(root, "seeds/a.txt").metadata
    assert (known.title, known.date) == ("Two", "2024")


def test_a_file_beside_a_seed_is_no_seed_and_one_beside_nothing_is_refused(build_tree: BuildTree) -> None:
    root = build_tree({"seeds/a.html": PAGE, "seeds/a.yml": "title: T\n", "seeds/b.yml": "title: T\n"})
    assert [path.name for path in find_seeds(root / "seeds")] == ["a.html", "b.yml"]
    with pytest.raises(SeedError, match=r"^seeds/b\.yml: .*beside no document"):
        read(root, "seeds/b.yml")


@pytest.mark.parametrize(
    ("beside", "line", "said"),
    [
        ("title: T\ndaet: 2024\n", 2, "unknown key 'daet'; did you mean 'date'?"),
        ("title: a: b\n", 1, "broken YAML"),
        ("- title\n", 1, "not a list of `key: value` lines"),
        ("title: &a [*a]\n", 1, "broken YAML"),
        ("title: " + "[" * 5000, 1, "nested too deep"),
        ("title: x\n" * 100_000, 1, "expected 500000 at most"),
    ],
)
def test_a_file_beside_a_seed_that_cannot_be_read_says_where(
    build_tree: BuildTree, beside: str, line: int, said: str
) -> None:
    root = build_tree({"seeds/flood.html": PAGE, "seeds/flood.yml": beside})
    with pytest.raises(SeedError) as caught:
        read(root)
    assert (caught.value.path, caught.value.line) == ("seeds/flood.yml", line)
    assert said in caught.value.message


# ---------------------------------------------------------------- what is kept


def keep(root: Path, document: Document) -> Path:
    path = root / kept_path(document.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(write_kept(document))
    return path


def test_a_kept_text_is_read_in_place_of_its_file(build_tree: BuildTree) -> None:
    """Another version of a library moves no offset."""
    root = build_tree({"seeds/flood.html": PAGE})
    first = read(root)
    assert first.original is not None
    original = replace(first.original, pages=(0, 20))
    earlier = replace(first, text="As an earlier version read it.\n---\n", original=original)
    keep(root, earlier)
    again = read(root)
    assert (again.text, again.original) == (earlier.text, original)
    assert again.metadata == first.metadata


def test_a_kept_text_that_somebody_changed_counts_as_none(build_tree: BuildTree) -> None:
    """The words on the site are the file's, not those of whoever edits what is kept."""
    root = build_tree({"seeds/flood.html": PAGE})
    first = read(root)
    kept = keep(root, first).read_text(encoding="utf-8")
    for changed in (kept.replace("is weak", "is strong"), kept.replace("2024-05-07", "2024-05-08"), "", "---\n"):
        assert changed != kept
        (root / kept_path(first.id)).write_text(changed, encoding="utf-8")
        assert read(root) == first
    (root / kept_path(first.id)).write_bytes(b"\xff")
    assert read(root) == first


def test_a_file_that_changed_is_read_anew(build_tree: BuildTree) -> None:
    root = build_tree({"seeds/flood.html": PAGE})
    keep(root, read(root))
    build_tree({"seeds/flood.html": PAGE.replace("is weak", "is strong")})
    assert "“The wall is strong,”" in read(root).text


def test_a_kept_text_survives_git_s_newlines(build_tree: BuildTree) -> None:
    root = build_tree({"seeds/flood.html": PAGE})
    first = read(root)
    path = keep(root, replace(first, text="earlier\n"))
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read(root).text == "earlier\n"


@pytest.fixture
def project(build_tree: BuildTree) -> Path:
    settings = "site_name: Talks\nmarkdown_extensions: [attr_list]\n"
    return build_tree({"mkdocs.yml": settings, "seeds/flood.html": PAGE, "seeds/road.txt": ROAD})


def test_texts_that_were_taken_out_of_files_are_kept_and_go_with_their_files(project: Path) -> None:
    pipeline.generate(project)
    kept = project / kept_path("flood")
    assert kept.read_bytes() == write_kept(read(project))
    assert not (project / kept_path("road")).exists()
    assert not [one for one in pipeline.check(project) if one.error]
    (project / "seeds/flood.html").unlink()
    (project / "seeds/bad.txt").write_bytes(b"\xff")
    pipeline.generate(project)
    assert kept.exists()  # while a seed cannot be read, nothing is given up
    (project / "seeds/bad.txt").unlink()
    pipeline.generate(project)
    assert not kept.exists()


def test_facts_stay_where_they_are_when_a_library_reads_the_same_file_otherwise(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.generate(project)
    monkeypatch.setitem(readers.READERS, ".html", lambda *_: readers.Content(text="Read otherwise.\n"))
    result = pipeline.generate(project)
    assert result.report.written == ()
    assert not [one for one in pipeline.check(project) if one.error]


def test_the_page_of_a_quote_names_the_printed_page(project: Path) -> None:
    said = "“The wall is weak,” Ada Brennan, the mayor of Colmouth, told the council on Friday."
    (project / "seeds/report.pdf").write_bytes(make_pdf([["The first page says nothing of interest."], [said]]))
    pipeline.generate(project)
    pages = [page.read_text(encoding="utf-8") for page in (project / "docs/quotes").glob("*.md")]
    assert any("report.pdf, page 2, paragraph 2]" in page for page in pages)
    assert not [one for one in pipeline.check(project) if one.error]


@pytest.mark.parametrize("entry", ["actor:ada-brennan", "engineers", "Ann Perrin"])
def test_no_text_is_kept_that_holds_what_is_redacted(project: Path, entry: str) -> None:
    pipeline.generate(project)
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(f"{settings}extra: {{factsheet: {{redact: ['{entry}']}}}}\n", encoding="utf-8")
    pipeline.generate(project)
    assert not (project / kept_path("flood")).exists()
    assert not [one for one in pipeline.check(project) if one.error]
    (project / "mkdocs.yml").write_text(settings, encoding="utf-8")
    pipeline.generate(project)
    assert (project / kept_path("flood")).exists()


# ---------------------------------------------------------------- bounds, damage and what is missing


def test_a_library_that_is_not_installed_is_named_with_its_extra(
    build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(SeedError, match=r"^seeds/flood\.html: .*trafilatura.*pip install 'factsheet\[html\]'"):
        read(build_tree({"seeds/flood.html": PAGE}))


def test_reading_texts_imports_no_library_of_other_formats() -> None:
    code = (
        "import sys, factsheet.readers; print(sorted({'lxml', 'mammoth', 'pypdf', 'trafilatura'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_page_with_far_too_many_elements_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>" + "<b>x</b>" * (bounds.HTML_ELEMENTS + 1))
    with pytest.raises(SeedError, match=r"found 50,\d+ elements; expected 50,000 at most"):
        read(tmp_path, "a.html")


def test_a_page_that_is_nested_without_end_is_read_or_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<div>" * 20_000 + "The wall is weak. " * 20 + "</div>" * 20_000)
    with pytest.raises(SeedError, match=r"^a\.html: "):
        read(tmp_path, "a.html")


@pytest.mark.parametrize(
    "objects",
    [
        ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>", "<< >>"],
        ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids 2 0 R /Count 999999999 >>", "<< >>"],
        ["1 0 R", "<< >>"],
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /F 4 0 R >> >> >>",
            "<< /Type /XObject /Subtype /Form /Resources << /XObject << /F 4 0 R >> >> >>\nstream\n/F Do\nendstream",
            "<< >>",
        ],
        ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 2 0 R >>", "[" * 5000],
    ],
    ids=["pages within themselves", "endless pages", "a catalog in itself", "drawings in themselves", "endless lists"],
)
def test_a_pdf_file_whose_objects_lead_in_a_circle_ends(tmp_path: Path, objects: list[str]) -> None:
    (tmp_path / "a.pdf").write_bytes(write_objects(objects))
    with pytest.raises(SeedError, match=r"^a\.pdf: "):
        read(tmp_path, "a.pdf")


def test_a_pdf_file_that_is_locked_says_so(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf([["The mayor said that the wall was weak."]])))
    writer.encrypt("owner", "owner", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    with pytest.raises(SeedError, match=r"^a\.pdf: is locked by a password; save a copy without one"):
        read(tmp_path, "a.pdf")


def test_a_pdf_file_that_only_forbids_copying_is_read(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf([["The mayor said that the wall was weak."]])))
    writer.encrypt("", "owner", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    assert read(tmp_path, "a.pdf").text == "The mayor said that the wall was weak.\n"


def test_a_pdf_file_with_far_too_many_pages_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(make_pdf([["x"]] * (bounds.PRINTED_PAGES + 1)))
    with pytest.raises(SeedError, match=r"found 3,001 pages; expected 3,000 at most; split it"):
        read(tmp_path, "a.pdf")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"word/media/zeros.bin": "0" * (bounds.UNPACKED_BYTES + 1)}, "unpacks to more than 100 MB"),
        ({f"word/{number}.xml": "" for number in range(bounds.ARCHIVE_PARTS)}, "found 5,004 parts; expected 5,000"),
        ({"word/document.xml": "<a>" * 50_000}, "the file is damaged"),
        ({"word/document.xml": LAUGHS}, "the file is damaged"),
    ],
    ids=["zeros", "parts", "nesting", "entities"],
)
def test_a_word_file_that_unpacks_without_end_is_refused(tmp_path: Path, parts: dict[str, str], said: str) -> None:
    (tmp_path / "a.docx").write_bytes(make_docx([], parts=parts))
    with pytest.raises(SeedError, match=said):
        read(tmp_path, "a.docx")


def test_an_e_mail_whose_parts_stand_in_each_other_without_end_is_refused(tmp_path: Path) -> None:
    heads = (f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n" for number in range(3000))
    (tmp_path / "a.eml").write_text("From: a@example.org\n" + "".join(heads) + "\nThe wall is weak.\n")
    with pytest.raises(SeedError, match=r"^a\.eml: "):
        read(tmp_path, "a.eml")


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.pdf", "a.docx", "a.eml"])
def test_a_file_that_is_far_too_large_is_refused_unread(tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(100 * bounds.FILE_BYTES)
    with pytest.raises(SeedError, match=rf"^{name}: more than 50 MB; split it, or save its text as \.txt$"):
        read(tmp_path, name)


def test_a_text_that_is_far_too_long_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("ab " * (bounds.TEXT_CHARACTERS // 3) + "ab ")
    with pytest.raises(SeedError, match=r"^a\.txt: found a text of 3,000,003 characters; expected 3,000,000 at most"):
        read(tmp_path, "a.txt")


def test_of_many_documents_the_corrupt_ones_are_one_line_each_and_all_others_are_done(project: Path) -> None:
    for number in range(60):
        (project / f"seeds/note-{number}.txt").write_text(f"The council met on {number + 1960}-05-03.\n")
    for name in ("a.pdf", "b.docx", "c.eml", "d.html"):
        (project / "seeds" / name).write_bytes(b"\x00\x01\xfe")
    result = CliRunner().invoke(main, ["generate", "--project", str(project)])
    assert result.exit_code == 1
    told = [line for line in result.stderr.splitlines() if line.startswith("seeds/")]
    assert [line.split(":")[0] for line in told] == ["seeds/a.pdf", "seeds/b.docx", "seeds/c.eml", "seeds/d.html"]
    assert len(list((project / "docs/sources").glob("*.md"))) == 62 + 1
    assert "Traceback" not in result.output


def test_a_library_that_grumbles_over_a_damaged_file_is_not_heard(tmp_path: Path) -> None:
    damaged = make_pdf([["The mayor said that the wall was weak."]]).replace(b"startxref\n", b"startxref\n7")
    (tmp_path / "a.pdf").write_bytes(damaged)
    command = [sys.executable, "-m", "factsheet", "extract", "a.pdf"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_nothing_beside_the_seeds_is_read_through_links(build_tree: BuildTree) -> None:
    root = build_tree({"secret/a.html": PAGE, "secret/a.yml": "title: Secret\n", "seeds/b.html": PAGE})
    (root / "seeds/folder").symlink_to(root / "secret")
    (root / "seeds/a.html").symlink_to(root / "secret/a.html")
    (root / "seeds/b.yml").symlink_to(root / "secret/a.yml")
    (root / "seeds/zeros.txt").symlink_to("/dev/zero")
    assert [path.name for path in find_seeds(root / "seeds")] == ["a.html", "b.html", "zeros.txt"]
    for name, told in (("a.html", "a.html"), ("b.html", "b.yml"), ("zeros.txt", "zeros.txt")):
        with pytest.raises(SeedError, match=rf"^seeds/{told}: a link that leads out of seeds/"):
            read(root, f"seeds/{name}")


@pytest.mark.usefixtures("offline")
@settings(max_examples=150)
@given(st.sampled_from(sorted(SOUND)), st.data())
def test_a_damaged_file_is_read_or_refused_in_one_line(name: str, data: st.DataObject) -> None:
    whole = bytearray(SOUND[name])
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(whole)))
        whole[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
    try:
        told = readers.read_file(bytes(whole), name).text
    except SeedError as error:
        told = str(error)
        whole_line = told.startswith(f"{name}:") and "\n" not in told
    else:
        whole_line = told.endswith("\n")
    assert whole_line


def test_a_place_in_a_text_has_a_printed_page_or_a_line() -> None:
    document = Document(id="a", path="a.pdf", text="one\ntwo\nthree", sha256="", metadata=Metadata())
    assert [document.line(offset) for offset in (0, 4, 9)] == [1, 2, 3]
    assert document.page(5) is None
    printed = replace(document, original=Original(sha256="", pages=(0, 4, 4, 8)))
    assert [printed.page(offset) for offset in (0, 3, 4, 7, 8, 12)] == [1, 1, 3, 3, 4, 4]
    assert printed.line(5) is None
