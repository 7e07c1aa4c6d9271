"""Every room keeps what it promises of the inputs that fuzzing began with and found, and of some random ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.targets import SEPARATOR, TARGETS

CORPUS = Path(__file__).parent / "corpus"
SMALL = 20_000  # bytes
KEPT = sorted(path for path in CORPUS.glob("*/*") if path.is_file())
# Those of a file's own format: random bytes are never such a file.
STRUCTURED = ("docx", "pdf", "pages")
PIECES = st.sampled_from(
    (
        "---\n",
        "title: a\n",
        "- b\n",
        "“we left”",
        "'",
        '"',
        "3 May 2024",
        "\n\n",
        "# ",
        "<p>",
        "&amp;",
        "_",
        "*",
        "é",
        ":",
    )
)
INPUTS = st.lists(PIECES | st.just(SEPARATOR) | st.text(max_size=8), max_size=20).map("".join).map(str.encode)


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.relative_to(CORPUS).as_posix())
def test_a_kept_input_is_answered_as_promised(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


def test_the_corpus_is_small_and_each_target_has_one() -> None:
    assert {path.parent.name for path in KEPT} == set(TARGETS)
    assert [path for path in KEPT if path.stat().st_size > SMALL] == []


@pytest.mark.parametrize("target", [name for name in TARGETS if name not in STRUCTURED])
@settings(max_examples=50)
@given(data=INPUTS | st.binary(max_size=60))
def test_any_input_is_answered_as_promised(target: str, data: bytes) -> None:
    TARGETS[target](data)
