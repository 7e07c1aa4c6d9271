"""An export of quotes for reference managers, in RIS: a record of tagged lines for each."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.exports import Place
from factsheet.model import Export, Facts, Quote


def export_ris(facts: Facts, place: Place) -> Iterator[Export]:
    """Yield one file with a record for each quote."""
    yield Export(path="data/quotes.ris", pieces=lambda: (_record(facts, quote, place) for quote in facts.quotes))


def _record(facts: Facts, quote: Quote, place: Place) -> str:
    """Render one quote: its source's title, author and day, the words as a note, and its page."""
    source = next(one for one in facts.sources if one.id == quote.source)
    values = {
        "TY": "NEWS",
        "TI": source.title,
        "AU": source.document.metadata.author,
        "DA": source.published.replace("-", "/"),
        "N1": " ".join(quote.words.text.split()),
        "UR": place.page(f"quotes/{quote.id}.md", "data/quotes.ris"),
        "ER": "",
    }
    return "".join(f"{tag}  - {value}\r\n" for tag, value in values.items() if value or tag == "ER")
