"""Resolution: the mentions of documents in, the facts they come to out; pure."""

from factsheet.resolve.facts import resolve

__all__ = ["resolve"]
