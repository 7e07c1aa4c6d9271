"""The options that say where documents are read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, get_args

import click

from factsheet.engines import Engine, Name

Command = Callable[..., Any]

engine_option = click.option(
    "--engine",
    "name",
    type=click.Choice(get_args(Name)),
    default="local",
    help="Where documents are read: on this machine, or by the workers of a dask or Ray cluster. Default: local",
)
address_option = click.option(
    "--address",
    metavar="ADDRESS",
    help="Of dask's scheduler (tcp://host:8786) or Ray's head (host:6379). Default: a cluster of this machine alone.",
)
jobs_option = click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1),
    help="How many processes read on this machine. Default: one a core, and one for few documents.",
)


def engine_options(command: Command) -> Command:
    """Give a command the options that say where documents are read, and hand it the engine they mean."""

    @engine_option
    @address_option
    @jobs_option
    @wraps(command)
    def with_engine(*arguments: Any, name: Name, address: str | None, jobs: int | None, **options: Any) -> Any:
        """Run the command with its engine."""
        if name == "local" and address:
            raise click.UsageError("--address is a cluster's; add --engine dask or --engine ray.")
        if name != "local" and jobs:
            raise click.UsageError("--jobs counts processes of this machine; a cluster knows its own.")
        return command(*arguments, engine=Engine(name=name, address=address, jobs=jobs), **options)

    return with_engine
