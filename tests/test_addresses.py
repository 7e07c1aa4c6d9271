"""Names of files that come from seeds fit on every disk: Windows', macOS' and Linux'."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import BuildTree
from factsheet import pipeline
from factsheet.config import Settings
from factsheet.edtf_values import is_edtf
from factsheet.errors import SeedError
from factsheet.exports import render_exports
from factsheet.pages import render_pages
from factsheet.readers import kept_path, read_seed
from factsheet.resolve.dates import date_slug
from factsheet.resolve.naming import quote_id
from factsheet.slugs import LONGEST, RESERVED, bounded, slug_of
from hostile import facts_of, injections

DEVICES = ("con", "PRN", "Aux", "nul", "COM1", "lpt9")
FITTING = re.compile(r"[A-Za-z0-9_.+^-]+", re.ASCII)
WORDS = st.text(max_size=80) | st.sampled_from(
    (*DEVICES, "..", "../../etc/passwd", "C:\\con", "a. ", "Ｃｏｎ", "index")
)


def fits(path: str) -> bool:
    """Tell whether every system takes a path for a new file below the folder in which it is asked for."""
    parts = PurePosixPath(path).parts
    return all(
        FITTING.fullmatch(part)
        and not part.startswith(".")
        and not part.endswith((".", " "))
        and part.split(".")[0].casefold() not in RESERVED - {"index"}
        and len(part) <= 255
        for part in parts
    )


@given(WORDS)
def test_an_actors_address_is_a_name_that_every_system_takes(words: str) -> None:
    slug = slug_of(words)
    assert not slug or fits(f"{slug}.md")
    assert slug not in RESERVED
    assert slug == slug.casefold()


@given(WORDS, WORDS)
def test_a_quotes_address_is_a_name_that_every_system_takes(source: str, words: str) -> None:
    assert fits(f"{quote_id(source, words)}.md")


@given(st.text(alphabet="0123456789-/.[]{},~?%XYTZES:+^", max_size=30))
def test_a_dates_address_is_a_name_that_every_system_takes(value: str) -> None:
    if is_edtf(value):
        assert fits(f"{date_slug(value)}.md")


def test_a_date_of_very_many_days_has_an_address_that_fits() -> None:
    value = "{" + ",".join(f"{year}~" for year in range(1900, 1930)) + "}"
    assert is_edtf(value)
    assert fits(f"{date_slug(value)}.md")


@given(st.text(alphabet="ab-", min_size=1, max_size=300), st.text(alphabet="ab-", min_size=1, max_size=300))
def test_what_is_cut_to_fit_stays_different(one: str, other: str) -> None:
    assert (bounded(one) == bounded(other)) == (one == other)
    assert len(bounded(one)) <= LONGEST


@pytest.mark.parametrize("name", DEVICES)
def test_a_seed_named_as_a_device_has_an_address_that_is_none(build_tree: BuildTree, name: str) -> None:
    root = build_tree({f"seeds/{name}.txt": "Text."})
    assert read_seed(root / f"seeds/{name}.txt", root, Settings()).id == f"{name.lower()}-page"


@given(WORDS.map(lambda words: words.replace("/", "-").replace("\0", "")))
def test_a_documents_address_is_a_name_that_every_system_takes(
    tmp_path_factory: pytest.TempPathFactory, words: str
) -> None:
    root = tmp_path_factory.getbasetemp()
    try:
        (root / "seeds").mkdir(exist_ok=True)
        path = root / "seeds" / f"{words}.txt"
        path.write_text("Text.", encoding="utf-8")
        identifier = read_seed(path, root, Settings()).id
    except (SeedError, OSError, UnicodeEncodeError):
        return  # told, or no name of a file here
    assert fits(f"{identifier}.md")
    assert fits(kept_path(identifier).name)


def test_a_long_name_of_other_letters_has_an_address_that_fits(build_tree: BuildTree) -> None:
    root = build_tree({f"seeds/{'莊' * 80}.txt": "“We left,” Ada Brennan said.\n", "mkdocs.yml": "site_name: T\n"})
    result = pipeline.generate(root)
    assert result.errors == ()
    assert len(list((root / "docs/sources").glob("zhuang-*.md"))) == 1


def test_an_actor_named_as_a_device_or_as_a_section_has_a_page_of_its_own(build_tree: BuildTree) -> None:
    text = "“We left,” said Nul Index of Colmouth. Aux said on 3 May 2024 that he would not pay. " * 3
    root = build_tree({"seeds/talks.txt": text, "mkdocs.yml": "site_name: T\n"})
    assert pipeline.generate(root).errors == ()
    paths = [path.relative_to(root / "docs").as_posix() for path in (root / "docs").rglob("*.*")]
    assert [path for path in paths if not fits(path)] == []


@pytest.mark.parametrize("words", dict(injections()).values())
def test_no_words_of_a_source_lead_a_page_or_an_export_out_of_the_pages(words: str) -> None:
    facts = facts_of(words)
    paths = [one.path for one in (*render_pages(facts), *render_exports(facts))]
    assert [path for path in paths if not fits(path)] == []
    folded = [unicodedata.normalize("NFC", path).casefold() for path in paths]
    assert len(set(folded)) == len(folded)
