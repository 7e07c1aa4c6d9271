"""What a run has to say of the sources themselves: what extraction found odd in them, and their language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from factsheet.config import LANGUAGES
from factsheet.model import Document, Facts, Finding


def oddities(facts: Facts) -> Iterator[Finding]:
    """Yield, as warnings, what extraction found odd in the sources, each with its line in the seed."""
    for source in facts.sources:
        document = source.document
        for oddity in source.oddities:
            line = document.line(oddity.span.start)
            yield Finding(path=document.path, line=line, message=oddity.message, code="oddity", error=False)


def foreign(facts: Facts, languages: Iterable[str]) -> Iterator[Finding]:
    """Yield a warning for each source that was not read, since its language is not among those that are.

    Args:
        facts: the facts.
        languages: the codes of those that are read.
    """
    read = ", ".join(repr(language) for language in languages)
    for source in facts.sources:
        if source.unread:
            document = source.document
            found = f"its language is {document.language!r}, read are {read}"
            message = f"{found}: nothing was looked for in it; {_remedy(document)}"
            yield Finding(path=document.path, line=None, message=message, code="language", error=False)


def _remedy(document: Document) -> str:
    """Say what to do about a document in a language that is not read."""
    language = document.language
    if language in LANGUAGES:
        return f"add {language!r} with a spaCy pipeline to extra.factsheet.languages in mkdocs.yml"
    return f"no tables for {language!r} are known; if it is in another language, set `language` in its front matter"
