from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import BuildTree
from factsheet.config import Settings
from factsheet.errors import SeedError
from factsheet.front_matter import FrontMatterError, parse_front_matter
from factsheet.model import Document, Publish
from factsheet.readers import READERS, find_seeds, read_seed
from factsheet.readers.text import read_text

PROJECT = Path(__file__).parent.parent
BODIES = st.text(st.characters(codec="utf-8"), min_size=1).filter(
    lambda text: text.strip() and not text.startswith(("---", "\ufeff"))
)


def read(root: Path, name: str) -> Document:
    return read_seed(root / name, root, Settings())


def read_bytes(tmp_path: Path, data: bytes, name: str = "seeds/a.txt") -> Document:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return read(tmp_path, name)


def test_the_projects_own_seed_is_its_body_to_the_byte() -> None:
    document = read(PROJECT, "seeds/istanbul-talks.txt")
    data = (PROJECT / "seeds/istanbul-talks.txt").read_bytes()
    assert data.endswith(document.text.encode())
    assert document.id == "istanbul-talks"
    assert document.metadata.date == "2023-10-04"
    assert data.decode().splitlines()[document.first_line - 1].startswith("High-level diplomats")


@given(BODIES)
def test_a_text_without_front_matter_is_its_own_body(body: str) -> None:
    """Nothing but newlines changes: offsets can be checked by anyone."""
    assert read_text(body.encode(), "a.txt").text == body.replace("\r\n", "\n").replace("\r", "\n")


@given(BODIES, st.sampled_from(["", "\ufeff"]), st.sampled_from(["---", "--- ", "---\t"]))
def test_a_body_below_front_matter_is_taken_as_it_is(body: str, mark: str, fence: str) -> None:
    content = read_text(f"{mark}{fence}\ntitle: T\n{fence}\n{body}".encode(), "a.md")
    assert content.text == body.replace("\r\n", "\n").replace("\r", "\n")
    assert content.said["title"] == "T"
    assert content.first_line == 4


ENGLISH = "“The wall is weak,” the mayor of Saint-Rémy said – at the café’s door…\n"
FRENCH = "Le maire a déclaré : « Le mur est fragile. » L’été, où l’on s’y promène, ça coûte cher à Noël.\n"
RUSSIAN = "Мэр города сказал в пятницу, что стена слабая, и что дорогу придётся закрыть до конца весны.\n"
GREEK = "Ο δήμαρχος είπε την Παρασκευή ότι ο τοίχος είναι αδύναμος και ότι ο δρόμος πρέπει να κλείσει.\n"
JAPANESE = "市長は金曜日に壁が弱いと述べ、道路を閉鎖しなければならないと語った。町議会は三月から二度開かれた。\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((ENGLISH, name) for name in ("windows-1252", "mac-roman", "utf-16", "utf-16-le", "utf-16-be", "utf-32")),
        (FRENCH, "windows-1252"),
        (FRENCH.replace("’", "'"), "latin-1"),
        *((RUSSIAN, name) for name in ("windows-1251", "koi8-r", "utf-16")),
        (GREEK, "windows-1253"),
        *((JAPANESE, name) for name in ("shift-jis", "euc-jp")),
    ],
)
def test_an_encoding_that_can_be_told_is_read(tmp_path: Path, text: str, encoding: str) -> None:
    assert read_bytes(tmp_path, text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Burmistrz powiedział w piątek, że ściana jest słaba.\n", "windows-1250"),
        ("Belediye başkanı cuma günü duvarın zayıf olduğunu söyledi.\n", "windows-1254"),
        (FRENCH.replace("’", "'"), "cp850"),
    ],
)
def test_an_encoding_that_might_be_another_is_refused_and_nothing_is_mangled(
    tmp_path: Path, text: str, encoding: str
) -> None:
    with pytest.raises(SeedError, match="no other encoding is certain"):
        read_bytes(tmp_path, text.encode(encoding))


def test_windows_and_old_mac_newlines_become_line_feeds_in_front_matter_too(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, b"---\r\ntitle: T\r\n---\r\none\r\n\r\ntwo\rthree")
    assert (document.metadata.title, document.text) == ("T", "one\n\ntwo\nthree")


def test_every_scalar_stays_what_a_person_typed(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, b"---\ntitle: NO\ndate: 2023-10-04\nnote: 12:30\nauthor: 007\n---\nText.")
    values = document.metadata
    assert (values.title, values.date, values.note, values.author) == ("NO", "2023-10-04", "12:30", "007")


def test_all_metadata_is_read_and_the_rest_has_defaults(tmp_path: Path) -> None:
    header = b"---\npublisher: P\nurl: https://example.org\nlicense: CC0-1.0\nlanguage: de\npublish: full\ndate:\n---\n"
    values = read_bytes(tmp_path, header + b"Text.").metadata
    assert (values.publisher, values.url, values.license) == ("P", "https://example.org", "CC0-1.0")
    assert (values.language, values.publish, values.date, values.title) == ("de", Publish.FULL, "", "")


def test_the_language_is_the_settings_where_the_seed_is_silent(build_tree: BuildTree) -> None:
    root = build_tree({"seeds/a.txt": "Text."})
    assert read_seed(root / "seeds/a.txt", root, Settings(language="fr")).metadata.language == "fr"


def test_the_digest_is_of_the_text_alone(tmp_path: Path) -> None:
    bare = read_bytes(tmp_path, b"Text.\n")
    titled = read_bytes(tmp_path, b"\xef\xbb\xbf---\ntitle: T\n---\nText.\r\n", "seeds/b.txt")
    assert bare.sha256 == titled.sha256 == hashlib.sha256(b"Text.\n").hexdigest()


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("seeds/a.txt", "a"),
        ("seeds/2023/Secret talks.v2.md", "2023-secret-talks-v2"),
        ("seeds/Привет.markdown", "privet"),
        ("seeds/sub/index.txt", "sub-index"),
        ("elsewhere/Foo Bar.TXT", "foo-bar"),
    ],
)
def test_an_id_is_the_slug_of_the_path_below_seeds(build_tree: BuildTree, name: str, identifier: str) -> None:
    document = read(build_tree({name: "Text."}), name)
    assert (document.id, document.path) == (identifier, name)


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"", None, "the file is empty"),
        (b" \n\t\n", None, "the file is empty"),
        (b"---\ntitle: T\n---\n\n", None, "no text below the front matter"),
        (b"ab\ncd\xff", 2, "not UTF-8: found the byte 0xff at offset 5"),
        (b"\xef\xbb\xbfab\r\ncd\xff", 2, "not UTF-8: found the byte 0xff at offset 9"),
        ("Text".encode("utf-16") + b"a", 1, "not UTF-8"),
        ("Wójt rzekł: „ściana jest słaba”.".encode("cp1250"), 1, "and no other encoding is certain; save the file"),
        (b"---\ntitle: a: b\n---\nText", 2, "broken YAML, column 9"),
        (b"---\ntitle: T\n\tdate: 2023\n---\nText", 3, "broken YAML, column 1"),
        (b"---\ntitle: a\x00\n---\nText", 1, "broken YAML"),
        (b"---\ntitle: T\nText", 1, "never closed"),
        (b"---\n- T\n---\nText", 2, "not a list of `key: value` lines"),
        (b"---\n? [a]\n: b\n---\nText", 2, "a key that is not a word"),
        (b"---\ntitle: a\ntitle: b\n---\nText", 3, "the key 'title' is given twice"),
        (b"---\ntitle: T\ndaet: 2023\n---\nText", 3, "unknown key 'daet'; did you mean 'date'?"),
        (b"---\ntitle: [a, b]\n---\nText", 2, "title: expected text, found a list"),
        (b"---\ntitle: {a: b}\n---\nText", 2, "title: expected text, found a mapping"),
        (b"---\ndate: 4 October 2023\n---\nText", 2, "date: found '4 October 2023'; expected a date such as"),
        (b"---\ndate: 2023-02-30\n---\nText", 2, "date: found '2023-02-30'"),
        (b'---\ndate: "[' + b"2023-01-01, " * 9_000 + b'2024]"\n---\nText', 2, "date: found 108,006 characters"),
        (b"---\ntitle: &a T\nnote: *a\n---\nText", 3, "found the alias *a for other values"),
        (b"---\npublish: all\n---\nText", 2, "publish: found 'all'; expected excerpts, full, none"),
    ],
)
def test_a_seed_that_cannot_be_read_says_where_and_what(
    tmp_path: Path, data: bytes, line: int | None, said: str
) -> None:
    with pytest.raises(SeedError) as caught:
        read_bytes(tmp_path, data)
    assert (caught.value.path, caught.value.line) == ("seeds/a.txt", line)
    assert said in caught.value.message
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("date", ["2023-10-04", "2023-10", "2023", "2023-10-04~", "XXXX-09-17", "2023/2024"])
def test_any_edtf_date_may_be_the_publication_date(tmp_path: Path, date: str) -> None:
    assert read_bytes(tmp_path, f"---\ndate: {date}\n---\nText".encode()).metadata.date == date


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("seeds/a.rtf", r"\.rtf is not read; save the document as "),
        ("seeds/a.DOC", r"\.DOC is not read; save the document as "),
        ("seeds/a.jpg", r"files that end in \.jpg are not read"),
        ("seeds/a", "files without a suffix are not read"),
        ("seeds/index.txt", "'index' is taken by the section's own page"),
        ("seeds/!.txt", "no letter or digit"),
    ],
)
def test_a_file_that_is_no_seed_says_why(build_tree: BuildTree, name: str, said: str) -> None:
    with pytest.raises(SeedError, match=said):
        read(build_tree({name: "Text."}), name)


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"^gone\.txt: cannot be read: No such file or directory$"):
        read(tmp_path, "gone.txt")


def test_a_link_may_not_lead_out_of_the_seeds(build_tree: BuildTree) -> None:
    root = build_tree({"secret.txt": "Text.", "seeds/real.txt": "Text."})
    (root / "seeds/out.txt").symlink_to(root / "secret.txt")
    (root / "seeds/in.txt").symlink_to(root / "seeds/real.txt")
    assert read(root, "seeds/in.txt").text == "Text."
    with pytest.raises(SeedError, match=r"^seeds/out\.txt: a link that leads out of seeds/"):
        read(root, "seeds/out.txt")


def test_seeds_are_found_in_the_order_of_their_paths(build_tree: BuildTree) -> None:
    names = ["b.txt", "a/z.md", "a.pdf", "README.md", "a/readme.md", ".hidden.txt", ".git/x.txt", "c"]
    root = build_tree({f"seeds/{name}": "Text." for name in names})
    (root / "seeds/broken.txt").symlink_to(root / "gone")
    found = [path.relative_to(root / "seeds").as_posix() for path in find_seeds(root / "seeds")]
    assert found == ["a.pdf", "a/z.md", "b.txt", "broken.txt", "c"]


def test_a_missing_folder_of_seeds_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="no such folder; make it"):
        find_seeds(tmp_path / "seeds")


def test_every_reader_is_registered_by_a_lower_case_suffix() -> None:
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in READERS)


@given(st.text())
def test_front_matter_is_read_or_refused_and_loses_no_character(text: str) -> None:
    """Whatever the file, the body is the end of the text."""
    try:
        matter = parse_front_matter(text)
    except FrontMatterError:
        return
    assert text.endswith(matter.body)
    assert text.split("\n")[matter.body_line - 1 :] == matter.body.split("\n")
