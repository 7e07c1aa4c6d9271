"""The cache is bounded, and whatever becomes of it costs time and nothing else."""

from __future__ import annotations

import os
import time
from pathlib import Path

import msgspec
import pytest

from factsheet.cache import DAY, STALE, MentionCache, decode, encode
from factsheet.model import Document, Mentions, Metadata, Span
from factsheet.readers.languages import Languages


def document(name: str) -> Document:
    return Document(id=name, path=f"seeds/{name}.txt", text=name, sha256=name, metadata=Metadata())


def mentions(length: int = 3) -> Mentions:
    return Mentions(paragraphs=tuple(Span(at, at + 7) for at in range(length)))


def age(folder: Path, seconds: float) -> None:
    """Make everything below a folder look older."""
    for path in folder.rglob("*.*"):
        os.utime(path, (then := path.stat().st_mtime - seconds, then))


def saved(folder: Path, *names: str) -> MentionCache:
    cache = MentionCache(folder, lambda _: "rules")
    for name in names:
        cache.save(document(name), mentions())
    return cache


def known(folder: Path, *names: str) -> list[str]:
    cache = MentionCache(folder, lambda _: "rules")
    return [name for name in names if cache.load(document(name)) is not None]


def length(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*.gz"))


def test_what_is_kept_comes_back_and_has_the_same_bytes_each_time() -> None:
    assert decode(encode(mentions())) == mentions()
    first = encode(mentions())
    time.sleep(1.1)  # gzip writes the second into its head, unless it is told not to
    assert encode(mentions()) == first


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    for name in ("oldest", "older", "old"):
        saved(tmp_path, name)
        age(tmp_path, DAY)
    cache = saved(tmp_path, "new")
    cache.prune(length(tmp_path) * 3 // 4)
    assert known(tmp_path, "oldest", "older", "old", "new") == ["older", "old", "new"]


def test_an_entry_that_was_read_again_is_young_again(tmp_path: Path) -> None:
    for name in ("first", "second"):
        saved(tmp_path, name)
        age(tmp_path, 2 * DAY)
    known(tmp_path, "first")
    saved(tmp_path, "new").prune(length(tmp_path) * 3 // 4)
    assert known(tmp_path, "first", "second", "new") == ["first", "new"]


def test_what_this_run_used_stays_whatever_it_weighs(tmp_path: Path) -> None:
    saved(tmp_path, "left", "loaded")
    cache = MentionCache(tmp_path, lambda _: "rules")
    cache.load(document("loaded"))
    cache.save(document("saved"), mentions())
    cache.prune(0)
    assert known(tmp_path, "left", "loaded", "saved") == ["loaded", "saved"]


def test_nothing_goes_below_the_limit_or_where_nothing_was_added(tmp_path: Path) -> None:
    saved(tmp_path, "one", "two").prune()
    MentionCache(tmp_path, lambda _: "rules").prune(0)
    assert known(tmp_path, "one", "two") == ["one", "two"]


def test_what_a_killed_process_left_goes_and_what_another_one_writes_stays(tmp_path: Path) -> None:
    cache = saved(tmp_path, "one")
    folder = next(tmp_path.rglob("*.gz")).parent
    dead, living = folder / ".a.json.gz.17.tmp", folder / ".b.json.gz.18.tmp"
    for path in (dead, living):
        path.write_bytes(b"half")
    os.utime(dead, (then := time.time() - STALE - 1, then))
    cache.prune()
    assert (dead.exists(), living.exists()) == (False, True)


def test_entries_of_earlier_versions_count_and_go(tmp_path: Path) -> None:
    cache = saved(tmp_path, "one")
    before = next(tmp_path.rglob("*.gz")).with_name("0123.json")
    before.write_bytes(b"{}")
    os.utime(before, (0, 0))
    cache.prune(0)
    assert not before.exists()
    assert known(tmp_path, "one") == ["one"]


def test_a_cache_that_vanishes_meanwhile_costs_nothing_but_time(tmp_path: Path) -> None:
    cache = saved(tmp_path / "cache", "one")
    cache.clear()
    cache.prune()
    assert cache.load(document("one")) is None
    cache.save(document("one"), mentions())
    assert cache.load(document("one")) == mentions()


ENGLISH = "The mayor said on Tuesday that the harbour would not be sold. " * 2
FRENCH = "Le maire a dit mardi que le port ne serait vendu à personne. " * 2


def test_a_language_is_told_once_for_a_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Languages(tmp_path / "languages.json")
    assert [first.tell(text) for text in (ENGLISH, FRENCH, "Short.")] == ["en", "fr", ""]
    first.keep()
    asked: list[str] = []
    monkeypatch.setattr("factsheet.readers.languages.detect_language", lambda text: asked.append(text) or "xx")
    again = Languages(tmp_path / "languages.json")
    assert [again.tell(text) for text in (FRENCH, "Short.", ENGLISH)] == ["fr", "", "en"]
    assert again.tell("Another text.") == "xx"
    assert asked == ["Another text."]


def test_a_language_of_a_text_that_is_no_more_is_not_kept(tmp_path: Path) -> None:
    for texts in ((ENGLISH, FRENCH), (ENGLISH,)):
        languages = Languages(tmp_path / "languages.json")
        for text in texts:
            languages.tell(text)
        languages.keep()
    assert len(msgspec.json.decode((tmp_path / "languages.json").read_bytes())["languages"]) == 1


@pytest.mark.parametrize("kept", [b"", b"\xff", b"{", b'{"rules": "others", "languages": {}}', b'{"languages": []}'])
def test_a_damaged_file_of_languages_decides_nothing(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / "languages.json").write_bytes(kept)
    languages = Languages(tmp_path / "languages.json")
    assert languages.tell(FRENCH) == "fr"
    languages.keep()
    assert Languages(tmp_path / "languages.json").tell(FRENCH) == "fr"


def test_languages_that_other_rules_told_are_told_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    languages = Languages(tmp_path / "languages.json")
    languages.tell(FRENCH)
    languages.keep()
    monkeypatch.setattr("factsheet.readers.languages._rules", lambda: "other rules")
    monkeypatch.setattr("factsheet.readers.languages.detect_language", lambda _text: "de")
    assert Languages(tmp_path / "languages.json").tell(FRENCH) == "de"
