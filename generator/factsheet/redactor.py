"""What redaction does to the disk: the register, the pages that stand, the cache, and what else lies about."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec

from factsheet.cache import MentionCache
from factsheet.config import Settings, redact_error
from factsheet.files import remove, write_if_different
from factsheet.model import Document, Facts, Finding, Mentions, Page
from factsheet.pages import Purge, Store, given_away
from factsheet.readers import KEPT, kept_path, write_kept
from factsheet.redaction import (
    Planned,
    Redaction,
    Register,
    Terms,
    digest,
    not_in_force,
    plan,
    read_register,
    terms_of,
    write_register,
)

REGISTER = "redacted.json"  # in .factsheet/
TOMBSTONE = "redacted"  # the type of a page that says only that something was redacted
TEXTS = (".css", ".csv", ".html", ".js", ".json", ".jsonl", ".md", ".svg", ".txt", ".xml", ".yaml", ".yml")
GZIP = b"\x1f\x8b"
TAG = re.compile(r"<[^<>]*>")
ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|[nrt])")
SKIPPED = ("base", "cache", REGISTER)  # of .factsheet: checked as pages, cleared, and digests alone


@dataclass(frozen=True)
class Redactor:
    """Redaction in one run of `generate`.

    Args:
        state: the folder .factsheet.
        settings: for what is redacted.
    """

    state: Path
    settings: Settings

    @cached_property
    def old(self) -> Register:
        """What the last run knew."""
        return load_register(self.state)

    def plan(
        self, facts: Facts, names: Facts, configuration: Path, complete: bool
    ) -> tuple[Redaction, tuple[Finding, ...]]:
        """Find out what must go from the facts.

        Args:
            facts: what resolution found.
            names: the same as people corrected them.
            configuration: mkdocs.yml, for errors.
            complete: whether every source could be read.

        Returns:
            What must go; and, where a source is missing that may hold it, as findings the entries that name nothing.

        Raises:
            SettingsError: when an entry names nothing although every source could be read.
        """
        planned = plan(self.settings.redact, facts, names, self.old)
        errors = [redact_error(configuration, number, message) for number, message in planned.unknown]
        if errors and complete:
            raise errors[0]
        findings = tuple(
            Finding(path=error.path or "", line=error.line, message=error.message, code="redact") for error in errors
        )
        return Redaction(planned, {source.id: source.document for source in facts.sources}), findings

    def redact(
        self,
        store: Store,
        cache: MentionCache,
        readings: Sequence[tuple[Document, Mentions]],
        redaction: Redaction,
        renamed: Mapping[tuple[str, str], str],
    ) -> None:
        """Take redacted words out of whatever stands, before anything new is written.

        Args:
            store: the pages.
            cache: of what was found.
            readings: the documents with what was found in them.
            redaction: what must go.
            renamed: the new ids of facts, by their types and old ones.
        """
        self.purge(store, redaction.planned, renamed)
        self.keep(cache, readings, redaction)

    def purge(self, store: Store, planned: Planned, renamed: Mapping[tuple[str, str], str]) -> None:
        """Take redacted words out of what stands, and remember in digests what has to be known again.

        Args:
            store: the pages.
            planned: what must go.
            renamed: the new ids of facts, by their types and old ones.
        """
        file = self.state / REGISTER
        if not self.settings.redact:
            file.unlink(missing_ok=True)
            return

        def remember(deleted: tuple[tuple[str, str], ...]) -> None:
            """Write the register before anything goes."""
            rejected = tuple(sorted({*planned.register.rejected, *map(digest, deleted)}))
            write_if_different(file, write_register(msgspec.structs.replace(planned.register, rejected=rejected)))

        store.purge(purge_of(planned, renamed), remember)
        for other in _others(self.state):
            text = other.read_text(encoding="utf-8", errors="replace")
            write_if_different(other, planned.terms.block(text).encode())

    def keep(self, cache: MentionCache, readings: Iterable[tuple[Document, Mentions]], redaction: Redaction) -> None:
        """Keep what was found in the documents that hold nothing redacted, and nothing else.

        Args:
            cache: of what was found.
            readings: the documents with what was found in them.
            redaction: what must go.
        """
        if not self.settings.redact:
            return
        if self.old.terms != redaction.planned.register.terms:
            cache.clear()
        for document, mentions in readings:
            if redaction.touches(document.id):
                cache.forget(document)
            else:
                cache.keep(document, mentions)

    def findings(self, store: Store, planned: Planned) -> Iterator[Finding]:
        """Yield the redacted words that people wrote on pages."""
        if planned.terms:
            yield from given_away(store.read(), purge_of(planned, {}), self.settings.docs_dir)


def keep_texts(project: Path, documents: Iterable[Document], redaction: Redaction, complete: bool) -> None:
    """Keep the texts that were taken out of files, and no others.

    Args:
        project: the project's folder.
        documents: as their readers returned them.
        redaction: what must go: no text is kept that holds it, so that such a file is read anew in every run.
        complete: whether every source could be read; else what is kept of the others stays, unless it must go.

    Raises:
        StoreError: when a text cannot be written.
    """
    terms = redaction.planned.terms
    kept = {project / kept_path(one.id): write_kept(one) for one in documents if one.original is not None}
    for file, data in kept.items():
        if not terms.is_in(file.stem) and not terms.find(data.decode()) and not redaction.touches(file.stem):
            write_if_different(file, data)
        else:
            remove(file)
    for file in (project / KEPT).glob("*.txt"):
        if file not in kept and (complete or terms):
            remove(file)


def purge_of(planned: Planned, renamed: Mapping[tuple[str, str], str]) -> Purge:
    """Say what pages must not hold."""
    gone = (*(f"actors/{name}.md" for name in planned.actors), *(f"quotes/{name}.md" for name in planned.quotes))
    moved = {f"{type_}s/{old}.md": f"{type_}s/{new}.md" for (type_, old), new in renamed.items() if old != new}
    terms = planned.terms
    return Purge(
        block=terms.block,
        block_address=terms.block_address,
        gives_away=terms.is_in,
        gone=frozenset(gone),
        moved=moved,
    )


def tombstones(store: Store, planned: Planned, places: Mapping[str, str]) -> Iterator[Page]:
    """Yield a page for each redacted fact whose page stands where people put it, under a name that tells nothing.

    Args:
        store: the pages.
        planned: what must go.
        places: where the pages stand that people moved, by the path that the machine gave them.
    """
    if not planned.terms:
        return
    purge = purge_of(planned, {})
    kept = {path for path in store.shelf.bases() if f"\ntype: {TOMBSTONE}\n" in (store.shelf.base_text(path) or "")}
    fresh = {
        places[path]
        for path in purge.gone
        if path in places and store.shelf.page_text(places[path]) == store.shelf.base_text(path)
    }
    for path in sorted(kept | fresh):
        if not purge.gives_away(path):
            text = f"---\ntype: {TOMBSTONE}\ntitle: Redacted\n---\n\n# Redacted\n\nWhat stood here has been redacted.\n"
            yield Page(path=path, text=text)


def load_register(state: Path) -> Register:
    """Read the register of a project."""
    file = state / REGISTER
    return read_register(file.read_bytes() if file.is_file() else None)


def known_terms(state: Path, settings: Settings) -> tuple[Terms, Register]:
    """Return the redacted words as far as the last run of `generate` knew them, and its register."""
    register = load_register(state)
    return terms_of(settings.redact, register), register


def leaks(project: Path, state: Path, settings: Settings, configuration: Path) -> Iterator[Finding]:
    """Yield, as errors, redacted words wherever they stand: docs/, .factsheet/ and the built site.

    Args:
        project: the project's folder.
        state: its folder .factsheet.
        settings: for what is redacted, and the folders.
        configuration: mkdocs.yml, for findings.

    Yields:
        One finding a file, or a line of a page; the words themselves are never told.
    """
    terms, register = known_terms(state, settings)
    for number in not_in_force(settings.redact, register):
        error = redact_error(configuration, number, "is not in force yet; run `factsheet generate`")
        yield Finding(path=error.path or "", line=error.line, message=error.message, code="redact")
    if not terms:
        return
    for folder, advice in (
        (project / settings.docs_dir, "a person wrote them; take them out, or run `factsheet generate`"),
        (state, "run `factsheet generate`"),
        (project / settings.site_dir, "the site is older than the redaction; run `factsheet build`"),
    ):
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            if "cache" not in file.relative_to(folder).parts[:1]:
                yield from _leak(file, file.relative_to(project).as_posix(), terms, advice)


def _leak(file: Path, name: str, terms: Terms, advice: str) -> Iterator[Finding]:
    """Yield the redacted words in a file and in its name."""
    shown = terms.block_address(name)
    if terms.is_in(name):
        message = f"the file's name holds words that are redacted; {advice}"
        yield Finding(path=shown, line=None, message=message, code=TOMBSTONE)
    for line in _leaking(file, terms):
        yield Finding(path=shown, line=line, message=f"holds words that are redacted; {advice}", code=TOMBSTONE)


def _leaking(file: Path, terms: Terms) -> Sequence[int | None]:
    """Return the lines of a file that hold redacted words; of what is no page, only that it does."""
    data = file.read_bytes()
    data = gzip.decompress(data) if data.startswith(GZIP) else data
    if not data or (file.suffix not in TEXTS and b"\0" in data[:1000]):
        return ()
    text = data.decode("utf-8", errors="ignore")
    if file.suffix == ".md":
        return [number for number, line in enumerate(text.split("\n"), 1) if terms.find(line)]
    return (None,) if any(terms.find(form) for form in _forms(text)) else ()


def _forms(text: str) -> Iterator[str]:
    """Yield a text as it stands and as a browser or a program reads it: without tags, references and escapes."""
    yield text
    plain = ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else " ", text)
    plain = html.unescape(TAG.sub("", plain))
    if plain != text:
        yield plain


def _others(state: Path) -> Iterator[Path]:
    """Yield the files that other stages keep in .factsheet/."""
    for path in sorted(state.iterdir()):
        if path.is_file() and path.name not in SKIPPED and path.suffix in TEXTS:
            yield path
