"""Front matter: the YAML between two lines of three hyphens at the top of a seed or a page, kept as text.

python-frontmatter's own loader turns `NO` into False and `12:30` into 750, and its split eats blank lines of the
body; here every scalar stays the string that a person typed and the body stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import yaml
from frontmatter.default_handlers import YAMLHandler

# A loader in C, where PyYAML has it, reads the same values ten times as fast, but words its errors differently.
FAST_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
MOST = 500_000  # characters; a page's front matter stays below, and PyYAML takes seconds for more
DELIMITER = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)


class FrontMatterError(ValueError):
    """Front matter that cannot be read; the caller knows the file.

    Args:
        message: what was found and what was expected.
        line: the line in the file, 1-based.
    """

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A text with its front matter taken off."""

    body: str
    values: Mapping[str, object] = field(default_factory=dict)  # strings, and lists and mappings of strings
    lines: Mapping[str, int] = field(default_factory=dict)  # where each key stands, 1-based
    body_line: int = 1  # where the body begins, 1-based


def parse_front_matter(text: str) -> FrontMatter:
    r"""Take the front matter off a text.

    Args:
        text: a file's text, its newlines already "\n".

    Returns:
        The values with every scalar a string, in the order of the file, and the body, not one character changed.
        A text whose first line is not `---` is all body.

    Raises:
        FrontMatterError: when it is never closed, is not YAML, is not a mapping, gives a key twice, or is far too
            long or nested.
    """
    handler = YAMLHandler(fm_boundary=DELIMITER)
    if not handler.detect(text):
        return FrontMatter(text)
    if len(DELIMITER.split(text, 2)) < 3:
        raise FrontMatterError("the front matter is never closed; end it with a line that holds --- alone", 1)
    header, body = handler.split(text)
    matter = parse_values(header, 1)
    return replace(matter, body=body, body_line=header.count("\n") + 3)


def parse_values(header: str, above: int = 0) -> FrontMatter:
    r"""Read the `key: value` lines of front matter, or of a file that holds nothing else.

    Args:
        header: the lines, their newlines already "\n".
        above: how many lines of the file stand above them.

    Returns:
        The values with every scalar a string, in the order of the file; no body.

    Raises:
        FrontMatterError: when they are not YAML, are not a mapping, give a key twice, or are far too long or nested.
    """
    if len(header) > MOST:
        raise FrontMatterError(f"found {len(header)} characters of `key: value` lines; expected {MOST} at most", 1)
    try:
        lines = dict(_keys(header, above))
        values = yaml.load(header, Loader=FAST_LOADER) or {}  # noqa: S506  it makes strings and nothing else
    except yaml.YAMLError as error:  # a list that holds itself
        raise FrontMatterError(f"broken YAML: {str(error).splitlines()[0]}; write `key: value`", above + 1) from error
    except RecursionError as error:
        raise FrontMatterError("lists or mappings are nested too deep; write `key: value`", above + 1) from error
    return FrontMatter("", values, lines)


def written_values(text: str) -> Mapping[str, object]:
    """Read front matter that the machine wrote, which is known to be sound.

    Args:
        text: a page as the machine wrote it.

    Returns:
        The values with every scalar a string; none where the front matter is missing or broken after all.
    """
    header = text.split("\n---\n", 1)[0].removeprefix("---\n") if text.startswith("---\n") else ""
    try:
        values = yaml.load(header, Loader=FAST_LOADER)  # noqa: S506  it makes strings and nothing else
    except yaml.YAMLError:
        return {}
    return values if isinstance(values, dict) else {}


def _compose(header: str) -> yaml.Node | None:
    """Compose YAML, fast where nothing is wrong with it, and else with the errors of the loader in Python."""
    for event in yaml.parse(header, Loader=FAST_LOADER) if "*" in header else ():
        if isinstance(event, yaml.AliasEvent):  # by which a few lines can mean billions of values
            found = f"found the alias *{event.anchor} for other values, which stand here as themselves only"
            raise yaml.MarkedYAMLError(problem=found, problem_mark=event.start_mark)  # type: ignore[arg-type]  # of C, and alike
    try:
        return yaml.compose(header, Loader=FAST_LOADER)
    except yaml.YAMLError:
        return yaml.compose(header, Loader=yaml.BaseLoader)


def _keys(header: str, above: int) -> Iterator[tuple[str, int]]:
    """Yield each key with its line in the file, above which stand so many lines."""
    seen = set[str]()
    try:
        root = _compose(header)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f", column {mark.column + 1}" if mark else ""
        raise FrontMatterError(
            f"broken YAML{place}: {error.problem}; write `key: value`, in quotation marks where the value has a colon",
            mark.line + 1 + above if mark else 1,
        ) from error
    except yaml.YAMLError as error:
        raise FrontMatterError(f"broken YAML: {str(error).splitlines()[0]}", 1) from error
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise FrontMatterError("the front matter is not a list of `key: value` lines", root.start_mark.line + 1 + above)
    for key, _ in root.value:
        line = key.start_mark.line + 1 + above
        if not isinstance(key, yaml.ScalarNode):
            raise FrontMatterError("found a key that is not a word; expected `key: value`", line)
        if key.value in seen:
            raise FrontMatterError(f"the key {key.value!r} is given twice; keep one", line)
        seen.add(key.value)
        yield key.value, line
