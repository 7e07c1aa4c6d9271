"""What the words of a source are called elsewhere: who said them, and the line by which they are cited; pure.

Pages, feeds and tables cite alike, so it is decided here, once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from factsheet.folding import fold
from factsheet.model import Actor, Form, Quote, Source
from factsheet.resolve.dates import words as date_words

GAP = " … "  # stands for the reporter's words between the pieces of a split quote
PAUSES = " ,;:–—-"  # what ends no sentence and has nothing to say before an ellipsis
COMMA = " ,"  # at the end of quoted words it belongs to the sentence around them
NOBODY = "Speaker not identified"


def spoken(quote: Quote) -> str:
    """Return the words that are the speaker's, in one line: those of the reporter between them are left out."""
    pieces = (fold(piece.text) for piece in quote.pieces or (quote.words,))
    return with_gaps(piece for piece in pieces if piece)


def with_gaps(pieces: Iterable[str]) -> str:
    """Join the pieces of a split quote by ellipses, before which no comma stands: "The lake … is low."."""
    texts = list(pieces)
    return GAP.join([*(text.rstrip(PAUSES) for text in texts[:-1]), *texts[-1:]])


def in_marks(quote: Quote, words: str) -> str:
    """Set words of a quote in quotation marks, without the comma at their end.

    Reported speech, which is not the speaker's own, stands as it is.
    """
    return words if quote.form is Form.INDIRECT else f"“{words.rstrip(COMMA)}”"


def speaker_of(quote: Quote, actors: Mapping[str, Actor]) -> Actor | None:
    """Return the actor who spoke, None where nobody is identified.

    Args:
        quote: the quote.
        actors: by their ids.
    """
    return actors.get(quote.speaker.actor or "") if quote.speaker else None


def speaker_name(quote: Quote, actor: Actor | None) -> str:
    """Name the speaker: as resolved, else as the text does, else that nobody is identified."""
    named = fold(actor.name if actor else quote.speaker.words.text if quote.speaker else "") or NOBODY
    return capital(named)


def capital(text: str) -> str:
    """Begin with a capital: "an EU official" -> "An EU official"."""
    return text[:1].upper() + text[1:]


def citation(quote: Quote, actor: Actor | None, source: Source) -> str:
    """Write the line by which a quote is cited, as plain text.

    Args:
        quote: the quote.
        actor: its speaker, None where nobody is identified.
        source: the document that it stands in.

    Returns:
        `Ada Brennan: “The river rose.”. In: Flood at Selby, Harbour Gazette, 4 May 2024, paragraph 3. https://...`,
        without what is not known of the source.
    """
    said = f"{voice(quote, actor)}: {in_marks(quote, spoken(quote))}. In: {place(quote, source)}."
    return " ".join(filter(None, (said, web_address(source.document.metadata.url))))


def voice(quote: Quote, actor: Actor | None) -> str:
    """Name whose words are cited, and say of reported ones that they are that."""
    return speaker_name(quote, actor) + (", as reported" if quote.form is Form.INDIRECT else "")


def place(quote: Quote, source: Source) -> str:
    """Name the document in which a quote stands, as far as it is known, and the paragraph."""
    known = source.document.metadata
    published = date_words(known.date) if known.date else ""
    parts = (source.title, known.author, known.publisher, published, f"paragraph {_paragraph(quote, source)}")
    return ", ".join(filter(None, map(fold, parts)))


def web_address(url: str) -> str:
    """Return an address of the web as it is, and nothing for any other: `javascript:` must become no link."""
    plain = url.isprintable() and not any(char in url for char in ' "<>\\^`{|}')
    return url if plain and url.lower().startswith(("https://", "http://")) else ""


def _paragraph(quote: Quote, source: Source) -> int:
    """Return the number of the paragraph in which a quote begins, 1-based."""
    return max(bisect_right(source.paragraphs, quote.words.span.start, key=lambda span: span.start), 1)
