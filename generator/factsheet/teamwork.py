"""What a run has to do, and the pages for those who work on the site, which tell of the run itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from factsheet.config import Settings, edit_url
from factsheet.corrections import TEXT
from factsheet.edits import EditedPage, Edits
from factsheet.errors import FactsheetError
from factsheet.front_matter import written_values
from factsheet.ledger import Ledger, bring_up, read_ledger, statements_of
from factsheet.model import Facts, Finding, Page, Sheet
from factsheet.pages import CORRECTIONS, REVIEW, Pair, Report, State, Store, render_corrections, render_review
from factsheet.pages.shelf import status
from factsheet.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a run has to do, before it writes anything."""

    project: Path
    settings: Settings
    standing: Standing
    facts: Facts
    store: Store
    pairs: tuple[Pair, ...]  # the pages that people changed
    places: dict[str, str]  # where those stand that people moved, by the machine's place
    stand: dict[str, str]  # where pages stand that people moved, or wrote themselves, by the machine's place
    added: frozenset[str]  # the paths of pages on which people add facts
    edits: Edits
    edited: Callable[[Iterable[Pair]], Iterator[EditedPage]]  # the pages on which people decide something
    refused: tuple[Finding, ...]  # decisions that cannot be carried out
    told: tuple[Finding, ...]  # what else people should look at on their pages
    pages: tuple[Sheet, ...]  # of the facts, rendered when their texts are asked for
    redact: Callable[[], None]  # takes redacted words out of what stands, before anything is written
    keep: Callable[[], None]  # keeps the texts that were taken out of files
    given_away: Callable[[], Iterable[Finding]]  # the redacted words that people wrote on pages
    errors: tuple[FactsheetError, ...]  # the documents that could not be read
    answered: bool = True  # whether every extractor did its work

    @property
    def complete(self) -> bool:
        """Whether all is known that the sources hold; else no fact is taken for one that is no more."""
        return self.answered and not self.errors


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """What the pages for those who work on the site need."""

    work: Work
    ledger: Ledger  # as this run leaves it
    state: State  # before this run

    def pages(self) -> Iterator[Sheet]:
        """Yield all pages of the run but the one that tells how the others fared."""
        yield from self.work.pages
        deleted = {pair.path for pair in self.work.pairs if pair.mine is None}
        standing = frozenset(page.path for page in self.work.pages) - deleted
        yield render_corrections(self.work.facts, self.work.stand, self.ledger.corrections, standing)

    def closing(self, report: Report) -> Iterable[Page]:
        """Make the page that tells how the others fared."""
        work = self.work
        state = replace(self.state, conflicts=report.conflicts)
        yield render_review(work.facts, work.stand, state, partial(edit_url, work.settings))


def linked(pairs: Iterable[Pair]) -> tuple[str, ...]:
    """Return the pages of the team to which the home page leads: those that nobody deleted."""
    deleted = {pair.path for pair in pairs if pair.mine is None}
    return tuple(path for path in (REVIEW, CORRECTIONS) if path not in deleted)


def prepare_team(work: Work) -> Team:
    """Gather what the pages of the team need; reads the log of corrections and asks git, and writes nothing.

    Args:
        work: what the run has to do.

    Raises:
        StoreError: when the log cannot be read.
    """
    ledger = read_ledger(work.project)
    complete = work.complete
    statements = statements_of(work.store, work.edits.decisions, work.facts, work.pages, ledger, complete)
    ledger = bring_up(work.project, ledger, statements, names=work.settings.corrections_names)
    replaced = ((one.id, one.on) for one in ledger.corrections if one.key == TEXT and one.after)
    state = State(
        edited=frozenset(pair.path for pair in work.pairs if pair.mine is not None),
        orphans=dict(_orphans(work)) if complete else {},
        replaced=dict(sorted(replaced, key=lambda pair: pair[1])),
    )
    return Team(work=work, ledger=ledger, state=state)


def _orphans(work: Work) -> Iterator[tuple[str, str]]:
    """Yield path and title of the edited pages whose fact is found no longer."""
    made = {page.path for page in work.pages} | {REVIEW, CORRECTIONS} | work.added
    for pair in work.store.reread(work.pairs):  # redaction may have taken some away
        if pair.mine is not None and pair.base and pair.path not in made and status(pair.mine) != "rejected":
            yield pair.path, str(written_values(pair.base).get("title") or pair.place)
