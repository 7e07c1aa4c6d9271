"""The settings, which stand in mkdocs.yml under `extra.factsheet`, read as MkDocs itself reads them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
import yaml
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from factsheet.errors import SettingsError

SECTION = ("extra", "factsheet")
NEEDED_EXTENSIONS = ("attr_list",)  # the anchor of each passage to its source is an attribute


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a person can set; every setting has a default."""

    seeds: str = "seeds"  # the folder of source documents, relative to mkdocs.yml
    language: str = "en"  # ISO 639-1, of the seeds that do not say
    model: str = "en_core_web_md"  # the spaCy pipeline that reads them
    day_first: bool = False  # whether 5/6/2024 in them is the fifth of June
    report_confidence: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.4  # from which speech without marks gets a page
    page_threshold: Annotated[int, msgspec.Meta(ge=1)] = 2  # mentions from which somebody without a word has a page
    docs_dir: str = "docs"  # MkDocs' own, from the top of mkdocs.yml
    site_dir: str = "site"  # MkDocs' own


MKDOCS_KEYS = ("docs_dir", "site_dir")
KEYS = tuple(name for name in Settings.__struct_fields__ if name not in MKDOCS_KEYS)


def load_settings(path: Path) -> Settings:
    """Read a project's settings.

    `!ENV` and `INHERIT` work as in MkDocs; no plugin is loaded and no `!!python/name` is imported.

    Args:
        path: the project's mkdocs.yml.

    Returns:
        The settings, with the default where the file is silent.

    Raises:
        SettingsError: when the file is missing or is not YAML, or a setting is unknown or not of its type.
    """
    content = _read(path)
    extra = content.get("extra") or {}
    section = (extra.get("factsheet") if isinstance(extra, Mapping) else extra) or {}
    if not isinstance(section, Mapping):
        raise SettingsError("extra.factsheet is not a list of `key: value` lines", str(path), _line(path, SECTION))
    for key in section:
        if key not in KEYS:
            message = f"unknown setting {str(key)!r}{nearest(str(key), KEYS)}"
            raise SettingsError(message, str(path), _line(path, (*SECTION, str(key))))
    values = {**section, **{key: content[key] for key in MKDOCS_KEYS if key in content}}
    try:
        return msgspec.convert(values, Settings)
    except msgspec.ValidationError as error:
        raise _wrong_type(error, path) from error


def load_extensions(path: Path) -> tuple[tuple[str, ...], Mapping[str, Mapping[str, object]]]:
    """Read which Markdown extensions a site is rendered with, MkDocs' own built-in ones included.

    Args:
        path: the project's mkdocs.yml.

    Returns:
        The extensions' names, and the settings of those that have any.

    Raises:
        SettingsError: when MkDocs cannot use the file, or an extension is missing that the pages need.
    """
    try:
        config = load_config(str(path))
    except (ConfigurationError, Abort) as error:
        raise SettingsError(f"MkDocs cannot use it: {str(error).splitlines()[0]}", str(path)) from error
    for name in NEEDED_EXTENSIONS:
        if name not in config.markdown_extensions:
            message = f"markdown_extensions lacks {name!r}, without which no page shows its facts rightly; add it"
            raise SettingsError(message, str(path), _line(path, ("markdown_extensions",)))
    return tuple(config.markdown_extensions), config.mdx_configs


def nearest(word: str, known: Iterable[str]) -> str:
    """Name the known word that looks most like an unknown one, for the end of an error message.

    Args:
        word: what was found, as "sedes".
        known: what was expected, as ("language", "seeds").

    Returns:
        "; did you mean 'seeds'?" or, where nothing is near, "; known are 'language', 'seeds'".
    """
    near = difflib.get_close_matches(word, sorted(known), n=1)
    if near:
        return f"; did you mean {near[0]!r}?"
    return f"; known are {', '.join(repr(name) for name in sorted(known))}"


def _read(path: Path) -> Mapping[str, object]:
    """Load mkdocs.yml with MkDocs' loader."""
    try:
        with path.open("rb") as file:
            content = yaml_load(file, _loader(path))
    except FileNotFoundError as error:
        raise SettingsError(
            "no such file; run the command in a project's folder, or name the folder with --project", str(path)
        ) from error
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror or error}", str(path)) from error
    except ConfigurationError as error:
        raise _broken(error, path) from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise SettingsError(f"cannot be read: {str(error).splitlines()[0]}", str(path)) from error
    if not isinstance(content, dict):
        raise SettingsError("is not a list of `key: value` lines", str(path), 1)
    return content


def _loader(path: Path) -> Any:  # PyYAML's typed loaders share no class
    """Return MkDocs' loader over a safe one: what a tag such as `!!python/name:` would import stays unread."""
    config = MkDocsConfig(config_file_path=str(path))

    class Loader(get_yaml_loader(yaml.SafeLoader, config)):  # type: ignore[misc]
        """MkDocs' loader without imports."""

    Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)
    return Loader


def _broken(error: ConfigurationError, path: Path) -> SettingsError:
    """Say where the YAML breaks; MkDocs keeps the parser's own error as the context of its own."""
    cause = error.__context__
    if isinstance(cause, yaml.MarkedYAMLError) and cause.problem_mark:
        mark = cause.problem_mark
        return SettingsError(f"broken YAML, column {mark.column + 1}: {cause.problem}", str(path), mark.line + 1)
    return SettingsError(str(error).splitlines()[0], str(path))


def _wrong_type(error: msgspec.ValidationError, path: Path) -> SettingsError:
    """Turn "Expected `str`, got `int` - at `$.model`" into a line that names file and setting."""
    found = re.fullmatch(r"(?P<what>.*) - at `\$\.(?P<key>\w+)`", str(error))
    what, key = (found["what"], found["key"]) if found else (str(error), "extra.factsheet")
    place = (key,) if key in MKDOCS_KEYS else (*SECTION, key)
    return SettingsError(f"{key}: {what[0].lower()}{what[1:]}", str(path), _line(path, place))


def _line(path: Path, keys: tuple[str, ...]) -> int | None:
    """Return the line on which a nested key stands; None where an inherited file holds it."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    line = None
    for wanted in keys:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        found = next(((key, value) for key, value in pairs if key.value == wanted), None)
        if found is None:
            return None
        line, node = found[0].start_mark.line + 1, found[1]
    return line
