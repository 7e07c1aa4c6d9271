"""Resolution: the mentions of documents in, the facts they come to out; pure."""

from factsheet.resolve.addresses import Known
from factsheet.resolve.doubt import without_doubtful
from factsheet.resolve.facts import resolve
from factsheet.resolve.suggestions import lesser_first

__all__ = ["Known", "lesser_first", "resolve", "without_doubtful"]
