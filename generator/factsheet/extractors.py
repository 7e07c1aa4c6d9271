"""The extractors of other packages that the settings name: loaded, asked what nobody asked them yet, and remembered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from factsheet.cache import MentionCache
from factsheet.config import LANGUAGES, Settings, extractor_error, nearest
from factsheet.engines import Engine
from factsheet.errors import ExtensionError, FactsheetError, said
from factsheet.extensions import EXTRACTORS, Extension, find_extension, installed, load_extension
from factsheet.extracting import HERE, Reading, cache_of, extract_all
from factsheet.lock import ignore
from factsheet.model import Asked, Document, Mentions
from factsheet.progress import Progress, counted, no_progress, ticking

NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")  # it stands on pages
READING = "Reading"  # the stage in which documents are read
ASKING = "Asking extractors"


@dataclass(frozen=True, slots=True)
class Panel:
    """Who is asked about documents, and what was found in them before.

    Args:
        extractors: of other packages, in the order of the settings.
        own: what we find by ourselves.
        cache: what we and the extractors find; the same where there are none.
        tell: told, in a sentence, what leaves the machine before it does.
    """

    extractors: tuple[Asked, ...]
    own: MentionCache
    cache: MentionCache
    tell: Callable[[str], None]


def prepare(
    settings: Settings, configuration: Path, folder: Path | None, tell: Callable[[str], None] = ignore
) -> Panel:
    """Load the extractors that the settings name.

    Args:
        settings: which they are, and what each is told.
        configuration: mkdocs.yml, for errors.
        folder: of the cache; None keeps nothing.
        tell: told, in a sentence, what leaves the machine before it does.

    Raises:
        SettingsError: when one of them is not installed, cannot be loaded, or takes other settings.
    """
    extractors = tuple(_load(name, its, settings, configuration) for name, its in settings.extractors.items())
    own = cache_of(settings, folder)
    keys = "; ".join(one.key for one in extractors)
    return Panel(extractors, own, own.beside(keys) if extractors else own, tell)


def read_documents(
    documents: Iterable[Document | FactsheetError],
    count: int | None,
    settings: Settings,
    panel: Panel,
    engine: Engine = HERE,
    on_progress: Progress = no_progress,
) -> Iterator[Reading | FactsheetError]:
    """Find the mentions in documents, those that extractors propose among them.

    Args:
        documents: documents, and errors, which pass through.
        count: how many they are; None where that is not known.
        settings: for the language and the model.
        panel: who is asked.
        engine: where documents are read by the language model; extractors are asked here.
        on_progress: told of each document.

    Yields:
        In the same order, each document with its mentions, or the error.

    Raises:
        ModelError: when the language model is not installed.
        EngineError: when the engine's workers cannot be reached, or would find something else than this machine.
    """
    on_read = ticking(READING, count, on_progress)
    if not panel.extractors:
        yield from extract_all(documents, settings, panel.own, engine, on_read)
        return
    every = tuple(documents)
    known = dict(_known(every, panel.cache, on_read))
    rest = (one for number, one in enumerate(every) if number not in known)
    fresh = tuple(extract_all(rest, settings, panel.own, engine, on_read))
    announce(panel, [one[0] for one in fresh if not isinstance(one, FactsheetError)])
    asked = (_ask(one, settings, panel) for one in counted(fresh, ASKING, len(fresh), on_progress))
    for number, document in enumerate(every):
        if number in known and isinstance(document, Document):
            yield document, known[number]
        else:
            yield next(asked)


def announce(panel: Panel, documents: Sequence[Document]) -> None:
    """Say of each extractor that sends texts away, before it does, what it will send, and where."""
    for one in panel.extractors:
        says = getattr(one.find, "announce", None)
        if documents and callable(says):
            panel.tell(str(says(len(documents), sum(len(document.text) for document in documents))))


def _load(name: str, its: Mapping[str, Any], settings: Settings, configuration: Path) -> Asked:
    """Load one extractor, and hand it its settings."""
    try:
        if not NAME.fullmatch(name):
            raise ExtensionError(f"{name!r} is no name of an extractor; expected small letters, digits and hyphens")
        extension = find_extension(EXTRACTORS, name)
        if extension is None:
            message = f"no installed package brings {name!r}, install it or delete the line"
            raise ExtensionError(f"{message}{nearest(name, installed(EXTRACTORS))}")
        find = _made(extension, its)
    except ExtensionError as error:
        raise extractor_error(configuration, name, error.message) from error
    if settings.redact and getattr(find, "remote", False):
        message = f"{name!r} sends texts to another machine before it is known where redacted words stand in them"
        raise extractor_error(configuration, name, f"{message}; delete `redact`, or name a local address")
    told = msgspec.json.encode(getattr(find, "decisive", its), order="sorted").decode()
    return Asked(name=name, identity=extension.identity, find=find, key=f"{extension.identity} {told}")


def _made(extension: Extension, its: Mapping[str, Any]) -> Any:
    """Call what a package brings with its settings, for something to ask.

    Raises:
        ExtensionError: when it takes other settings, or is nothing to ask.
    """
    make = load_extension(extension)
    try:
        find = make(**its)
    except ExtensionError as error:
        raise ExtensionError(f"{extension.identity}: {error.message}") from error
    except Exception as error:
        raise ExtensionError(f"{extension.identity} cannot be used with its settings ({said(error)})") from error
    if not callable(find):
        raise ExtensionError(f"{extension.identity} made {type(find).__name__}; expected something to call")
    return find


def _known(
    documents: Iterable[Document | FactsheetError], known: MentionCache, on_read: Callable[[], None]
) -> Iterator[tuple[int, Mentions]]:
    """Yield what all were asked before: the document's number, and what was found."""
    for number, document in enumerate(documents):
        if isinstance(document, Document) and (mentions := known.load(document)) is not None:
            on_read()
            yield number, mentions


def _ask(reading: Reading | FactsheetError, settings: Settings, panel: Panel) -> Reading | FactsheetError:
    """Ask all extractors about a document, and keep what they find."""
    if isinstance(reading, FactsheetError):
        return reading
    from factsheet.proposed import propose  # which imports spaCy: as long as a run in which nothing changed

    document, found = reading
    mentions = propose(document, found, panel.extractors, _months(document.language))
    if not settings.redact:
        panel.cache.save(document, mentions)
    return document, mentions


@cache
def _months(language: str) -> tuple[tuple[str, ...], ...]:
    """Return the forms of the names of the twelve months in a language; none where it is not read here."""
    from factsheet.extract.dates.grammar import names_of_months

    return names_of_months(language) if language in LANGUAGES else ()
