"""Nothing leaves the machine: no command that reads documents looks a name up or connects, whatever they hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import BuildTree
from factsheet.readers import READERS
from formats import make_docx, make_pdf

WATCHED = """
import sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
        sys.stderr.write(f"NETWORK {event} {arguments}\\n")
        sys.stderr.flush()
        import os
        os._exit(99)
sys.addaudithook(refuse)
from factsheet.cli import main
main(sys.argv[1:])
"""
SAID = "“The road is closed,” Tomas Weller, a spokesman for Colmouth, said on 3 May 2024 in a long statement."
FAR = "http://far.example/a"
PAGE = (
    f'<!DOCTYPE html SYSTEM "{FAR}.dtd"><html><head><base href="{FAR}"><link rel="stylesheet" href="{FAR}.css">'
    f'<link rel="canonical" href="{FAR}"><meta http-equiv="refresh" content="0;url={FAR}"><script src="{FAR}.js">'
    f'</script></head><body><article><p>{SAID}</p><img src="{FAR}.png"><iframe src="{FAR}"></iframe>'
    f"<p>{SAID * 3}</p></article></body></html>"
)
LINKED = {
    "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
    f'Target="{FAR}.png" TargetMode="External"/></Relationships>'
}
KINDS: dict[str, bytes] = {
    ".txt": f"---\nurl: {FAR}\n---\n{SAID}\n".encode(),
    ".md": f"![a]({FAR}.png) {SAID}\n".encode(),
    ".markdown": f"{SAID} <{FAR}>\n".encode(),
    ".html": PAGE.encode(),
    ".htm": PAGE.encode(),
    ".eml": f"From: a@far.example\nSubject: Road\nContent-Type: text/html\n\n{PAGE}".encode(),
    ".pdf": make_pdf([[SAID.replace("“", '"').replace("”", '"')]], extra=f"/OpenAction << /S /URI /URI ({FAR}) >>"),
    ".docx": make_docx([SAID], parts=LINKED),
}


def watched(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-c", WATCHED, *arguments)
    return subprocess.run(command, cwd=project, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def project(build_tree: BuildTree) -> Path:
    root = build_tree({"mkdocs.yml": "site_name: T\nmarkdown_extensions: [attr_list]\n"})
    (root / "seeds").mkdir()
    for number, (suffix, data) in enumerate(KINDS.items()):
        (root / f"seeds/road-{number}{suffix}").write_bytes(data)
    return root


def test_every_kind_of_file_that_is_read_is_tried() -> None:
    assert set(KINDS) == set(READERS)


def test_reading_writing_and_checking_reach_nobody(project: Path) -> None:
    made = watched(project, "generate")
    assert (made.returncode, made.stderr) == (0, "")
    assert len(list((project / "docs/sources").glob("road-*.md"))) == len(KINDS)
    for command in (("extract", "seeds"), ("check",), ("status",)):
        done = watched(project, *command)
        assert "NETWORK" not in done.stderr
        assert done.returncode == 0, done.stderr


def test_a_language_model_elsewhere_is_reached_by_nobody_whom_the_settings_do_not_send_there(project: Path) -> None:
    """Without `allow_remote` nothing is looked up, let alone sent."""
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    its = "      llm: {model: small, url: 'https://far.example/v1'}\n"
    (project / "mkdocs.yml").write_text(f"{settings}extra:\n  factsheet:\n    extractors:\n{its}", encoding="utf-8")
    for command in (("generate",), ("extract", "seeds"), ("status",)):
        done = watched(project, *command)
        assert "NETWORK" not in done.stderr
        assert (done.returncode, "far.example is another machine" in done.stderr) == (1, True), done.stderr


def test_the_watch_sees_a_connection(tmp_path: Path) -> None:
    ask = WATCHED.replace(
        "from factsheet.cli import main\nmain(sys.argv[1:])", "import socket; socket.getaddrinfo('a', 1)"
    )
    done = subprocess.run((sys.executable, "-c", ask), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 99
