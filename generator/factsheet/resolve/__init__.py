"""Resolution: the mentions of documents in, the facts they come to out; pure."""

from factsheet.resolve.addresses import Known
from factsheet.resolve.doubt import without_doubtful
from factsheet.resolve.facts import resolve

__all__ = ["Known", "resolve", "without_doubtful"]
