"""What a run has to say of the sources themselves: what extraction found odd in them, and their language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from factsheet.config import LANGUAGES
from factsheet.model import Document, Facts, Finding, Mentions

UNANSWERED = "extractor-failed"  # the code of what is told where an extractor should be asked again


def oddities(facts: Facts) -> Iterator[Finding]:
    """Yield, as warnings, what extraction found odd in the sources, each with its line in the seed."""
    for source in facts.sources:
        document = source.document
        for oddity in source.oddities:
            line = document.line(oddity.span.start)
            yield Finding(path=document.path, line=line, message=oddity.message, code="oddity", error=False)


def refusals(readings: Iterable[tuple[Document, Mentions]], block: Callable[[str], str] = str) -> Iterator[Finding]:
    """Yield what extractors of other packages proposed and is told nowhere, and as errors which of them failed.

    One that fails alike over many documents, as one that cannot be reached, is told once.

    Args:
        readings: the documents with what was found in them.
        block: takes redacted words out of a text.
    """
    failed: dict[str, list[str]] = {}
    for document, mentions in readings:
        for one in mentions.refused:
            if one.failed:
                failed.setdefault(block(one.message), []).append(document.path)
            else:
                line, message = document.line(one.span.start), block(one.message)
                yield Finding(path=document.path, line=line, message=message, code="extractor", error=False)
    for message, paths in failed.items():
        more = f"; the same with {len(paths) - 1} more" if len(paths) > 1 else ""
        yield Finding(path=paths[0], line=None, message=f"{message}{more}", code=UNANSWERED)


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
