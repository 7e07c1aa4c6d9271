"""Facts that people added: their words stand in the source, and nothing is missing on their pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from factsheet.added import Written, adds, find_additions
from factsheet.front_matter import FrontMatter
from factsheet.model import Document, Finding


def check_additions(
    pages: Mapping[str, str], fronts: Mapping[str, FrontMatter], documents: Mapping[str, Document], folder: str
) -> Iterator[Finding]:
    """Check the pages on which people add facts.

    Args:
        pages: the text of each page by its path below docs/.
        fronts: their front matter.
        documents: the sources by id.
        folder: the name of docs/ in findings.

    Yields:
        Words that are in no source, keys that are missing or wrong, and pages that `generate` has not read yet.
    """
    adding = [path for path, front in fronts.items() if adds(front.values)]
    written = (Written(path=path, place=path, text=pages[path]) for path in adding)
    found = find_additions(written, documents.values(), folder).findings if adding else ()
    yield from found
    told = {finding.path for finding in found if finding.error}
    for path in adding:
        if "id" not in fronts[path].values and f"{folder}/{path}" not in told:
            message = "adds a fact that is not on the site yet; run `factsheet generate`"
            yield Finding(path=f"{folder}/{path}", line=1, message=message, code="not-generated")
