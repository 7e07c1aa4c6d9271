"""What is found in documents, from the cache or by the language model, in batches, on as many cores as pay."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from factsheet.cache import MentionCache, decode, encode, rules_digest
from factsheet.config import Settings
from factsheet.engines import Crew, Engine, Job
from factsheet.errors import EngineError, FactsheetError, SeedError, said
from factsheet.forking import uncollected
from factsheet.language import Lexicon, installed_pipeline_id, load_lexicon, load_pipeline
from factsheet.model import Document, Mentions

if TYPE_CHECKING:  # importing spaCy takes as long as a run in which nothing changed
    from spacy.tokens import Doc

# Documents are parsed in batches of about this many characters: large enough for the model to work at its full speed,
# small enough that `extract` prints the first lines of a long run within a few seconds, and a crash costs no more.
BATCH_CHARACTERS = 50_000
# So many batches are shared out at once: enough for each worker that those who are done first wait little for the last
# (one batch in thirty-two), and few enough that what waits for them fits into memory.
BATCHES_A_WORKER = 16
CLUSTER_WORKERS = 64  # for so many, since a cluster's workers come and go
# Below this many characters that nobody has read yet, one process is done before a second one has loaded the model.
WORTH_WORKERS = 100_000

Reading = tuple[Document, Mentions]
Found = Mentions | FactsheetError
HERE = Engine()  # as many cores of this machine as pay
ONE_AT_A_TIME = Lock()  # in each process: the model is not made for threads, which a dask worker may have


def finder_of(settings: Settings) -> str:
    """Name all that decides, beside its text, what is found in a document."""
    return "; ".join(_finders(settings).values())


def _finders(settings: Settings) -> Mapping[str, str]:
    """Name all that decides what is found in a document, by its language."""
    order = "day first" if settings.day_first else "month first"
    models = {language: installed_pipeline_id(model) for language, model in settings.pipelines.items()}
    return {language: f"{model} {language} {order} {rules_digest()}" for language, model in models.items()}


def lexicons_of(settings: Settings) -> tuple[Lexicon, Mapping[str, Lexicon]]:
    """Return the lexicon of the main language, and those of all languages that are read, by their codes."""
    lexicons = {language: load_lexicon(language) for language in settings.pipelines}
    return lexicons[settings.language], lexicons


def cache_of(settings: Settings, folder: Path | None) -> MentionCache:
    """Open the cache of what is found under these settings; None keeps nothing."""
    finders = _finders(settings)
    return MentionCache(folder, lambda document: finders.get(document.language, f"unread {rules_digest()}"))


def extract_all(
    documents: Iterable[Document | FactsheetError],
    settings: Settings,
    cache: MentionCache,
    engine: Engine = HERE,
    on_read: Callable[[], None] = lambda: None,
) -> Iterator[Reading | FactsheetError]:
    """Find the mentions in documents; the language model is loaded only when a document is not in the cache.

    What is found does not depend on where and beside which other documents it is found.

    Args:
        documents: documents, and errors, which pass through.
        settings: for the language and the model.
        cache: of what was found; it is kept as soon as it is found. Where something is redacted nothing is put into
            it here, for what is redacted is only known when all documents are read.
        engine: where documents are read that are not in the cache.
        on_read: called for each document that is read, maybe before it is its turn to be yielded.

    Yields:
        In the same order, each document with its mentions, or the error.

    Raises:
        ModelError: when the language model is not installed.
        EngineError: when the engine's workers cannot be reached, or would find something else than this machine.
    """
    waiting = iter(documents)
    with Crew(engine) as crew:
        while wave := list(_take(waiting, _wave_of(engine))):
            yield from _read(wave, settings, cache, crew, on_read)
    if not settings.redact:
        cache.prune()


def _wave_of(engine: Engine) -> int:
    """Return how many characters are read before they are shared out."""
    workers = engine.workers if engine.name == "local" else CLUSTER_WORKERS
    return BATCH_CHARACTERS * (1 if engine.alone else BATCHES_A_WORKER * workers)


def _read(
    wave: list[Document | FactsheetError],
    settings: Settings,
    cache: MentionCache,
    crew: Crew,
    on_read: Callable[[], None],
) -> Iterator[Reading | FactsheetError]:
    """Find the mentions in some documents, those first that are not in the cache."""
    with uncollected():
        known = [None if isinstance(one, FactsheetError) else cache.load(one) for one in wave]
    unknown = [one for one, mentions in zip(wave, known, strict=True) if isinstance(one, Document) and mentions is None]
    for _ in range(len(wave) - len(unknown)):
        on_read()
    found = _find_anew(unknown, settings, cache, crew, on_read)
    for document, mentions in zip(wave, known, strict=True):
        if isinstance(document, FactsheetError):
            yield document
        else:
            yield next(found) if mentions is None else (document, mentions)


def _find_anew(
    documents: list[Document], settings: Settings, cache: MentionCache, crew: Crew, on_read: Callable[[], None]
) -> Iterator[Reading | FactsheetError]:
    """Find the mentions in documents, here or by workers, keep them, and yield them in the same order."""
    batches = list(_batches(documents))
    results = _share(batches, settings, crew) if _pays(documents, crew.engine) else _go_through(batches, settings)
    waiting: dict[int, list[Reading | FactsheetError]] = {}
    for number in range(len(batches)):
        while number not in waiting:
            place, found = next(results)
            waiting[place] = []
            for document, one in zip(batches[place], found, strict=True):
                waiting[place].append(_keep(document, one, settings, cache))
                on_read()
        yield from waiting.pop(number)


def _go_through(batches: Iterable[Sequence[Document]], settings: Settings) -> Iterator[tuple[int, list[Found]]]:
    """Find here what workers would find: for each batch in turn its place and what was found in its documents."""
    for number, batch in enumerate(batches):
        yield number, list(_find(batch, settings))


def _share(batches: Sequence[Sequence[Document]], settings: Settings, crew: Crew) -> Iterator[tuple[int, list[Found]]]:
    """Let workers find it; what they send comes in the order in which they are done."""
    job = Job(work=partial(find_in_batch, settings=settings, finder=finder_of(settings)), give_up=_give_up)
    for number, found in crew.share(job, batches):
        yield number, [decode(one) if isinstance(one, bytes) else one for one in found]


def _pays(documents: Sequence[Document], engine: Engine) -> bool:
    """Tell whether workers bring more than it costs to call them; whoever asks for them gets them."""
    asked = engine.name != "local" or engine.jobs is not None
    return not engine.alone and (asked or sum(len(one.text) for one in documents) >= WORTH_WORKERS)


def find_in_batch(documents: Sequence[Document], settings: Settings, finder: str) -> list[bytes | FactsheetError]:
    """Find the mentions in a batch of documents; runs in a worker, on whatever machine.

    Args:
        documents: the batch.
        settings: for the language and the model.
        finder: what must decide here, too, what is found.

    Returns:
        For each document what was found in it, encoded, or the error.

    Raises:
        EngineError: when something else would be found here than where the documents come from.
    """
    if finder_of(settings) != finder:
        raise EngineError("a worker has another factsheet or language model; install the same one on each of them")
    with ONE_AT_A_TIME:
        return [one if isinstance(one, FactsheetError) else encode(one) for one in _find(documents, settings)]


def warm(settings: Settings) -> None:
    """Load all that reading a document takes, so that the first one is read at once; what cannot be is told then.

    Args:
        settings: which languages are read, by which pipelines.
    """
    with ONE_AT_A_TIME, suppress(FactsheetError):
        for language, model in settings.pipelines.items():
            load_lexicon(language)
            load_pipeline(model)("Good morning.")


def _find(documents: Sequence[Document], settings: Settings) -> Iterator[Found]:
    """Find the mentions in documents, those of a language together, and yield them in the order of the documents."""
    by_language: dict[str, list[int]] = {}
    for number, document in enumerate(documents):
        by_language.setdefault(document.language, []).append(number)
    found: dict[int, Found] = {}
    for language, numbers in by_language.items():
        found |= zip(numbers, _find_in([documents[number] for number in numbers], language, settings), strict=True)
    yield from (found[number] for number in range(len(documents)))


def _find_in(documents: Sequence[Document], language: str, settings: Settings) -> Iterator[Found]:
    """Find the mentions in documents of one language; a document over which this fails is an error by itself."""
    from factsheet.extract import extract_mentions, leave_unread

    model = settings.pipelines.get(language)
    if model is None:
        yield from map(leave_unread, documents)
        return
    lexicon = load_lexicon(language)
    for document, doc in zip(documents, _parse(documents, model, lexicon), strict=True):
        if isinstance(doc, FactsheetError):
            yield doc
            continue
        try:
            yield extract_mentions(document, doc, lexicon, day_first=settings.day_first)
        except Exception as error:
            yield fault(document, error)


def _parse(documents: Sequence[Document], model: str, lexicon: Lexicon) -> Iterator[Doc | FactsheetError]:
    """Parse documents together or, when that fails, each by itself."""
    from factsheet.extract import legible
    from factsheet.extract.parse import parse

    nlp = load_pipeline(model)
    try:
        yield from list(parse(nlp, [legible(document, lexicon) for document in documents]))
        return
    except Exception as error:
        if len(documents) == 1:
            yield fault(documents[0], error)
            return
    yield from chain.from_iterable(_parse([document], model, lexicon) for document in documents)


def fault(document: Document, error: Exception) -> SeedError:
    """Say in one line that the program failed over a document, and where."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    return SeedError(
        f"extraction failed, which is factsheet's fault ({said(error)}, {where}); please report it", document.path
    )


def _give_up(document: Document, error: Exception) -> SeedError:
    """Say in one line that workers died over a document."""
    message = f"the process that read it died each time ({said(error)}); is it too long for the memory?"
    return SeedError(message, document.path)


def _keep(document: Document, found: Found, settings: Settings, cache: MentionCache) -> Reading | FactsheetError:
    """Put what was found into the cache."""
    if isinstance(found, FactsheetError):
        return found
    if not settings.redact:
        cache.save(document, found)
    return document, found


def _take(documents: Iterator[Document | FactsheetError], characters: int) -> Iterator[Document | FactsheetError]:
    """Take documents of about so many characters from a stream."""
    size = 0
    while size < characters and (document := next(documents, None)) is not None:
        yield document
        size += len(document.text) if isinstance(document, Document) else 0


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Cut documents into batches of about BATCH_CHARACTERS."""
    waiting = iter(documents)
    while batch := [one for one in _take(waiting, BATCH_CHARACTERS) if isinstance(one, Document)]:
        yield batch
