"""The readers' room: how much the pages of a PDF file draw; pypdf reads a form as often as another draws it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from factsheet.errors import SeedError
from factsheet.readers.content import PAGE_STRINGS, TEXT_CHARACTERS, UNPACKED_BYTES

FORM = re.compile(rb"/([^\s/\[\]<>(){}%]+)\s+Do\b")  # ISO 32000-1, 8.8: a drawing is named before it is drawn
STRING = re.compile(rb"\bT[jJ]\b|[)>]\s*['\"]")  # ISO 32000-1, 9.4.3: what shows a string


@dataclass(frozen=True, slots=True)
class Weight:
    """What it takes to draw something, with all that is drawn within."""

    size: int = 0  # bytes
    strings: int = 0  # that are shown

    def plus(self, other: Weight, times: int = 1) -> Weight:
        """Add what is drawn so many times."""
        return Weight(self.size + other.size * times, self.strings + other.strings * times)


@dataclass(slots=True)
class Scales:
    """Weighs the pages of one file, each form once."""

    path: str
    total: Weight = Weight()
    known: dict[int, Weight | None] = field(default_factory=dict)  # by object; None while it is being weighed

    def add(self, page: Any) -> None:
        """Weigh a page before it is read.

        Args:
            page: pypdf's.

        Raises:
            SeedError: when a form draws itself, or the page shows, or all pages together draw, far more than a
                document does.
        """
        contents = page.get_contents()
        weight = self._weigh(contents.get_data() if contents is not None else b"", page.get("/Resources"))
        self.total = self.total.plus(weight)
        if weight.strings > PAGE_STRINGS:
            found = f"found a page that shows {weight.strings:,} strings; expected {PAGE_STRINGS:,} at most"
            raise SeedError(f"{found}; save its text as .txt", self.path)
        if self.total.size > UNPACKED_BYTES or self.total.strings > TEXT_CHARACTERS:
            raise SeedError(f"unpacks to more than {UNPACKED_BYTES // 1_000_000} MB of drawing; split it", self.path)

    def _weigh(self, data: bytes, resources: Any) -> Weight:
        """Weigh a drawing, whose forms its resources name."""
        weight = Weight(len(data), len(STRING.findall(data)))
        named: Any = resources.get_object().get("/XObject") if resources is not None else None
        forms = named.get_object() if named is not None else {}
        for name, times in Counter(FORM.findall(data)).items():
            form = forms.get("/" + name.decode("latin-1"))
            weight = weight.plus(self._form(form.get_object(), resources), times) if form is not None else weight
        return weight

    def _form(self, form: Any, resources: Any) -> Weight:
        """Weigh a form; a picture shows no string."""
        if form is None or form.get("/Subtype") != "/Form":
            return Weight()
        key = form.indirect_reference.idnum  # a stream always has one (ISO 32000-1, 7.3.8)
        if key not in self.known:
            self.known[key] = None
            self.known[key] = self._weigh(form.get_data(), form.get("/Resources", resources))
        weight = self.known[key]
        if weight is None:
            raise SeedError("a drawing in it draws itself; save it anew, or its text as .txt", self.path)
        return weight
