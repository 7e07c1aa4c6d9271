"""The command line's frame: what every command shares, and the list of them."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import click

from factsheet import __version__
from factsheet.cli.progress import Interrupted
from factsheet.config import CONFIGURATION, Settings, load_settings
from factsheet.errors import FactsheetError

INTERRUPTED = 130  # the exit status by which shells know that Ctrl-C ended a program


class Commands(click.Group):
    """Commands that tell what a person has to mend in one line, and never with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; exit with status 1 for what a person has to mend, and with 130 at Ctrl-C."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stop:
            click.echo(str(stop) if isinstance(stop, Interrupted) else "interrupted", err=True)
            return ctx.exit(INTERRUPTED)
        except FactsheetError as error:
            click.echo(str(error), err=True)
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of our output has gone; click knows what to do
                raise
            click.echo(f"{error.filename or 'factsheet'}: {error.strerror or error}", err=True)
        return ctx.exit(1)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they were added."""
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
      factsheet new DIR    once: begin a site of your own
      factsheet model      once: install the language model
      factsheet serve      work: generate, and preview at http://127.0.0.1:8000
      factsheet status     in between: what people changed, what comes next
      factsheet check      before publishing: is every quotation verbatim?
      factsheet build      publish: generate, and build the site into site/

    A command's own help: factsheet generate --help
    """


def settings_of(project: Path) -> Settings:
    """Load the settings, or the defaults where there is no project yet."""
    configuration = project / CONFIGURATION
    return load_settings(configuration) if configuration.exists() else Settings()
