"""What stands of the last run, for a run that shall not do again what is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from factsheet.check import UNANSWERED
from factsheet.config import CONFIGURATION, Settings
from factsheet.exports import Exported
from factsheet.extensions import identities
from factsheet.files import Stamp, remove
from factsheet.history import head
from factsheet.language import installed_pipeline_id
from factsheet.ledger import LOG
from factsheet.model import Facts, Finding, Imprint
from factsheet.pages import Report, Store
from factsheet.snapshots import Snapshot, Stamps, certain, keep, look, maker_of, recall, settle

STATE = Path(".factsheet")
BASE = STATE / "base"
CACHE = STATE / "cache"
LAST_RUN = CACHE / "last-run.msgpack"
LANGUAGES = CACHE / "languages.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run found and did, in figures."""

    found: dict[str, int]  # facts, by what they are
    pages: dict[str, int]  # by what happened to them, as in Report
    speakerless: int  # quotes
    unresolved: int  # dates
    errors: tuple[str, ...] = ()  # documents that could not be read
    findings: tuple[Finding, ...] = ()


def sum_up(facts: Facts, report: Report, findings: tuple[Finding, ...], errors: tuple[str, ...]) -> Summary:
    """Sum up a run."""
    return Summary(
        found={
            "source": len(facts.sources),
            "actor": sum(actor.paged for actor in facts.actors),
            "quote": len(facts.quotes),
            "date": len(facts.dates),
        },
        pages={
            what: len(getattr(report, what)) for what in ("written", "unchanged", "kept", "merged", "deleted", "absent")
        },
        speakerless=sum(quote.speaker is None or quote.speaker.actor is None for quote in facts.quotes),
        unresolved=sum(len(source.unresolved) for source in facts.sources),
        errors=errors,
        findings=findings,
    )


class Standing:
    """The files of a project as they are when a run begins, and as the last run left them.

    Args:
        project: the project's folder.
        settings: its settings. Where they redact, nothing is kept, for it would name what is redacted.

    Attributes:
        untouched: the imprints of the pages, by their paths, that stand with their bases as the last run left them.
        exports: the fingerprints of the files for machines that stand so.
    """

    def __init__(self, project: Path, settings: Settings) -> None:
        self.project = project
        self.settings = settings
        self.before = self._look()
        last: Snapshot[Summary] = Snapshot() if settings.redact else recall(project / LAST_RUN, Summary)
        self.untouched: Mapping[str, Imprint] = last.untouched(self.before, settings.docs_dir, BASE.as_posix())
        self.exports: Mapping[str, bytes] = last.untouched_exports(self.before, settings.docs_dir)
        self._told, self._maker = last.told if last.stamps == self.before else None, last.maker

    def _look(self) -> Stamps:
        """Take the stamps of all files on which a run depends or that it writes."""
        places = (CONFIGURATION, self.settings.seeds, self.settings.docs_dir, STATE.as_posix())
        return look(self.project, places)

    @cached_property
    def rules(self) -> str:
        """Names what beside the facts decides what is written of them: program and settings."""
        models = map(installed_pipeline_id, self.settings.pipelines.values())
        return maker_of(self.settings, *models, *identities())

    @cached_property
    def maker(self) -> str:
        """Names what beside the files decides what a run does."""
        return f"{self.rules} {head(self.project)}"

    def told(self) -> Summary | None:
        """Return what the last run told, if a new one would do nothing and tell the same."""
        return self._told if self._maker == self.maker else None

    def keep(self, store: Store, exports: Exported, log: Stamp | None, report: Report, summary: Summary) -> None:
        """Keep how this run ended.

        Args:
            store: the pages, which know what they wrote.
            exports: the files for machines.
            log: how the log of corrections stood when it was written; None where it was not.
            report: what happened to the pages.
            summary: what it told.
        """
        if self.settings.redact:
            remove(self.project / LAST_RUN)
            return
        docs, base = self.settings.docs_dir, BASE.as_posix()
        written: dict[str, Stamp | None] = {f"{docs}/{path}": None for path in (*exports.written, *exports.deleted)}
        written |= {f"{folder}/{path}": None for path in report.deleted for folder in (docs, base)}
        written |= {f"{docs}/{path}": stamp for path, stamp in store.written.pages.items()}
        written |= {f"{base}/{path}": stamp for path, stamp in store.written.bases.items()}
        written |= {LOG: log} if log else {}
        if written:
            settle()
        stamps, whole = certain(self.before, self._look(), written)
        told = _of_a_rerun(summary) if whole and _is_complete(summary) and _is_steady(report) else None
        kept = Snapshot(
            maker=self.maker, stamps=stamps, imprints=store.imprints, exports=dict(exports.fingerprints), told=told
        )
        keep(self.project / LAST_RUN, kept)


def _is_complete(summary: Summary) -> bool:
    """Tell whether every document was read, and every extractor answered that was asked about one."""
    return not summary.errors and all(one.code != UNANSWERED for one in summary.findings)


def _is_steady(report: Report) -> bool:
    """Tell whether a run over what this one left would say of the pages what `_of_a_rerun` says."""
    return not (report.merged or (report.findings and (report.written or report.deleted)))


def _of_a_rerun(summary: Summary) -> Summary:
    """Sum up a run that finds all done by the one before."""
    pages = {**summary.pages, "unchanged": summary.pages["unchanged"] + summary.pages["written"]}
    return replace(summary, pages=pages | {"written": 0, "deleted": 0})
