"""The edits' room: what people changed on pages, read as decisions, and the facts as people corrected them; pure.

A decision is read from the front matter of a page beside its base, the page as the machine last wrote it. The base
of a key that a person changed stays as it was, so that the decision is read again in every run, and undoing the
edit undoes the decision.
"""

from factsheet.edits.amending import amend
from factsheet.edits.applying import Corrected, apply_edits, contradictions, kept_apart
from factsheet.edits.reading import EditedPage, Edits, read_decisions, read_edits, relocate
from factsheet.edits.refusing import refuse, refuse_unknown_source
from factsheet.edits.rejecting import without
from factsheet.edits.uniting import unite

__all__ = [
    "Corrected",
    "EditedPage",
    "Edits",
    "amend",
    "apply_edits",
    "contradictions",
    "kept_apart",
    "read_decisions",
    "read_edits",
    "refuse",
    "refuse_unknown_source",
    "relocate",
    "unite",
    "without",
]
