"""The command line; the only room that prints or exits."""

from factsheet.cli.desk import changes, diff, resolve, status
from factsheet.cli.frame import main
from factsheet.cli.making import build, check, extract, generate, model, serve
from factsheet.cli.starting import new

__all__ = ["main"]

# In the order in which a newcomer needs them.
for command in (new, model, generate, serve, status, diff, resolve, check, build, changes, extract):
    main.add_command(command)
