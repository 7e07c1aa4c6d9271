"""An extractor that asks a language model, by whatever speaks OpenAI's interface: llama.cpp, Ollama, a service.

It is off unless the settings name it, and asks this machine alone unless they allow another. What the model answers is
a proposal like any other extractor's: its words are looked for in the text, and what does not stand there is told and
published nowhere (`factsheet.proposed`). So nothing that a model makes up, or that a document tells it to say, becomes
a fact.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from factsheet.errors import ExtensionError
from factsheet.extract.marks import pair_marks
from factsheet.llm.endpoint import Endpoint, UnreachableError
from factsheet.llm.reading import PROMPT, Chunk, MalformedError, chunks, propose, read_answer
from factsheet.model import Proposal, Refusal, Span

URL = "http://localhost:11434/v1"  # where Ollama listens
TIMEOUT = 120  # seconds for an answer: a small model on a slow core writes some thousand characters in them
RETRIES = 2
CHARACTERS = 6_000  # of a text that are sent at once: some 1,500 tokens, which the smallest windows have room for
LEAST = 500  # characters: a paragraph
MOST_FAILURES = 3  # documents in a row after which no other is tried in this run


class LanguageModel:
    """Asks a language model about texts.

    Args:
        endpoint: where it is asked.
        model: its name there.
        characters: how much of a text is sent at once.

    Attributes:
        remote: whether texts go to another machine.
        decisive: those of the settings that decide what is found.
    """

    def __init__(self, endpoint: Endpoint, model: str, characters: int) -> None:
        self.endpoint = endpoint
        self.remote = not endpoint.local
        prompt = hashlib.sha256(PROMPT.encode()).hexdigest()
        self.decisive = {"url": endpoint.url, "model": model, "characters": characters, "prompt": prompt}
        self._model = model
        self._characters = characters
        self._failures = 0

    def announce(self, documents: int, characters: int) -> str:
        """Say what is sent, and where.

        Args:
            documents: how many texts.
            characters: how many in all.
        """
        texts = f"{documents:,} {'text' if documents == 1 else 'texts'} of {characters:,} characters"
        where = "another machine: they leave this one" if self.remote else "this machine"
        return f"The extractor llm sends {texts} to {self.endpoint.host}, which is {where}."

    def __call__(self, text: str, _language: str) -> Iterator[Proposal | Refusal]:
        """Propose what the model finds in a text.

        Raises:
            UnreachableError: when it cannot be asked.
        """
        quoted = tuple(one.span for one in pair_marks(text).segments)
        for chunk in chunks(text, self._characters):
            try:
                answer = read_answer(self._asked(chunk))
            except MalformedError as error:
                message = f"nothing from these {len(chunk.text):,} characters, for its answer {error}"
                yield Refusal(span=Span(chunk.start, chunk.start), message=message)
            else:
                yield from propose(answer, chunk, quoted)

    def _asked(self, chunk: Chunk) -> bytes:
        """Ask about a part of a text; who gave no answer several times in a row is asked no more."""
        if self._failures >= MOST_FAILURES:
            raise UnreachableError(f"{self.endpoint.host} gave no answer {MOST_FAILURES} times in a row")
        try:
            answer = self.endpoint.post("chat/completions", self._request(chunk))
        except UnreachableError:
            self._failures += 1
            raise
        self._failures = 0
        return answer

    def _request(self, chunk: Chunk) -> Mapping[str, object]:
        """Return what is sent."""
        messages = [{"role": "system", "content": PROMPT}, {"role": "user", "content": chunk.text}]
        return {
            "model": self._model,
            "messages": messages,
            "temperature": 0,
            "seed": 0,
            "stream": False,
            "response_format": {"type": "json_object"},
        }


def make_extractor(
    *,
    model: str,
    url: str = URL,
    timeout: float = TIMEOUT,
    retries: int = RETRIES,
    characters: int = CHARACTERS,
    allow_remote: bool = False,
    key_from: str = "",
) -> LanguageModel:
    """Make the extractor from its settings.

    Args:
        model: the model's name, as the endpoint calls it.
        url: of the endpoint, up to what stands before "/chat/completions".
        timeout: seconds within which an answer has to be there.
        retries: how often it is asked again when it fails.
        characters: how much of a text is sent at once.
        allow_remote: whether texts may go to another machine.
        key_from: the variable of the environment that holds the key; empty where none is asked for.

    Raises:
        ExtensionError: when a setting cannot be used.
    """
    for name, value, kinds in (("model", model, (str,)), ("url", url, (str,)), ("key_from", key_from, (str,))):
        if not isinstance(value, kinds):
            raise ExtensionError(f"{name} is {value!r}, expected a text")
    if not model:
        raise ExtensionError("model is empty, expected the name of a model, as the endpoint calls it")
    for name, number, least in (("timeout", timeout, 1), ("retries", retries, 0), ("characters", characters, LEAST)):
        if isinstance(number, bool) or not isinstance(number, (int, float)) or not least <= number <= 10**6:
            raise ExtensionError(f"{name} is {number!r}, expected a number from {least} to 1000000")
    if not isinstance(allow_remote, bool):
        raise ExtensionError(f"allow_remote is {allow_remote!r}, expected true or false")
    endpoint = Endpoint.at(url, timeout=timeout, retries=int(retries), allow_remote=allow_remote, key_from=key_from)
    return LanguageModel(endpoint, model, int(characters))
