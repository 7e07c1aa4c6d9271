"""What tests of edits share: a project in a folder, and people who change the front matter of its pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from factsheet import pipeline

CONFIGURATION = "site_name: Talks\nmarkdown_extensions: [attr_list, admonition]\n"
Written = str | list[str] | None  # a value of a key; None where there is none


class Project:
    """A project with seeds, generated and edited in turn."""

    def __init__(self, folder: Path, documents: Mapping[str, str], settings: str = "") -> None:
        self.folder = folder
        (folder / "mkdocs.yml").write_text(CONFIGURATION + settings, encoding="utf-8")
        for name, text in documents.items():
            self.seed(name, text)

    def seed(self, name: str, text: str) -> None:
        path = self.folder / "seeds" / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def generate(self) -> pipeline.Result:
        return pipeline.generate(self.folder)

    def page(self, path: str) -> Path:
        return self.folder / "docs" / path

    def text(self, path: str) -> str:
        return self.page(path).read_text(encoding="utf-8")

    def edit(self, path: str, key: str, value: Written) -> None:
        self.page(path).write_text(with_key(self.text(path), key, value), encoding="utf-8")

    def tree(self) -> dict[str, str]:
        """Everything that was generated, by its path, but the log of corrections, which forgets no undone edit."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_text(encoding="utf-8")
            for folder in ("docs", ".factsheet/base")
            for path in sorted((self.folder / folder).rglob("*"))
            if path.is_file() and path.name != "corrections.md"
        }


def with_key(text: str, key: str, value: Written) -> str:
    """A page with another value of a key, as a person would write it: in its place, or at the end."""
    keys = blocks(text)
    if value is None:
        keys.pop(key, None)
    else:
        keys[key] = yaml.safe_dump({key: value}, allow_unicode=True, width=1000)
    return with_front(text, keys)


def undone(text: str, path: str, first: Mapping[str, str], edits: Mapping[str, Written]) -> str:
    """A page whose edited keys stand again as at first, while what the machine did to their lists since stays."""
    old = blocks(first[f"docs/{path}"])
    for key, value in edits.items():
        now = blocks(text)
        if isinstance(value, list) and key in old:
            was, has = (yaml.safe_load(lines.get(key, "")) or {key: []} for lines in (old, now))
            kept = [one for one in has[key] if one in was[key] or one not in value]
            lost = [one for one in was[key] if one not in has[key] and one not in value]
            back = was[key] if set(was[key]) == {*kept, *lost} else [*kept, *lost]
            text = with_front(text, {**now, key: old[key] if back == was[key] else yaml.safe_dump({key: back})})
            continue
        now.pop(key, None)
        if key in old:
            before = [name for name in list(old)[: list(old).index(key)] if name in now]
            items = list(now.items())
            items.insert(list(now).index(before[-1]) + 1 if before else 0, (key, old[key]))
            now = dict(items)
        text = with_front(text, now)
    return text


def blocks(text: str) -> dict[str, str]:
    """The lines of each key of the front matter."""
    front = text.split("---\n", 2)[1]
    return {found[2]: found[1] for found in re.finditer(r"^((\w+):.*\n(?:[ \t]+.*\n|- .*\n)*)", front, re.MULTILINE)}


def with_front(text: str, keys: Mapping[str, str]) -> str:
    """A page with another front matter."""
    return f"---\n{''.join(keys.values())}---\n{text.split('---' + chr(10), 2)[2]}"
