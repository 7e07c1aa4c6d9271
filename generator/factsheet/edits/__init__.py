"""The edits' room: what people changed on pages, read as decisions, and the facts as people corrected them; pure.

A decision is read from the front matter of a page beside its base, the page as the machine last wrote it. The base
of a key that a person changed stays as it was, so that the decision is read again in every run, and undoing the
edit undoes the decision.
"""

from factsheet.edits.applying import apply_edits, kept_apart
from factsheet.edits.reading import EditedPage, read_decisions

__all__ = ["EditedPage", "apply_edits", "kept_apart", "read_decisions"]
