"""The store: the rules of regeneration on a real disk, and what a crash at any point leaves behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from factsheet.errors import PageError, StoreError
from factsheet.model import Page
from factsheet.pages import Report, Store, find_conflicts
from factsheet.pages.conflicts import settle


def page(name: str, *lines: str, kind: str = "actor", title: str = "") -> Page:
    front = f"---\nid: {name}\ntype: {kind}\ntitle: {title or name}\n---\n\n"
    return Page(path=f"{kind}s/{name}.md", text=front + "".join(line + "\n" for line in ("# " + name, "", *lines)))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "docs", tmp_path / ".factsheet" / "base")


def tree(store: Store) -> dict[str, str]:
    """Everything that stands below both folders."""
    files = (path for folder in (store.docs, store.base) for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(store.docs.parent).as_posix(): path.read_text() for path in files}


def edit(store: Store, place: str, old: str, new: str) -> None:
    path = store.docs / place
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


A, B = page("a", "one", "", "two", "", "three"), page("b", "one")
A2 = page("a", "one", "", "two", "", "drei")


def test_new_pages_are_written_and_a_second_run_writes_nothing(store: Store) -> None:
    assert store.apply([A, B]).written == (A.path, B.path)
    before = {path: path.stat().st_mtime_ns for path in store.docs.rglob("*.md")}
    assert store.apply([A, B]) == Report(unchanged=(A.path, B.path))
    assert {path: path.stat().st_mtime_ns for path in store.docs.rglob("*.md")} == before


def test_a_page_that_nobody_edited_is_replaced(store: Store) -> None:
    store.apply([A])
    assert store.apply([A2]).written == (A.path,)
    assert (store.docs / A.path).read_text() == A2.text


def test_an_edit_stays_and_is_merged_with_what_changes(store: Store) -> None:
    store.apply([A])
    edit(store, A.path, "one\n", "one\nMy note.\n")
    assert store.apply([A]).kept == (A.path,)
    assert store.apply([A2]).merged == (A.path,)
    assert (store.docs / A.path).read_text() == A2.text.replace("one\n", "one\nMy note.\n")
    assert store.apply([A2]) == Report(kept=(A.path,))


def test_a_collision_keeps_the_persons_words_and_is_told_on_every_run_until_it_is_settled(store: Store) -> None:
    store.apply([A])
    edit(store, A.path, "three", "trois")
    for _ in range(2):
        report = store.apply([A2])
        ((place, conflict),) = report.conflicts
        assert (place, conflict.mine, conflict.theirs) == (A.path, "trois", "drei")
        (finding,) = report.findings
        assert str(finding).startswith("docs/actors/a.md:14: ")
        assert [one.error for one in find_conflicts(store.read(), "docs")] == [True]
    text = (store.docs / A.path).read_text()
    (store.docs / A.path).write_text(settle(text, 0, "theirs"))
    assert store.apply([A2]).findings == ()
    assert store.apply([A2]) == Report(unchanged=(A.path,))
    assert tuple(find_conflicts(store.read(), "docs")) == ()


def test_a_page_that_a_person_deleted_stays_deleted_and_comes_back_when_it_is_put_back(store: Store) -> None:
    store.apply([A, B])
    (store.docs / A.path).unlink()
    assert store.apply([A2, B]).absent == (A.path,)
    assert store.apply([B]).absent == (A.path,)
    assert not (store.docs / A.path).exists()
    (store.docs / A.path).write_text(A.text)
    assert store.apply([A2, B]).written == (A.path,)
    assert (store.docs / A.path).read_text() == A2.text


def test_a_page_that_a_person_moved_is_brought_up_to_date_at_its_new_place(store: Store) -> None:
    store.apply([A, B])
    (store.docs / "people").mkdir()
    (store.docs / A.path).rename(store.docs / "people" / "Mr A.md")
    assert store.places() == {A.path: "people/Mr A.md"}
    report = store.apply([A2, B])
    assert (report.written, report.moved) == (("people/Mr A.md",), ((A.path, "people/Mr A.md"),))
    assert (store.docs / "people" / "Mr A.md").read_text() == A2.text
    assert not (store.docs / A.path).exists()
    assert store.apply([B]).deleted == ("people/Mr A.md",)


def test_a_page_that_is_no_longer_made_goes_unless_it_was_edited(store: Store) -> None:
    store.apply([A, B])
    edit(store, B.path, "one", "one, says the desk")
    report = store.apply([])
    assert (report.deleted, report.kept) == ((A.path,), (B.path,))
    assert [finding.code for finding in report.findings] == ["orphan"]
    assert sorted(tree(store)) == [".factsheet/base/actors/b.md", "docs/actors/b.md"]


def test_pages_that_people_made_are_never_touched(store: Store) -> None:
    for place in ("notes.md", A.path):
        (store.docs / place).parent.mkdir(parents=True, exist_ok=True)
        (store.docs / place).write_text("My own page.\n")
    report = store.apply([A])
    assert [finding.code for finding in report.findings] == ["occupied"]
    store.apply([])
    assert tree(store) == {"docs/notes.md": "My own page.\n", f"docs/{A.path}": "My own page.\n"}


def test_lost_bases_cost_no_edit(store: Store) -> None:
    store.apply([A, B])
    edit(store, A.path, "one", "uno")
    for path in (store.base / A.path, store.base / B.path):
        path.unlink()
    report = store.apply([A2, B])
    assert (report.kept, report.unchanged) == ((A.path,), (B.path,))
    assert "uno" in (store.docs / A.path).read_text()


def test_broken_front_matter_is_told_and_the_other_pages_go_on(store: Store) -> None:
    store.apply([A, B])
    edit(store, A.path, "title: a", "title: 'a")
    broken = (store.docs / A.path).read_text()
    report = store.apply([A2, page("b", "two")])
    (finding,) = report.findings
    assert finding.error
    assert str(finding).startswith("docs/actors/a.md:")
    assert (store.docs / A.path).read_text() == broken
    assert report.written == (B.path,)
    edit(store, A.path, "title: 'a", "title: a")
    assert store.apply([A2, page("b", "two")]).written == (A.path,)


def test_only_pages_that_people_changed_are_read_for_decisions(store: Store) -> None:
    store.apply([A, B, page("c", "x")])
    edit(store, A.path, "title: a", "title: Ah")
    (store.docs / B.path).unlink()
    first, second = store.pairs()
    assert (first.path, first.base) == (A.path, A.text)
    assert "title: Ah" in (first.mine or "")
    assert (second.path, second.mine) == (B.path, None)


def test_permissions_of_a_page_stay(store: Store) -> None:
    store.apply([A])
    (store.docs / A.path).chmod(0o600)
    store.apply([A2])
    assert (store.docs / A.path).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("path", ["../out.md", "/tmp/out.md", "actors/../../out.md"])
def test_nothing_is_written_outside_docs(store: Store, path: str) -> None:
    with pytest.raises(StoreError, match="outside"):
        store.apply([Page(path=path, text="x")])


def test_a_link_that_leaves_docs_is_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    store.docs.mkdir()
    (store.docs / "actors").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="outside"):
        store.apply([A])


def test_a_folder_that_cannot_be_written_is_one_clear_line(store: Store) -> None:
    store.docs.mkdir()
    (store.docs / "actors").write_text("a file where a folder should be")
    with pytest.raises(StoreError) as told:
        store.apply([A])
    assert "\n" not in str(told.value)
    assert "actors" in str(told.value)


def test_a_page_that_is_saved_while_it_is_being_written_is_merged_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.apply([A])
    real = Path.write_bytes

    def write(file: Path, data: bytes) -> int:
        monkeypatch.setattr(Path, "write_bytes", real)
        edit(store, A.path, "one\n", "one\nSaved just now.\n")
        return real(file, data)

    monkeypatch.setattr(Path, "write_bytes", write)
    assert store.apply([A2]).merged == (A.path,)
    assert (store.docs / A.path).read_text() == A2.text.replace("one\n", "one\nSaved just now.\n")


def test_a_page_that_is_not_utf_8_is_told_and_the_others_go_on(store: Store) -> None:
    store.apply([A, B])
    data = (store.docs / A.path).read_bytes().replace(b"one", b"\xe9n")
    (store.docs / A.path).write_bytes(data)
    assert store.pairs() == ()
    report = store.apply([A2, page("b", "two")])
    assert [str(one) for one in report.findings] == [
        "docs/actors/a.md:9: is not UTF-8; save it as UTF-8, it is left as it is until then [front-matter]"
    ]
    assert (report.kept, report.written) == ((A.path,), (B.path,))
    assert (store.docs / A.path).read_bytes() == data
    with pytest.raises(PageError, match=r"docs/actors/a\.md:9: is not UTF-8"):
        store.read()


def test_a_moved_page_is_known_even_where_its_front_matter_is_broken(store: Store) -> None:
    store.apply([A])
    (store.docs / A.path).rename(store.docs / "elsewhere.md")
    edit(store, "elsewhere.md", "title: a", "title: 'a")
    assert [(pair.place, pair.mine is None) for pair in store.pairs()] == [("elsewhere.md", False)]
    assert [finding.code for finding in store.apply([A2]).findings] == ["front-matter"]


def test_pages_that_an_incomplete_run_does_not_make_stay_as_they_are(store: Store) -> None:
    store.apply([A, B, page("c", "one")])
    edit(store, B.path, "one", "uno")
    before = tree(store)
    report = store.apply([A], complete=False)
    assert (report.unchanged, report.kept, report.deleted, report.findings) == (
        (A.path, "actors/c.md"),
        (B.path,),
        (),
        (),
    )
    assert tree(store) == before


def test_what_a_killed_export_left_behind_is_cleared_away(store: Store) -> None:
    store.apply([A])
    before = tree(store)
    (store.docs / "data").mkdir()
    (store.docs / "data" / ".facts.json.4711.tmp").write_text("{")
    store.apply([A])
    assert tree(store) == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_folder_without_permission_is_told_and_nothing_is_lost(store: Store) -> None:
    store.apply([A])
    (store.docs / "actors").chmod(0o500)
    try:
        with pytest.raises(StoreError, match="nothing is lost"):
            store.apply([A2])
    finally:
        (store.docs / "actors").chmod(0o700)
    assert store.apply([A2]).written == (A.path,)
