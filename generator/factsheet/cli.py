"""The command line; the only module that prints or exits."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from factsheet import __version__, pipeline
from factsheet.config import Settings, load_settings
from factsheet.errors import BusyError, FactsheetError
from factsheet.language import install_pipeline
from factsheet.watch import watching

# Material for MkDocs prints a notice about its end of life at every run; this is its own switch for it. Its end is
# planned for in CONTRIBUTING.md, and a person who builds a site cannot act on it.
QUIET_MATERIAL = {"NO_MKDOCS_2_WARNING": "1"}


class Commands(click.Group):
    """Commands that tell what a person has to mend in one line, and never with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; exit with status 1 for what a person has to mend."""
        try:
            return super().invoke(ctx)
        except FactsheetError as error:
            click.echo(str(error), err=True)
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of our output has gone; click knows what to do
                raise
            click.echo(f"{error.filename or 'factsheet'}: {error.strerror or error}", err=True)
        return ctx.exit(1)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the commands in the order in which a newcomer needs them."""
        return list(self.commands)


def _keep_project(ctx: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
    """Hand the project's folder to the command, whether the option stood before or behind its name."""
    ctx.obj = value or ctx.obj or Path()


project_option = click.option(
    "--project",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    callback=_keep_project,
    expose_value=False,
    help="The project's folder, which holds mkdocs.yml. Default: the current folder.",
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="factsheet")
@project_option
def main() -> None:
    """Turn source documents into a searchable site of who said what, when.

    Put documents (.txt, .md) into seeds/, run a command, read and edit the pages in docs/.

    \b
      factsheet model      once: install the language model
      factsheet serve      work: generate, and preview at http://127.0.0.1:8000
      factsheet check      before publishing: is every quotation verbatim?
      factsheet build      publish: generate, and build the site into site/

    A command's own help: factsheet generate --help
    """


@main.command()
@project_option
@click.pass_obj
def model(project: Path) -> None:
    """Install the language model that reads the documents.

    Needed once; it comes from the internet, and every other command works without. The model is the one that
    mkdocs.yml names under extra.factsheet.model, else en_core_web_md.
    """
    click.echo(install_pipeline(_settings(project).model))


@main.command()
@project_option
@click.pass_obj
def generate(project: Path) -> None:
    """Read seeds/ and bring the pages in docs/ up to date.

    Writes a Markdown page for every actor, quote, date and source, and tables for machines into docs/data/. What
    people changed on the pages is kept. A document that cannot be read is reported, the others are done.

    \b
    Example:
      cp article.txt seeds/
      factsheet generate
    """
    if not _generate(project):
        sys.exit(1)


@main.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@project_option
@click.pass_obj
def extract(project: Path, paths: tuple[Path, ...]) -> None:
    """Print the facts of single documents as JSON Lines.

    One line a document, as soon as it is done: its text, and its actors, quotes and dates with their places in the
    text in code points. Writes no page. The documents may stand anywhere.

    \b
    Example:
      factsheet extract article.txt > article.jsonl
    """
    failed = False
    with _progress(shown=not sys.stdout.isatty()) as on_progress:
        for line in pipeline.extract(paths, project, on_progress):
            if isinstance(line, FactsheetError):
                failed = True
                click.echo(str(line), err=True)
            else:
                click.echo(line.encode() + b"\n", nl=False)
    sys.exit(int(failed))


@main.command()
@project_option
@click.pass_obj
def check(project: Path) -> None:
    """Prove that every quotation is verbatim in its source.

    Compares the pages in docs/ with the texts in seeds/. Also: every internal link resolves, ids are unique, front
    matter is valid. Prints a line for each finding; the exit status is 1 when one is an error.
    """
    findings = pipeline.check(project)
    for finding in findings:
        click.echo(str(finding))
    errors = sum(finding.error for finding in findings)
    click.echo(f"Checked: {_number(errors, 'error')}, {_number(len(findings) - errors, 'warning')}.", err=True)
    sys.exit(int(errors > 0))


@main.command()
@project_option
@click.pass_obj
def build(project: Path) -> None:
    """Generate the pages and build the site into site/.

    The site is static: open it with any web server, or publish the folder.
    """
    settings = load_settings(project / pipeline.CONFIGURATION)
    complete = _generate(project)
    status = subprocess.run(_mkdocs("build"), cwd=project, env=_environment(), check=False).returncode  # noqa: S603
    if status:
        raise FactsheetError("MkDocs could not build the site; its message stands above", pipeline.CONFIGURATION)
    click.echo(f"The site is in {project / settings.site_dir}.")
    sys.exit(int(not complete))


@main.command()
@click.option("--dev-addr", metavar="IP:PORT", help="Where to serve. Default: 127.0.0.1:8000")
@project_option
@click.pass_obj
def serve(project: Path, dev_addr: str | None) -> None:
    """Preview the site while you work; Ctrl-C stops.

    Generates the pages, serves the site at http://127.0.0.1:8000, and does both again whenever a document in
    seeds/ or a page in docs/ changes. The browser reloads by itself.
    """
    settings = load_settings(project / pipeline.CONFIGURATION)
    _generate(project)
    with watching(project / settings.seeds, lambda: _regenerate(project)):
        sys.exit(_serve(project, ("--dev-addr", dev_addr) if dev_addr else ()))


def _settings(project: Path) -> Settings:
    """Load the settings, or the defaults where there is no project yet."""
    configuration = project / pipeline.CONFIGURATION
    return load_settings(configuration) if configuration.exists() else Settings()


def _generate(project: Path) -> bool:
    """Generate, say what was done, and tell whether every document and every page could be read."""
    with _progress() as on_progress:
        result = pipeline.generate(project, on_progress, lambda message: click.echo(message, err=True))
    for problem in (*result.findings, *result.errors):
        click.echo(str(problem), err=True)
    for sentence in summarise(result):
        click.echo(sentence)
    return not result.errors and not any(finding.error for finding in result.findings)


def _regenerate(project: Path) -> bool:
    """Generate while the preview runs; what goes wrong is said, and the preview goes on.

    Returns:
        Whether that was all; not so while another run is at work, after which ours must follow.
    """
    try:
        _generate(project)
    except BusyError:
        return False
    except (FactsheetError, OSError) as error:
        click.echo(str(error), err=True)
    return True


def summarise(result: pipeline.Result) -> Iterator[str]:
    """Say in plain sentences what a run found, what it wrote and what needs a look.

    Args:
        result: what the run did.

    Yields:
        One line each.
    """
    facts, report = result.facts, result.report
    paged = tuple(actor for actor in facts.actors if actor.paged)
    found = (("source", facts.sources), ("actor", paged), ("quote", facts.quotes), ("date", facts.dates))
    yield f"Found {_list(_number(len(many), noun) for noun, many in found)}."
    happened = (
        (report.written, "written"),
        (report.unchanged, "unchanged"),
        (report.kept, "kept as edited"),
        (report.merged, "edited and brought up to date"),
        (report.deleted, "deleted, being needed no longer"),
        (report.absent, "left out, as people deleted them"),
    )
    yield f"Pages: {_list(f'{len(pages)} {what}' for pages, what in happened if pages) or 'none'}."
    if looks := tuple(_looks(result)):
        yield f"Needs a look: {_list(looks)}."


def _looks(result: pipeline.Result) -> Iterator[str]:
    """Yield what a person should look at."""
    facts = result.facts
    speakerless = sum(1 for quote in facts.quotes if quote.speaker is None or quote.speaker.actor is None)
    unresolved = sum(len(source.unresolved) for source in facts.sources)
    for number, noun, rest in (
        (len(result.errors), "document", " that could not be read"),
        (len(result.findings), "finding", " above"),
        (speakerless, "quote", " whose speaker is not known"),
        (unresolved, "date", " that the text leaves open"),
    ):
        if number:
            yield _number(number, noun) + rest


def _number(number: int, noun: str) -> str:
    """Put a noun into its number: "1 quote", "3 quotes"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _list(parts: Iterable[str]) -> str:
    """Join as prose does: "a, b and c"."""
    *most, last = tuple(parts) or ("",)
    return f"{', '.join(most)} and {last}" if most else last


@contextmanager
def _progress(shown: bool = True) -> Iterator[pipeline.Progress]:
    """Show a bar on a terminal; nothing in a pipe or in continuous integration."""
    if not shown or not sys.stderr.isatty() or os.environ.get("CI"):
        yield pipeline.no_progress
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Reading", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _mkdocs(command: str, *options: str) -> list[str]:
    """Return MkDocs' command line, run by this very Python."""
    return [sys.executable, "-m", "mkdocs", command, "--config-file", pipeline.CONFIGURATION, *options]


def _environment() -> dict[str, str]:
    """Return the environment for MkDocs."""
    return {**QUIET_MATERIAL, **os.environ}


def _serve(project: Path, options: Iterable[str]) -> int:
    """Run MkDocs' live preview until Ctrl-C, and return its exit status.

    It runs in a session of its own, so that Ctrl-C reaches it once and by way of us: at a second one it would not
    clean up.
    """
    # click 8.3 reads MkDocs' hidden default wrong: without the option nothing reloads.
    command = _mkdocs("serve", "--livereload", *options)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    with subprocess.Popen(command, cwd=project, env=_environment(), start_new_session=True) as server:  # noqa: S603
        try:
            return server.wait()
        except KeyboardInterrupt:
            server.send_signal(signal.SIGINT)
            server.wait()
            return 0
