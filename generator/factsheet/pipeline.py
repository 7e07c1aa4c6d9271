"""The order of the stages, with all reading and writing at the edges: seeds -> facts -> pages, exports, findings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from factsheet.added import MARK, find_additions, house, mark_housed
from factsheet.check import check_site, foreign, oddities, refusals, suggested
from factsheet.config import CONFIGURATION, Settings, load_extensions, load_settings, unlisted
from factsheet.edits import amend, apply_edits, contradictions, kept_apart, read_edits, relocate
from factsheet.engines import Engine
from factsheet.errors import FactsheetError, SeedError
from factsheet.exports import Place, render_exports, write_exports
from factsheet.exports.extract_jsonl import extract_line
from factsheet.exports.installed import installed_exports
from factsheet.extracting import HERE, Reading, fault, lexicons_of
from factsheet.extractors import Panel, prepare, read_documents
from factsheet.forking import processors, share, uncollected, unmoved
from factsheet.formats import alone_in_format, open_store
from factsheet.language import Lexicon
from factsheet.ledger import write_ledger
from factsheet.lock import ignore
from factsheet.memory import ids_of_actors, read_known
from factsheet.model import Document, Facts, Finding
from factsheet.pages import CORRECTIONS, EXPLORE, NETWORK, REVIEW, Pair, Report, Store, find_conflicts, render_pages
from factsheet.paging import give_pages, named_by_people
from factsheet.people import (
    bases_of_actors,
    deleted_facts,
    edited_pages,
    own_pages,
    pages_before,
    touched,
    with_new_ids,
    written_pages,
)
from factsheet.progress import Progress, counted, no_progress
from factsheet.readers import find_seeds
from factsheet.readers.languages import Languages
from factsheet.readers.many import read_all, refuse_doubles
from factsheet.redaction import redact_documents
from factsheet.redactor import Redactor, keep_texts, known_terms, leaks, tombstones
from factsheet.resolve import resolve, without_doubtful
from factsheet.standing import BASE, CACHE, LANGUAGES, STATE, Standing, Summary, sum_up
from factsheet.stories import find_stories, unknown_stories
from factsheet.teamwork import Work, linked, prepare_team


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a run of `generate` did."""

    facts: Facts
    report: Report  # what happened to the pages
    exports: tuple[str, ...] = ()  # those that were written, below docs/
    findings: tuple[Finding, ...] = ()  # what a person should look at
    errors: tuple[FactsheetError, ...] = ()  # the documents that could not be read

    @property
    def summary(self) -> Summary:
        """The same in figures."""
        return sum_up(self.facts, self.report, self.findings, tuple(map(str, self.errors)))


def generate(
    project: Path,
    on_progress: Progress = no_progress,
    on_wait: Callable[[str], None] = ignore,
    engine: Engine = HERE,
) -> Result:
    """Read a project's seeds and bring its pages and exports up to date.

    Args:
        project: the folder that holds mkdocs.yml.
        on_progress: told how far each stage has come.
        on_wait: told, in a sentence, that another run is waited for, or that pages were brought to this format.
        engine: where documents are read by the language model.

    Returns:
        What was found and written. Documents that cannot be read are among the errors; the others are done.

    Raises:
        BusyError: when another run is writing the pages and does not end within a few seconds.
        FactsheetError: when nothing can be done at all: settings, language model, no seeds, docs/ not writable.
    """
    with at_work(project, on_progress, on_wait, engine) as work:
        # A source that cannot be read just now, or about which an extractor gave no answer, has lost none of its facts:
        # without it, nothing is dropped.
        # The log is written before the pages: a run that a crash cuts short tells no correction twice and forgets none.
        work.redact()
        work.keep()
        team = prepare_team(work)
        logged = write_ledger(project, team.ledger)
        pages = counted(team.pages(), "Writing pages", len(work.pages) + 1, on_progress)
        report = work.store.apply(pages, work.complete, team.closing, work.added)
        prints = {page.path: page.fingerprint for page in work.pages}
        place = _place(work.settings, work.stand)
        ours = tuple(render_exports(work.facts, place, prints))
        theirs, failed = installed_exports(work.facts, place, {one.path for one in ours}, CONFIGURATION)
        exports = counted((*ours, *theirs), "Writing exports", None, on_progress)
        complete = work.complete or bool(work.settings.redact)  # what is redacted must not stay for a missing source
        exported = write_exports(exports, work.store.docs, complete=complete, untouched=work.standing.exports)
        findings = (*find(work, report), *failed)
        result = Result(
            facts=work.facts, report=report, exports=exported.written, findings=findings, errors=work.errors
        )
        work.standing.keep(work.store, exported, logged, report, result.summary)
    return result


def bring_up_to_date(
    project: Path,
    on_progress: Progress = no_progress,
    on_wait: Callable[[str], None] = ignore,
    engine: Engine = HERE,
) -> Summary:
    """Do what `generate` does, or nothing where nobody has touched a file since it was done.

    Args:
        project: the folder that holds mkdocs.yml.
        on_progress: told how far each stage has come.
        on_wait: told, in a sentence, that another run is waited for, or that pages were brought to this format.
        engine: where documents are read by the language model.

    Returns:
        What was found and written.

    Raises:
        BusyError: when another run is writing the pages and does not end within a few seconds.
        FactsheetError: when nothing can be done at all: settings, language model, no seeds, docs/ not writable.
    """
    told = Standing(project, load_settings(project / CONFIGURATION)).told()
    return told or generate(project, on_progress, on_wait, engine).summary


@contextmanager
def at_work(
    project: Path, on_progress: Progress, on_wait: Callable[[str], None], engine: Engine = HERE
) -> Iterator[Work]:
    """Work out what the pages shall be; no other run writes them meanwhile.

    Args:
        project: the folder that holds mkdocs.yml.
        on_progress: told how far each stage has come.
        on_wait: told, in a sentence, that another run is waited for, or that pages were brought to this format.
        engine: where documents are read by the language model.

    Yields:
        Once, what there is to do.

    Raises:
        BusyError: when another run is writing the pages and does not end within a few seconds.
        FactsheetError: when nothing can be done at all: settings, language model, no seeds.
    """
    settings = load_settings(project / CONFIGURATION)
    paths = find_seeds(project / settings.seeds)
    if not paths:
        raise SeedError("no seeds; put source documents (.txt, .md, .html) into this folder", settings.seeds)
    with alone_in_format(project, settings, on_wait):
        standing = Standing(project, settings)
        panel = prepare(settings, project / CONFIGURATION, project / CACHE, on_wait)
        languages = _languages(project, settings)
        documents = refuse_doubles(read_all(paths, project, settings, languages.tell))
        readings, errors = _sort_out(read_documents(documents, len(paths), settings, panel, engine, on_progress))
        languages.keep()
        on_progress("Resolving", 0, None)
        with uncollected():
            work = _work(project, settings, readings, errors, standing, panel, on_progress)
        del readings
        with unmoved():
            yield work


def _work(
    project: Path,
    settings: Settings,
    readings: tuple[Reading, ...],
    errors: tuple[FactsheetError, ...],
    standing: Standing,
    panel: Panel,
    on_progress: Progress,
) -> Work:
    """Render what documents and people say."""
    store = Store(project / settings.docs_dir, project / BASE, untouched=standing.untouched)
    pairs, places = store.pairs(), store.places()
    written = written_pages(pairs, store.bearing(MARK), own_pages(store, places))
    additions = find_additions(written, (document for document, _ in readings), settings.docs_dir)
    draft = read_edits(edited_pages(pairs, additions, settings.docs_dir))
    least = settings.report_confidence
    sure = ((amend(one, draft.decisions), without_doubtful(mentions, least)) for one, mentions in readings)
    told = tuple(additions.join(sure))
    known = tuple(additions.known(read_known(bases_of_actors(store))))
    main, lexicons = lexicons_of(settings)
    found = resolve(told, main, known, kept_apart(draft.decisions), lexicons)
    completed = additions.complete(found, told)
    redactor = Redactor(project / STATE, settings)
    names = apply_edits(completed.facts, draft.decisions).facts
    redaction, unknown = redactor.plan(completed.facts, names, project / CONFIGURATION, not errors)
    clean, renamed = redaction.apply(completed.facts, deleted_facts(pairs))
    ids = {path: (type_, renamed.get((type_, id_), id_)) for path, (type_, id_) in completed.ids.items()}
    homes, doubled = house(additions.pages, ids, _changed(pairs), settings.docs_dir)
    edits = read_edits(edited_pages(pairs, additions, settings.docs_dir, ids, homes))
    stories = find_stories(clean, with_new_ids(edits.decisions, renamed), pages_before(store))
    corrected = apply_edits(mark_housed(clean, homes), stories.decisions)
    kept = named_by_people(touched(pairs, places, written)) | corrected.made | {id_ for _, id_ in ids.values()}
    told_once = stories.tell_once(redaction.block(corrected.facts))
    facts = give_pages(told_once, settings.page_threshold, kept)
    stand = {**places, **{machine: places.get(path, path) for machine, path in homes.items()}}
    made = render_pages(facts, stand, linked(pairs), standing.rules)
    drafts = (replace(one, path=homes[one.path]) if one.path in homes else one for one in made)
    proposed = refusals(readings, redaction.planned.terms.block)
    return Work(
        project=project,
        settings=settings,
        standing=standing,
        facts=facts,
        store=store,
        pairs=pairs,
        places=places,
        stand=stand,
        added=additions.paths,
        edits=replace(edits, decisions=facts.decisions),
        edited=partial(edited_pages, additions=additions, folder=settings.docs_dir, ids=ids, homes=homes),
        refused=tuple(dict.fromkeys((*corrected.findings, *stories.findings))),
        told=(*proposed, *additions.findings, *completed.findings, *doubled, *unknown),
        pages=(*counted(drafts, "Rendering", None, on_progress), *tombstones(store, redaction.planned, places)),
        redact=partial(redactor.redact, store, panel.cache, readings if settings.redact else (), redaction, renamed),
        keep=partial(keep_texts, project, [document for document, _ in readings], redaction, not errors),
        given_away=partial(redactor.findings, store, redaction.planned),
        errors=errors,
        answered=all(mentions.complete for _, mentions in readings),
    )


def find(work: Work, report: Report) -> tuple[Finding, ...]:
    """Gather what a person should look at after a run."""
    folder = work.settings.docs_dir
    standing = read_edits(work.edited(work.store.reread(work.pairs)))
    return (
        *oddities(work.facts),
        *foreign(work.facts, work.settings.pipelines),
        *suggested(work.facts, work.stand, folder),
        *work.told,
        *work.given_away(),
        *standing.findings,
        *relocate(work.refused, work.edits, standing),
        *report.findings,
    )


def keeps(project: Path) -> bool:
    """Tell whether what is found in a document is kept as soon as it is read, so that the next run need not.

    Args:
        project: the folder that holds mkdocs.yml, where there is one.
    """
    return (project / CONFIGURATION).is_file() and not load_settings(project / CONFIGURATION).redact


def check(project: Path, on_progress: Progress = no_progress) -> tuple[Finding, ...]:
    """Compare a project's pages with the texts of its seeds; writes nothing and needs no language model.

    Args:
        project: the folder that holds mkdocs.yml.
        on_progress: told how many pages of how many are checked.

    Returns:
        What a person should look at, seeds that cannot be read among it.

    Raises:
        FactsheetError: when mkdocs.yml cannot be used.
    """
    settings = load_settings(project / CONFIGURATION)
    extensions, configs = load_extensions(project / CONFIGURATION)
    terms, register = known_terms(project / STATE, settings)
    languages = _languages(project, settings)
    read = tuple(refuse_doubles(read_all(find_seeds(project / settings.seeds), project, settings, languages.tell)))
    store = open_store(project, settings)
    pages = store.read()
    findings = check_site(
        pages,
        {document.id: document for document in redact_documents(_documents(read), terms, register)},
        files=store.files(),
        extensions=extensions,
        configs=configs,
        folder=settings.docs_dir,
        share=partial(share, jobs=processors(), on_progress=partial(on_progress, "Checking pages")),
    )
    unread = (_unread(error) for error in read if isinstance(error, FactsheetError))
    pairs = store.pairs(recover=False)
    additions = find_additions(written_pages(pairs, (), ()), (), settings.docs_dir)
    edits = read_edits(edited_pages(pairs, additions, settings.docs_dir))
    told = (*edits.findings, *contradictions(edits.decisions, ids_of_actors(pages.values())), *findings)
    told = (*unknown_stories(edits.decisions, {document.id for document in _documents(read)}), *told)
    conflicts = find_conflicts(pages, settings.docs_dir)
    given = leaks(project, project / STATE, settings, project / CONFIGURATION)
    return (*unread, *conflicts, *dict.fromkeys(told), *_unlisted(project, pages), *given)


def extract(
    paths: Iterable[Path],
    project: Path,
    on_progress: Progress = no_progress,
    engine: Engine = HERE,
    on_tell: Callable[[str], None] = ignore,
) -> Iterator[str | FactsheetError]:
    """Extract the facts of single files, below seeds/ or anywhere else.

    Args:
        paths: the files; a folder stands for all seeds in it.
        project: the folder that holds mkdocs.yml; without one, the default settings hold and nothing is cached.
        on_progress: told of each document.
        engine: where documents are read by the language model.
        on_tell: told, in a sentence, what an extractor sends to another machine, or that one failed.

    Yields:
        For each file in turn, as soon as it is done, a line of JSON or why it could not be read.

    Raises:
        FactsheetError: when nothing can be done at all: settings, language model, engine.
    """
    files = [file for path in paths for file in (find_seeds(path) if path.is_dir() else (path,))]
    in_project = (project / CONFIGURATION).is_file()
    settings = load_settings(project / CONFIGURATION) if in_project else Settings()
    main, lexicons = lexicons_of(settings)
    documents = read_all(files, project, settings)
    panel = prepare(settings, project / CONFIGURATION, project / CACHE if in_project else None, on_tell)
    for reading in read_documents(documents, len(files), settings, panel, engine, on_progress):
        for finding in refusals([reading] if not isinstance(reading, FactsheetError) else ()):
            on_tell(str(finding))
        yield reading if isinstance(reading, FactsheetError) else _line(reading, main, lexicons)


def _languages(project: Path, settings: Settings) -> Languages:
    """Return what tells the languages of texts; where something is redacted it keeps nothing."""
    return Languages(None if settings.redact else project / LANGUAGES)


def _place(settings: Settings, moved: Mapping[str, str]) -> Place:
    """Say where the site stands, and where in it the pages that people moved."""
    url, directories = settings.site_url, settings.use_directory_urls
    return Place(name=settings.site_name, url=url, directories=directories, moved=moved)


def _unlisted(project: Path, pages: Collection[str]) -> Iterator[Finding]:
    """Yield a warning for each single page of ours that the site's navigation does not know."""
    path = project / CONFIGURATION
    missing, line = unlisted(path, (page for page in (EXPLORE, NETWORK, REVIEW, CORRECTIONS) if page in pages))
    for page in missing:
        message = f"nav lacks {page}, so a strict build fails; add it to nav, or a line /{page} to not_in_nav"
        yield Finding(path=CONFIGURATION, line=line, message=message, code="nav", error=False)


def _documents(read: Iterable[Document | FactsheetError]) -> Iterator[Document]:
    """Yield the documents that could be read."""
    return (one for one in read if isinstance(one, Document))


def _changed(pairs: Iterable[Pair]) -> list[str]:
    """Return the paths of the pages that people changed."""
    return [pair.path for pair in pairs if pair.mine is not None]


def _unread(error: FactsheetError) -> Finding:
    """Turn the error that kept a seed from being read into a finding."""
    return Finding(path=error.path or "", line=error.line, message=error.message, code="unreadable-seed")


def _line(reading: Reading, main: Lexicon, lexicons: Mapping[str, Lexicon]) -> str | FactsheetError:
    """Resolve one document by itself and render it."""
    try:
        return extract_line(resolve([reading], main, lexicons=lexicons))
    except Exception as error:
        return fault(reading[0], error)


def _sort_out(
    readings: Iterable[Reading | FactsheetError],
) -> tuple[tuple[Reading, ...], tuple[FactsheetError, ...]]:
    """Part what was read from what could not be."""
    both = tuple(readings)
    read = tuple(one for one in both if not isinstance(one, FactsheetError))
    return read, tuple(one for one in both if isinstance(one, FactsheetError))
