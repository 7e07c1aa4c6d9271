"""What people said of a source is said of its document before anything is resolved, as its own front matter says it.

The day of publication re-dates whatever the text reckons from it, and `publish` what its page shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from factsheet.model import Decision, Document, Metadata, Publish

TEXTS = ("title", "date", "publisher", "author", "url", "license")  # one that is taken away is not known


def amend(document: Document, decisions: Iterable[Decision]) -> Document:
    """Set what people said of a source.

    Args:
        document: as its reader returned it.
        decisions: what people decided, about this source and others.

    Returns:
        The document; its text and its path are as they were.
    """
    metadata = document.metadata
    for one in decisions:
        if one.type == "source" and one.id == document.id:
            metadata = _set(metadata, one.key, one.words.strip())
    return document if metadata == document.metadata else replace(document, metadata=metadata)


def _set(metadata: Metadata, key: str, value: str) -> Metadata:
    """Set one key; one that says nothing of the document is left alone."""
    if key in TEXTS:
        texts: dict[str, Any] = {key: value}
        return replace(metadata, **texts)
    if key == "language" and value:
        return replace(metadata, language=value)
    return replace(metadata, publish=Publish(value)) if key == "publish" and value else metadata
