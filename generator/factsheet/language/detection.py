"""The language room: in which language a text is written, by its letters; offline, the same for the same text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # its tables take most of a second to load, which texts that say their language need not wait for
    from py3langid.langid import LanguageIdentifier

LOOKED_AT = 5_000  # characters; more change no answer
# Of windows of the articles in tests/gold/, all of them English, none is taken for another language from these on.
LEAST_CHARACTERS = 100
SURE = 0.9  # of 1
NO_LANGUAGE = frozenset({"und", "zxx"})  # ISO 639-2: undetermined, no linguistic content


def detect_language(text: str) -> str:
    """Tell in which language a text is written.

    Args:
        text: a document's text.

    Returns:
        The ISO 639-1 code; empty where the text is too short to tell, or reads like no language for sure.
    """
    sample = text[:LOOKED_AT].strip()
    if len(sample) < LEAST_CHARACTERS:
        return ""
    language, probability = _identifier().classify(sample)
    return language if probability >= SURE and language not in NO_LANGUAGE else ""


@cache
def _identifier() -> LanguageIdentifier:
    """Load what tells languages apart."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
