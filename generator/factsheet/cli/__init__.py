"""The command line; the only room that prints or exits."""

from factsheet.cli.frame import main
from factsheet.cli.making import build, check, extract, generate, model, serve

__all__ = ["main"]

# In the order in which a newcomer needs them.
for command in (model, generate, serve, check, build, extract):
    main.add_command(command)
