"""The commands by which a team works on the pages: what was changed, what will change, what must be settled."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from factsheet.cli.differences import changes_markdown, tell_changes
from factsheet.cli.frame import project_option
from factsheet.cli.progress import progressing
from factsheet.cli.words import listed, plan_record, tell_conflict, tell_plan, tell_sizes
from factsheet.comparing import compare_since
from factsheet.config import CONFIGURATION, load_settings
from factsheet.pages import Change, Conflict, Side, unified
from factsheet.pages.prose import number
from factsheet.pipeline import keeps
from factsheet.planning import Plan, find_page, plan, settle_conflicts, waiting

pages_argument = click.argument("pages", metavar="[PAGE]...", nargs=-1)
COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for machines.")
@project_option
@click.pass_obj
def status(project: Path, as_json: bool) -> None:
    """Say what people changed, and what the next run would do.

    Lists the pages that people changed, deleted, moved or wrote, with what they changed, and then the pages that
    `factsheet generate` would write, bring up to date or delete. Writes no page.

    \b
    Example:
      factsheet status
    """
    found = _plan(project)
    if as_json:
        click.echo(json.dumps(plan_record(found), ensure_ascii=False, indent=1))
    else:
        for line in tell_plan(found):
            click.echo(line)
    sys.exit(int(bool(found.errors)))


@click.command()
@pages_argument
@click.option("--stat", is_flag=True, help="Only how many lines each page would gain and lose.")
@click.option("--exit-code", is_flag=True, help="Exit with status 1 when there are differences.")
@project_option
@click.pass_obj
def diff(project: Path, pages: tuple[str, ...], stat: bool, exit_code: bool) -> None:
    """Show what the next run would change on the pages.

    A unified diff of each page, or of those that are named, from what stands in docs/ to what `factsheet generate`
    would make of it. Edits of people are no differences: the generator keeps them. Writes no page.

    \b
    Examples:
      factsheet diff
      factsheet diff docs/actors/russia.md
      factsheet diff --stat
    """
    found = _plan(project)
    docs = project / found.folder
    named = {find_page(page, project, docs, found.pages) for page in pages}
    changes = [change for change in found.changes if not named or change.place in named]
    for line in tell_sizes(changes, found.folder) if stat and changes else ():
        click.echo(line)
    for line in () if stat else _diff_lines(changes, found.folder):
        click.echo(line, nl=False)
    if not changes and sys.stdout.isatty():
        click.echo("The next run would change nothing here.", err=True)
    sys.exit(int(bool(found.errors) or (exit_code and bool(changes))))


@click.command()
@pages_argument
@click.option("--mine", "side", flag_value="mine", help="Settle: what people wrote stays.")
@click.option("--theirs", "side", flag_value="theirs", help="Settle: what the generator proposes takes its place.")
@click.option("--number", "which", metavar="N", type=click.IntRange(min=1), help="Only conflict N of the page.")
@click.option("--all", "everywhere", is_flag=True, help="Settle the conflicts of all pages.")
@project_option
@click.pass_obj
def resolve(project: Path, pages: tuple[str, ...], side: Side | None, which: int | None, everywhere: bool) -> None:
    """Settle what both people and the generator changed.

    Where both changed the same words, both stand on the page, and `factsheet check` fails until one is chosen. Without
    --mine or --theirs this lists the conflicts; with one of the two it settles those of the pages that are named. To
    write something else, edit the page and delete the box.

    \b
    Examples:
      factsheet resolve
      factsheet resolve docs/actors/russia.md --mine
      factsheet resolve docs/actors/russia.md --theirs --number 2
      factsheet resolve --all --theirs
    """
    _refuse_unclear(pages, side, which, everywhere)
    folder = load_settings(project / CONFIGURATION).docs_dir
    found = waiting(project, pages)
    if not any(found.values()):
        click.echo(f"No conflict waits to be settled{f' on {listed(pages)}' if pages else ''}.")
        return
    if side is None:
        for line in _list_conflicts(found, folder):
            click.echo(line)
        return
    for place in found:
        numbers = range(1, len(found[place]) + 1) if which is None else (which,)
        settled = settle_conflicts(project, place, None if which is None else which - 1, side, _say)
        kept = "your words stay" if side == "mine" else "the generator’s words stand there now"
        click.echo(f"{folder}/{place}: settled {_numbers(numbers[: len(settled)])}; {kept}.")


@click.command()
@click.option("--since", metavar="COMMIT", default="HEAD", help="A commit, branch or tag. Default: the last commit.")
@click.option(
    "--format", "form", type=click.Choice(("text", "markdown")), default="text", help="How to print it. Default: text."
)
@project_option
@click.pass_obj
def changes(project: Path, since: str, form: str) -> None:
    """Say which facts are others than in a commit.

    Compares docs/data/facts.json, as `factsheet generate` wrote it last, with the same file in the commit. As Markdown
    it is what .github/workflows/publish.yml shows beside a proposed change.

    \b
    Examples:
      factsheet changes
      factsheet changes --since origin/main --format markdown
    """
    found = compare_since(project, since)
    for line in changes_markdown(found) if form == "markdown" else tell_changes(found):
        click.echo(line)


def _plan(project: Path) -> Plan:
    """Find out what the next run would do, and report the documents that cannot be read."""
    with progressing(kept=keeps(project)) as on_progress:
        found = plan(project, on_progress, _say)
    for error in found.errors:
        _say(str(error))
    return found


def _say(message: str) -> None:
    """Tell something beside the output."""
    click.echo(message, err=True)


def _diff_lines(changes: list[Change], folder: str) -> Iterator[str]:
    """Yield the lines of all diffs, coloured; click takes the colours away where no terminal shows them."""
    for change in changes:
        for at, line in enumerate(unified(change, folder)):
            yield click.style(line, bold=True) if at < 2 else click.style(line, fg=COLOURS.get(line[0]))


def _refuse_unclear(pages: tuple[str, ...], side: Side | None, which: int | None, everywhere: bool) -> None:
    """Refuse what does not say which conflicts to settle, and how."""
    if (everywhere or which) and side is None:
        raise click.UsageError("Say which side stays: --mine or --theirs.")
    if side and not pages and not everywhere:
        raise click.UsageError("Name the pages whose conflicts to settle, or add --all.")
    if everywhere and pages:
        raise click.UsageError("--all settles the conflicts of all pages; leave out either --all or the pages.")
    if which and len(pages) != 1:
        raise click.UsageError("--number counts the conflicts of one page; name one.")


def _list_conflicts(found: dict[str, tuple[Conflict, ...]], folder: str) -> Iterator[str]:
    """Yield the conflicts of all pages, and what to do."""
    count = sum(map(len, found.values()))
    for place, conflicts in found.items():
        for number_, conflict in enumerate(conflicts, 1):
            yield from tell_conflict(f"{folder}/{place}", number_, conflict)
    yield f"{number(count, 'conflict')}. To settle one: factsheet resolve PAGE --number N --mine (or --theirs)"


def _numbers(numbers: range | tuple[int, ...]) -> str:
    """Name conflicts by their numbers: "conflict 1", "conflicts 1 and 2"."""
    return f"conflict{'s' if len(numbers) != 1 else ''} {listed(map(str, numbers))}"
