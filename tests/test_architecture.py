"""The laws of the house, held by tools where they can be."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
PACKAGE = PROJECT / "generator/factsheet"
MODULES = sorted(PACKAGE.rglob("*.py"))
ASSETS = PROJECT / "generator/factsheet/theme/assets"
TOP_LEVEL = re.compile(r"^(?:export )?(?:async )?(?:function|class|const) (\w+)", re.M)
LONGEST_FILE = 400
LONGEST_FUNCTION = 60

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def definitions(path: Path) -> list[Definition]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, Definition)]


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def test_data_flows_one_way_and_the_core_is_pure() -> None:
    """The contracts stand in pyproject.toml."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environment = {"PYTHONPATH": str(PACKAGE.parent), "PATH": "", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_opens_with_a_docstring_and_ends_in_time(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "say which room this is"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_functions_are_short_documented_and_say_what_they_return(path: Path) -> None:
    for node in definitions(path):
        where = f"{named(path)}:{node.lineno} {node.name}"
        magic = node.name.startswith("__")
        assert magic or ast.get_docstring(node), f"{where} has no docstring"
        if not isinstance(node, ast.ClassDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, f"{where} is too long"
            assert node.returns is not None, f"{where} does not say what it returns"


def test_most_functions_are_small() -> None:
    """Half of them under ten lines of code and nine of ten within thirty, docstrings not counted."""
    sizes = sorted(
        (node.end_lineno or 0) - node.lineno + 1 - len((ast.get_docstring(node, clean=False) or "").splitlines())
        for path in MODULES
        for node in definitions(path)
        if not isinstance(node, ast.ClassDef)
    )
    assert sizes[len(sizes) // 2] < 10
    assert sizes[len(sizes) * 9 // 10] <= 30


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.parent.name != "cli" and path.stem != "__main__"], ids=named
)
def test_only_the_command_line_prints_or_exits(path: Path) -> None:
    calls = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    names = {call.id if isinstance(call, ast.Name) else ast.unparse(call) for call in calls}
    ends = {"os._exit"} if path.name == "forking.py" else set()  # the processes that it began
    assert not (names - ends) & {"print", "exit", "quit", "sys.exit", "click.echo", "os._exit"}


CONNECTING = {"socket", "ssl", "http", "urllib.request", "httpx", "requests", "aiohttp", "asyncio", "ftplib", "smtplib"}


def test_one_module_opens_connections_beside_the_engines_that_people_ask_for() -> None:
    """import-linter holds the same, but for urllib, of which others take the half that only reads addresses."""
    opening = {named(path) for path in MODULES if CONNECTING & set(_imported(path))}
    assert opening == {"llm/endpoint.py", "engines/openings.py"}


def _imported(path: Path) -> Iterator[str]:
    """Every module that a module names, with those that these stand in."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            yield from (name, name.split(".")[0])


def test_no_function_of_the_pages_scripts_is_written_twice() -> None:
    """Constants, which each script names for itself, are in capitals."""
    texts = (path.read_text(encoding="utf-8") for path in ASSETS.glob("*.js"))
    defined = Counter(name for text in texts for name in TOP_LEVEL.findall(text) if not name.isupper())
    assert {"element", "number"} <= set(defined)
    assert [name for name, count in defined.items() if count > 1] == []
