"""Records: what readers return."""

from __future__ import annotations

from dataclasses import dataclass

from factsheet.model.values import Publish


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a seed's front matter says about the document; empty where it is silent."""

    title: str = ""
    date: str = ""  # of publication, EDTF
    publisher: str = ""
    author: str = ""
    url: str = ""
    license: str = ""
    language: str = "en"
    note: str = ""
    publish: Publish = Publish.EXCERPTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source document as its reader returned it."""

    id: str  # the slug of the path below seeds/, without suffix
    path: str  # as the person would name it: seeds/istanbul-talks.txt
    text: str
    sha256: str  # of the text in UTF-8; empty where something in it is redacted
    metadata: Metadata
    first_line: int = 1  # the file's line on which the text begins: behind the front matter
