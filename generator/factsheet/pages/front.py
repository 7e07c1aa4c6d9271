"""Front matter as the machine writes it: one key after the other, every scalar a string to every YAML loader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import yaml

from factsheet.blocks import show_blocks

Value = str | Sequence[str]

# Words that YAML takes as they are: no indicator at the start, no ": " and no " #" inside.
PLAIN = re.compile(r"[^\W_](?:[^\s:#\\]|:(?=[^\s])|(?<! )#| (?=[^\s#]))*")
RESOLVER = yaml.resolver.Resolver()
UNPRINTABLE = yaml.reader.Reader.NON_PRINTABLE
CODED = re.compile(rf'["\\]|{UNPRINTABLE.pattern}')  # what no text in double quotation marks may hold
STRING = "tag:yaml.org,2002:str"


def write_front_matter(pairs: Iterable[tuple[str, Value]]) -> str:
    """Write front matter, keys in the order given, empty values left out.

    Args:
        pairs: keys, and strings or lists of strings.

    Returns:
        The block with its two lines of hyphens and a final newline.
    """
    lines = (line for key, value in pairs if value for line in entry(key, value))
    return "\n".join(("---", *lines, "---", ""))


def entry(key: str, value: Value) -> list[str]:
    """Write one key: one line, or one line an item.

    Args:
        key: a plain word.
        value: a string or a list of strings.

    Returns:
        The lines, without newlines.
    """
    if isinstance(value, str):
        return [f"{key}: {scalar(value)}"]
    return [f"{key}:", *(f"  - {scalar(item)}" for item in value)] if value else [f"{key}: []"]


@lru_cache(maxsize=4096)
def scalar(text: str) -> str:
    """Write a string so that every YAML 1.1 loader reads that string again.

    Args:
        text: any text.

    Returns:
        The text as it is, or in double quotation marks: `Baku`, `"2023-10-04"`, `"NO"`, `"a: b"`.
    """
    text = show_blocks(text)
    codes = "".join(map(_code, text)) if CODED.search(text) or not text.isprintable() else text
    plain = PLAIN.fullmatch(text) and codes == text
    if plain and RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == STRING:  # type: ignore[no-untyped-call]
        return text
    return f'"{codes}"'


def _code(char: str) -> str:
    """Write one character for a text in double quotation marks; what cannot be seen is written as its number."""
    if char in '"\\':
        return "\\" + char
    if char.isprintable() and not UNPRINTABLE.search(char):
        return char
    return f"\\U{ord(char):08X}" if ord(char) > 0xFFFF else f"\\u{ord(char):04X}"
