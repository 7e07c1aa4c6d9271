"""The command line; the only room that prints or exits."""

from factsheet.cli.desk import diff, resolve, status
from factsheet.cli.frame import main
from factsheet.cli.making import build, check, extract, generate, model, serve

__all__ = ["main"]

# In the order in which a newcomer needs them.
for command in (model, generate, serve, status, diff, resolve, check, build, extract):
    main.add_command(command)
