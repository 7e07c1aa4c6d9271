"""The command that begins a project."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import click

from factsheet import __version__
from factsheet.cli.words import listed
from factsheet.scaffold import find_installation, start_project

NEXT = (
    ("factsheet model", "once: install the language model"),
    ("factsheet serve", "read the documents, and preview the site"),
    ("factsheet check", "prove that every quotation is verbatim"),
)
COMMANDS = 3  # that are told
LOCAL = (
    "requirements.txt asks for factsheet {version}, and yours came from this machine. Before you publish, see that pip "
    "finds it: lay the wheel beside that file, and write ./factsheet-{version}-py3-none-any.whl[all] into it."
)


def _web_address(_ctx: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Return an address of the web with a slash at its end; refuse what is none."""
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise click.BadParameter(f"{value!r} is no address such as https://example.org/facts/")
    return value and value.rstrip("/") + "/"


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", default="", metavar="NAME", help="What the site is called. Default: the name of the folder.")
@click.option(
    "--url",
    default="",
    metavar="URL",
    callback=_web_address,
    help="Where it will be published. Default: where GitHub Pages puts it.",
)
def new(folder: Path, name: str, url: str) -> None:
    """Begin a site of your own in the folder DIR.

    Writes mkdocs.yml, an example document in seeds/, a README, the versions of all packages in requirements.txt, and
    the workflow that publishes the site on GitHub. What lies in the folder already is left as it is.

    \b
    Example:
      factsheet new lake-levels --name "Lake levels"
    """
    installed = find_installation()
    done = start_project(folder, name, url, installed)
    if done.written:
        click.echo(f"Wrote into {folder}: {listed(done.written)}.")
    if done.kept:
        click.echo(f"Left as it was: {listed(done.kept)}.")
    if "requirements.txt" in done.written and installed.local:
        click.echo(LOCAL.format(version=__version__), err=True)
    click.echo("Next:")
    for line in _next(folder):
        click.echo(line)


def _next(folder: Path) -> Iterator[str]:
    """Yield the commands that come next, and what each is for."""
    enter = [] if folder.resolve() == Path.cwd() else [(f"cd {shlex.quote(str(folder))}", "")]
    commands = (*enter, *NEXT)[:COMMANDS]
    width = max(len(command) for command, _ in commands)
    yield from (f"  {command:<{width}}   {what}".rstrip() for command, what in commands)
