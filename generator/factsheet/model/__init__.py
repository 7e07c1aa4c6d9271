"""The records that flow through the generator, in the order in which they arise; data only.

Offsets are code points into a document's text, 0-based, end exclusive. Every record is frozen and made of
plain values, so that it can be compared, hashed and written as JSON.
"""

from factsheet.model.corrections import Correction
from factsheet.model.decisions import Decision
from factsheet.model.documents import Document, Metadata, Original
from factsheet.model.facts import (
    Actor,
    ActorReference,
    Date,
    DateReference,
    Facts,
    Forward,
    Passage,
    Quote,
    ResolvedDate,
    Source,
    Suggestion,
    Voice,
)
from factsheet.model.mentions import (
    ActorMention,
    Anchor,
    Clutter,
    ClutterKind,
    DateEvent,
    DateMention,
    DateReading,
    Mentions,
    MentionType,
    Oddity,
    QuoteMention,
    Tense,
)
from factsheet.model.pages import Draft, Export, Finding, Imprint, Page, Sheet
from factsheet.model.values import NOBODY_YET, Basis, Form, Kind, Publish, Review, Span, Status

__all__ = [
    "NOBODY_YET",
    "Actor",
    "ActorMention",
    "ActorReference",
    "Anchor",
    "Basis",
    "Clutter",
    "ClutterKind",
    "Correction",
    "Date",
    "DateEvent",
    "DateMention",
    "DateReading",
    "DateReference",
    "Decision",
    "Document",
    "Draft",
    "Export",
    "Facts",
    "Finding",
    "Form",
    "Forward",
    "Imprint",
    "Kind",
    "MentionType",
    "Mentions",
    "Metadata",
    "Oddity",
    "Original",
    "Page",
    "Passage",
    "Publish",
    "Quote",
    "QuoteMention",
    "ResolvedDate",
    "Review",
    "Sheet",
    "Source",
    "Span",
    "Status",
    "Suggestion",
    "Tense",
    "Voice",
]
