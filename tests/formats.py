"""Files of all formats, made for tests."""

from __future__ import annotations

import io
import zipfile
from typing import Any


def make_pdf(pages: list[list[str]], info: dict[str, str] | None = None, extra: str = "") -> bytes:
    """Make a PDF file of lines of text.

    Args:
        pages: the lines of each page; an empty page draws a box, as a scan draws a picture.
        info: the file's title and the like.
        extra: what else stands in its catalog.
    """
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    told = " ".join(f"/{key} ({value})" for key, value in (info or {}).items())
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {extra} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        box = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {5 + 2 * number} 0 R >>")
        drawing = _draw(lines)
        objects.append(f"<< /Length {len(drawing.encode('cp1252'))} >>\nstream\n{drawing}\nendstream")
    objects.append(f"<< {told} >>")
    return write_objects(objects)


def write_objects(objects: list[str]) -> bytes:
    """Write the objects of a PDF file, the first its catalog and the last what it says of itself."""
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(objects) + 1
    trailer = f"trailer\n<< /Size {count} /Root 1 0 R /Info {count - 1} 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + f"xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}".encode()


def _draw(lines: list[str]) -> str:
    """Draw lines one below the other."""
    if not lines:
        return "0 0 595 842 re f"
    escaped = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines]
    return "BT /F1 11 Tf 14 TL 72 770 Td " + " T* ".join(f"({line}) Tj" for line in escaped) + " ET"


def make_docx(paragraphs: list[str], info: dict[str, str] | None = None, parts: dict[str, str] | None = None) -> bytes:
    """Make a Word file.

    Args:
        paragraphs: each the text of a paragraph, or what Word's own markup it holds where it begins with "<".
        info: elements of its properties, as dc:title.
        parts: further parts of the archive.
    """
    office = "http://schemas.openxmlformats.org"
    body = "".join(one if one.startswith("<w:") else f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    told = "".join(f"<{key}>{value}</{key}>" for key, value in (info or {}).items())
    document = "officeDocument/2006/relationships/officeDocument"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{office}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{office}/{document}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{office}/wordprocessingml/2006/main">'
        f"<w:body>{body}</w:body></w:document>",
        "docProps/core.xml": f'<p xmlns:dc="http://purl.org/dc/elements/1.1/">{told}</p>',
        **(parts or {}),
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def make_file(case: dict[str, Any]) -> bytes:
    """Make the file that a case describes, by the end of its name."""
    if "pages" in case:
        return make_pdf(case["pages"], case.get("info", {}))
    if "paragraphs" in case:
        return make_docx(case["paragraphs"], case.get("info", {}))
    content: str = case["content"]
    return content.encode(case.get("encoding", "utf-8"))
