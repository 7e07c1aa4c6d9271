"""Files that were made to exhaust a machine: each kind in any size."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from formats import make_docx, make_pdf, write_objects

SENTENCE = "The mayor said the bridge was shut on 3 May 2021. "


@dataclass(frozen=True, slots=True)
class Hostile:
    """A kind of hostile file.

    Args:
        name: of the file, whose end tells the reader.
        make: its bytes, about so many of them.
        refused: a part of what is said of one of ten megabytes; nothing where it is read.
    """

    name: str
    make: Callable[[int], bytes]
    refused: str = ""


def filled(unit: str) -> Callable[[int], bytes]:
    """Repeat a text up to a size."""
    data = unit.encode()
    return lambda size: data * (size // len(data))


def nested(opening: str, inside: str, closing: str) -> Callable[[int], bytes]:
    """Put a text into itself."""

    def make(size: int) -> bytes:
        depth = size // len((opening + closing).encode())
        return (opening * depth + inside + closing * depth).encode()

    return make


def below_front_matter(value: Callable[[int], bytes]) -> Callable[[int], bytes]:
    """Write a value into front matter."""
    return lambda size: b"---\nnote: " + value(size) + b"\n---\nThe bridge is shut.\n"


def page(body: Callable[[int], bytes]) -> Callable[[int], bytes]:
    """Write a body into a web page."""
    return lambda size: b"<html><body><article>" + body(size) + b"</article></body></html>"


def bomb(size: int) -> bytes:
    """Pack zeros, a thousandfold, into a Word file."""
    return make_docx([SENTENCE], parts={"word/media/zeros.bin": "\0" * (size * 20)})


def lying_bomb(size: int) -> bytes:
    """Pack as much into its text, and say in the directory that it is nothing."""
    data = bytearray(make_docx([SENTENCE + "a" * (size * 20)]))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        whole = archive.getinfo("word/document.xml").file_size
    return bytes(data.replace(struct.pack("<I", whole), struct.pack("<I", 1)))


def deep_docx(size: int) -> bytes:
    """Put tables into tables."""
    opening, closing = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    depth = size // len(opening + closing)
    return make_docx([f"{opening * depth}<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>{closing * depth}"])


def looping_pages(size: int) -> bytes:
    """Make pages of a PDF file that hold themselves."""
    kids = "2 0 R " * (size // 6)
    return write_objects(["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count 1 >>", "<< >>"])


def looping_contents(size: int) -> bytes:
    """Make a page of a PDF file that draws a form that draws itself."""
    draw = "/F Do " * (size // 6)
    form = f"<< /Type /XObject /Subtype /Form /Resources << /XObject << /F 4 0 R >> >> /Length {len(draw)} >>"
    return write_objects(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /Resources << /XObject << /F 4 0 R >> >> /Contents 4 0 R >>",
            f"{form}\nstream\n{draw}\nendstream",
            "<< >>",
        ]
    )


def laughing_contents(size: int) -> bytes:
    """Make forms of a PDF file that each draw the next one many times."""
    forms = [
        f"<< /Type /XObject /Subtype /Form /Resources << /XObject << /F {number + 1} 0 R >> >> /Length {size // 8} >>"
        f"\nstream\n{('/F Do ' * (size // 8))[: size // 8]}\nendstream"
        for number in range(4, 12)
    ]
    pages = "<< /Type /Page /Parent 2 0 R /Resources << /XObject << /F 4 0 R >> >> /Contents 4 0 R >>"
    last = "<< /Type /XObject /Subtype /Form /Length 0 >>\nstream\n\nendstream"
    catalog = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", pages]
    return write_objects([*catalog, *forms, last, "<< >>"])


def long_pdf(size: int) -> bytes:
    """Draw one page of very many lines."""
    return make_pdf([[SENTENCE] * (size // (len(SENTENCE) + 8))])


LONG = "expected 3,000,000 at most"
FILES: Mapping[str, Hostile] = {
    "one paragraph": Hostile("a.txt", filled(SENTENCE), LONG),
    "quotation marks": Hostile("a.txt", filled('"'), LONG),
    "bytes that are no text": Hostile("a.txt", lambda size: b"\xff\xfe\xfd" * (size // 3), "no other encoding"),
    "one line without a blank": Hostile("a.md", filled("a"), LONG),
    "nested lists in front matter": Hostile(
        "a.md", below_front_matter(nested("[", "a", "]")), "characters of `key: value`"
    ),
    "nested elements": Hostile("a.html", page(nested("<div>", SENTENCE, "</div>")), "no text"),
    "very many elements": Hostile("a.html", page(filled("<p>a</p>")), "elements"),
    "nested quotations": Hostile("a.html", page(nested("<blockquote><p>", SENTENCE, "</p></blockquote>")), "no text"),
    "elements left open": Hostile("a.html", page(filled("<b><i><a href=x>")), "no text"),
    "one element": Hostile("a.html", page(lambda size: b"<p>" + filled(SENTENCE)(size) + b"</p>"), "no text"),
    "nested parts of an e-mail": Hostile(
        "a.eml", lambda size: b"Content-Type: message/rfc822\n\n" * (size // 31) + b"A: b\n\nc\n", "nested too deep"
    ),
    "an e-mail of nested elements": Hostile(
        "a.eml", lambda size: b"Subject: a\nContent-Type: text/html\n\n" + nested("<div>", SENTENCE, "</div>")(size), ""
    ),
    "zeros in a Word file": Hostile("a.docx", bomb, "unpacks to more than 100 MB"),
    "zeros that are not told": Hostile("a.docx", lying_bomb, "damaged"),
    "tables in tables": Hostile("a.docx", deep_docx, "nested too deep"),
    "pages that hold themselves": Hostile("a.pdf", looping_pages, "damaged"),
    "drawings that draw themselves": Hostile("a.pdf", looping_contents, "draws itself"),
    "drawings that draw others": Hostile("a.pdf", laughing_contents, "of drawing"),
    "a page of many lines": Hostile("a.pdf", long_pdf, "strings"),
}
