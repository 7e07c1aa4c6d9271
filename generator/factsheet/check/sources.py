"""What a run has to say of the sources themselves: what extraction found odd in them, and their language."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.model import Facts, Finding


def oddities(facts: Facts) -> Iterator[Finding]:
    """Yield, as warnings, what extraction found odd in the sources, each with its line in the seed."""
    for source in facts.sources:
        document = source.document
        for oddity in source.oddities:
            line = document.line(oddity.span.start)
            yield Finding(path=document.path, line=line, message=oddity.message, code="oddity", error=False)


def foreign(facts: Facts, language: str) -> Iterator[Finding]:
    """Yield a warning for each source in another language than the one that the rules and the model know."""
    for source in facts.sources:
        found = source.document.metadata.language
        if found.split("-")[0].lower() != language:
            message = f"its language is {found!r}, read as {language!r}: expect much to be missed or wrong"
            yield Finding(path=source.document.path, line=None, message=message, code="language", error=False)
