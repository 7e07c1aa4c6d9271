"""The commands that read documents and make, check and show the site."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

import click

from factsheet import pipeline
from factsheet.cli.engine import engine_options
from factsheet.cli.frame import project_option, settings_of
from factsheet.cli.progress import progressing
from factsheet.cli.words import summarise
from factsheet.config import CONFIGURATION, load_settings
from factsheet.engines import Engine
from factsheet.errors import BusyError, FactsheetError
from factsheet.extracting import HERE, warm
from factsheet.language import install_pipeline
from factsheet.pages.prose import number
from factsheet.search import is_indexed
from factsheet.watch import watching

# Material for MkDocs prints a notice about its end of life at every run; this is its own switch for it. Its end is
# planned for in CONTRIBUTING.md, and a person who builds a site cannot act on it.
QUIET_MATERIAL = {"NO_MKDOCS_2_WARNING": "1"}


@click.command()
@project_option
@click.pass_obj
def model(project: Path) -> None:
    """Install the language model that reads the documents.

    Needed once; it comes from the internet, and every other command works without. The model is the one that
    mkdocs.yml names under extra.factsheet.model, else en_core_web_md; and one for each of extra.factsheet.languages.
    """
    for name in settings_of(project).pipelines.values():
        click.echo(install_pipeline(name))


@click.command()
@engine_options
@project_option
@click.pass_obj
def generate(project: Path, engine: Engine) -> None:
    """Read seeds/ and bring the pages in docs/ up to date.

    Writes a Markdown page for every actor, quote, date and source, and tables for machines into docs/data/. What
    people changed on the pages is kept. A document that cannot be read is reported, the others are done. Ctrl-C stops;
    the next run goes on from there.

    \b
    Example:
      cp article.txt seeds/
      factsheet generate
    """
    if not _generate(project, engine):
        sys.exit(1)


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@engine_options
@project_option
@click.pass_obj
def extract(project: Path, paths: tuple[Path, ...], engine: Engine) -> None:
    """Print the facts of single documents as JSON Lines.

    One line a document, as soon as it is done: its text, and its actors, quotes and dates with their places in the
    text in code points. Writes no page. The documents may stand anywhere.

    \b
    Example:
      factsheet extract article.txt > article.jsonl
    """
    failed = False
    with progressing(shown=not sys.stdout.isatty(), kept=pipeline.keeps(project)) as on_progress:
        for line in pipeline.extract(paths, project, on_progress, engine, _say):
            if isinstance(line, FactsheetError):
                failed = True
                click.echo(str(line), err=True)
            else:
                click.echo(line.encode() + b"\n", nl=False)
    sys.exit(int(failed))


@click.command()
@project_option
@click.pass_obj
def check(project: Path) -> None:
    """Prove that every quotation is verbatim in its source.

    Compares the pages in docs/ with the texts in seeds/. Also: every internal link resolves, ids are unique, front
    matter is valid. Prints a line for each finding; the exit status is 1 when one is an error.
    """
    with progressing(kept=False) as on_progress:
        findings = pipeline.check(project, on_progress)
    for finding in findings:
        click.echo(str(finding))
    errors = sum(finding.error for finding in findings)
    click.echo(f"Checked: {number(errors, 'error')}, {number(len(findings) - errors, 'warning')}.", err=True)
    sys.exit(int(errors > 0))


@click.command()
@click.option("--strict", is_flag=True, help="Fail where MkDocs warns, as of a link to a page that is not there.")
@project_option
@click.pass_obj
def build(project: Path, strict: bool) -> None:
    """Generate the pages and build the site into site/.

    The site is static: open it with any web server, or publish the folder. A reader searches it by an index that
    stands in it.
    """
    settings = load_settings(project / CONFIGURATION)
    complete = _generate(project)
    command = _mkdocs("build", *(("--strict",) if strict else ()))
    status = subprocess.run(command, cwd=project, env=_environment(), check=False).returncode  # noqa: S603
    if status:
        raise FactsheetError("MkDocs could not build the site; its message stands above", CONFIGURATION)
    site = project / settings.site_dir
    click.echo(f"The site is in {site}.")
    sys.exit(int(not (complete and is_indexed(site))))


@click.command()
@click.option("--dev-addr", metavar="IP:PORT", help="Where to serve. Default: 127.0.0.1:8000")
@project_option
@click.pass_obj
def serve(project: Path, dev_addr: str | None) -> None:
    """Preview the site while you work; Ctrl-C stops.

    Generates the pages, serves the site at http://127.0.0.1:8000, and does both again whenever a document in
    seeds/ or a page in docs/ changes. The browser reloads by itself.
    """
    settings = load_settings(project / CONFIGURATION)
    _generate(project)
    threading.Thread(target=warm, args=(settings,), daemon=True).start()  # the first saved document need not wait
    with watching(project / settings.seeds, lambda: _regenerate(project)):
        sys.exit(_serve(project, ("--dev-addr", dev_addr) if dev_addr else ()))


def _generate(project: Path, engine: Engine = HERE) -> bool:
    """Generate, say what was done, and tell whether every document and every page could be read."""
    with progressing(kept=pipeline.keeps(project)) as on_progress:
        summary = pipeline.bring_up_to_date(project, on_progress, _say, engine)
    for problem in (*summary.findings, *summary.errors):
        click.echo(str(problem), err=True)
    for sentence in summarise(summary):
        click.echo(sentence)
    return not summary.errors and not any(finding.error for finding in summary.findings)


def _say(message: str) -> None:
    """Say something that is no result."""
    click.echo(message, err=True)


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


def _mkdocs(command: str, *options: str) -> list[str]:
    """Return MkDocs' command line with our way of building, run by this very Python."""
    return [sys.executable, "-m", "factsheet.building", command, "--config-file", CONFIGURATION, *options]


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
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with subprocess.Popen(command, cwd=project, env=_environment(), start_new_session=True) as server:  # noqa: S603
        try:
            return server.wait()
        except KeyboardInterrupt:
            server.send_signal(signal.SIGINT)
            server.wait()
            return 0
