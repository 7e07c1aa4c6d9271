"""The settings, which stand in mkdocs.yml under `extra.factsheet`, read as MkDocs itself reads them."""

from __future__ import annotations

import difflib
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urljoin

import msgspec
import yaml
from mkdocs.config import load_config
from mkdocs.config.config_options import EditURI, EditURITemplate
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from factsheet.errors import SettingsError

LANGUAGES = tuple(sorted(path.name for path in (Path(__file__).parent / "language/data").iterdir() if path.is_dir()))
CONFIGURATION = "mkdocs.yml"  # in the project's folder
SECTION = ("extra", "factsheet")
REDACTED = ("actor", "quote", "text")  # what an entry of `redact` may begin with, before a colon
LEAST_REDACTED = 2  # letters and digits of an entry
SITE_PATH = re.compile(r"(?:/(?!/)|\.\.?/)[^\s?#\\]*")  # of `search_with`; browsers read a backslash as a slash
NEEDED_EXTENSIONS = ("attr_list",)  # the anchor of each passage to its source is an attribute


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a person can set; every setting has a default."""

    seeds: str = "seeds"  # the folder of source documents, relative to mkdocs.yml
    language: str = "en"  # ISO 639-1, of the seeds that do not say
    model: str = "en_core_web_md"  # the spaCy pipeline that reads them
    languages: Mapping[str, str] = {}  # further languages that are read, each with its pipeline
    day_first: bool = False  # whether 5/6/2024 in them is the fifth of June
    report_confidence: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.4  # from which speech without marks gets a page
    page_threshold: Annotated[int, msgspec.Meta(ge=1)] = 2  # mentions from which somebody without a word has a page
    corrections_names: bool = True  # whether the log of corrections tells who made them, where git knows
    extractors: Mapping[str, Mapping[str, Any]] = {}  # those of other packages that are asked, with their settings
    redact: tuple[str, ...] = ()  # what must appear nowhere: actor:<id>, quote:<id>, or any words
    search_with: tuple[str, ...] = ()  # paths of other sites on the same host that the search looks into, too
    docs_dir: str = "docs"  # MkDocs' own, from the top of mkdocs.yml
    site_dir: str = "site"  # MkDocs' own, as are these
    site_name: str = "Factsheet"
    site_url: str = ""
    use_directory_urls: bool = True
    repo_url: str | None = None
    edit_uri: str | None = None
    edit_uri_template: str | None = None

    @property
    def pipelines(self) -> Mapping[str, str]:
        """The spaCy pipeline of each language that is read, by its code; the main one stands first."""
        return {self.language: self.model, **self.languages}


MKDOCS_KEYS = (
    "docs_dir",
    "site_dir",
    "site_name",
    "site_url",
    "use_directory_urls",
    "repo_url",
    "edit_uri",
    "edit_uri_template",
)
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
    if isinstance(named := section.get("extractors"), Mapping):
        section = {**section, "extractors": {name: {} if its is None else its for name, its in named.items()}}
    section = {**section, **({"redact": _entries(section["redact"])} if section.get("redact") is not None else {})}
    values = {**section, **{key: content[key] for key in MKDOCS_KEYS if content.get(key) is not None}}
    try:
        settings = msgspec.convert(values, Settings)
    except msgspec.ValidationError as error:
        raise _wrong_type(error, path) from error
    for language in settings.languages:
        if wrong := _wrong_language(language, settings):
            raise SettingsError(f"languages: {wrong}", str(path), _line(path, (*SECTION, "languages", language)))
    for number, entry in enumerate(settings.redact):
        if wrong := _wrong_entry(entry):
            raise redact_error(path, number, wrong)
    for number, entry in enumerate(settings.search_with):
        if wrong := _wrong_site(entry):
            raise SettingsError(f"search_with: {wrong}", str(path), _line(path, (*SECTION, "search_with", number)))
    return settings


def redact_error(path: Path, number: int, message: str) -> SettingsError:
    """Return the error that an entry of `redact` is.

    Args:
        path: the project's mkdocs.yml.
        number: of the entry, from 0.
        message: what is wrong with it.
    """
    return SettingsError(f"redact: {message}", str(path), _line(path, (*SECTION, "redact", number)))


def extractor_error(path: Path, name: str, message: str) -> SettingsError:
    """Return the error that an extractor is which cannot be asked.

    Args:
        path: the project's mkdocs.yml.
        name: the extractor's.
        message: what is wrong with it.
    """
    return SettingsError(f"extractors: {message}", str(path), _line(path, (*SECTION, "extractors", name)))


def load_extensions(path: Path) -> tuple[tuple[str, ...], Mapping[str, Mapping[str, object]]]:
    """Read which Markdown extensions a site is rendered with, MkDocs' own built-in ones included.

    Args:
        path: the project's mkdocs.yml.

    Returns:
        The extensions' names, and the settings of those that have any.

    Raises:
        SettingsError: when MkDocs cannot use the file, or an extension is missing that the pages need.
    """
    config = _load_config(path)
    for name in NEEDED_EXTENSIONS:
        if name not in config.markdown_extensions:
            message = f"markdown_extensions lacks {name!r}, without which no page shows its facts rightly; add it"
            raise SettingsError(message, str(path), _line(path, ("markdown_extensions",)))
    return tuple(config.markdown_extensions), config.mdx_configs


def unlisted(path: Path, pages: Iterable[str]) -> tuple[tuple[str, ...], int | None]:
    """Tell which pages make a strict build fail because neither nav nor not_in_nav has them.

    Args:
        path: the project's mkdocs.yml.
        pages: pages below docs/.

    Returns:
        Those pages, and the line of nav; none where a missing page is no warning.

    Raises:
        SettingsError: when MkDocs cannot use the file.
    """
    config = _load_config(path)
    if not config.nav or config.validation.nav.omitted_files != logging.WARNING:
        return (), None
    listed = set(_strings(config.nav))
    specs = [spec for spec in (config.not_in_nav, config.exclude_docs) if spec]
    missing = (page for page in pages if page not in listed and not any(spec.match_file(page) for spec in specs))
    return tuple(missing), _line(path, ("nav",))


def _strings(nav: object) -> Iterator[str]:
    """Yield every page and address in a nav."""
    if isinstance(nav, str):
        yield nav
    for one in nav.values() if isinstance(nav, Mapping) else nav if isinstance(nav, list) else ():
        yield from _strings(one)


def edit_url(settings: Settings, place: str) -> str:
    """Return where a page can be edited on the web, as MkDocs reckons it from repo_url and edit_uri.

    Args:
        settings: the project's.
        place: the page, below docs/.

    Returns:
        The address; empty where the settings name none.
    """
    values = {"repo_url": settings.repo_url, "edit_uri": settings.edit_uri}
    EditURI("repo_url").post_validation(values, "edit_uri")  # type: ignore[arg-type]  # a mapping does
    if settings.edit_uri_template:
        stem = place.rsplit(".", 1)[0]
        file = EditURITemplate.Formatter().format(settings.edit_uri_template, path=place, path_noext=stem)
    elif values["edit_uri"]:
        file = values["edit_uri"] + place
    else:
        return ""
    home = settings.repo_url or ""
    if not file.startswith(("?", "#")) and home and not home.endswith("/"):
        home += "/"
    return urljoin(home, file)


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


def _load_config(path: Path) -> MkDocsConfig:
    """Load mkdocs.yml as MkDocs does."""
    try:
        return load_config(str(path))
    except (ConfigurationError, Abort) as error:
        raise SettingsError(f"MkDocs cannot use it: {str(error).splitlines()[0]}", str(path)) from error


def _entries(value: object) -> object:
    """Return the entries of `redact`; a text, as `!ENV` reads it from the environment, holds one a line."""
    return [line.strip() for line in value.split("\n") if line.strip()] if isinstance(value, str) else value


def _wrong_language(language: str, settings: Settings) -> str:
    """Say what is wrong with a key of `languages`; empty where nothing is."""
    if language == settings.language:
        return f"{language!r} is the main language, whose pipeline is set by `model`; leave it out here"
    if language not in LANGUAGES:
        return f"{language!r} has no tables here{nearest(language, LANGUAGES)}"
    return ""


def _wrong_entry(entry: str) -> str:
    """Say what is wrong with an entry of `redact`; empty where nothing is."""
    kind = re.match(r"(\w+):\S", entry)
    if kind and kind[1] not in REDACTED and (near := difflib.get_close_matches(kind[1], REDACTED, n=1)):
        return f"unknown kind {kind[1]!r}; did you mean {near[0]!r}? For words as such, write text: before them"
    if sum(char.isalnum() for char in entry.removeprefix("text:")) < LEAST_REDACTED:
        return f"{entry!r} is too short to be told from other words; write at least {LEAST_REDACTED} letters or digits"
    return ""


def _wrong_site(entry: str) -> str:
    """Say what is wrong with an entry of `search_with`; empty where nothing is."""
    if SITE_PATH.fullmatch(entry):
        return ""
    advice = "write the path of a site on the same host, as /talks-2022/ or ../talks-2022/"
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[/\\]{2}", entry):
        policy = "the Content-Security-Policy of the pages lets them ask no host but their own"
        return f"{entry!r} is a full address, and {policy}; {advice}"
    return f"{entry!r} is not the path of a site; {advice}"


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
    found = re.fullmatch(r"(?P<what>.*) - at `\$\.(?P<key>\w+)(?:\[\S*\])?`", str(error))
    what, key = (found["what"], found["key"]) if found else (str(error), "extra.factsheet")
    place = (key,) if key in MKDOCS_KEYS else (*SECTION, key)
    return SettingsError(f"{key}: {what[0].lower()}{what[1:]}", str(path), _line(path, place))


def _line(path: Path, keys: tuple[str | int, ...]) -> int | None:
    """Return the line on which a nested key, or an item by its number, stands; None where another file holds it."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    line = None
    for wanted in keys:
        if isinstance(node, yaml.SequenceNode) and isinstance(wanted, int) and wanted < len(node.value):
            line, node = node.value[wanted].start_mark.line + 1, node.value[wanted]
            continue
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        found = next(((key, value) for key, value in pairs if key.value == wanted), None)
        if found is None:
            return None
        line, node = found[0].start_mark.line + 1, found[1]
    return line
