"""Fuzzes one target with atheris: python tests/fuzz/run.py TARGET SECONDS; `make fuzz` calls it.

What it finds is written into the target's kept corpus, where pytest asks it again from then on; inputs that only reach
new code are kept in the cache, so that the next run begins with them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".factsheet/cache/fuzz"
LONGEST_INPUT = 20_000  # bytes
SLOWEST = 20  # seconds for one input; more is a finding
MEMORY = 3_000  # MB, of which the language model takes four hundred
LOOKED_INTO = ["factsheet", "mammoth", "pypdf"]  # packages in which the fuzzer sees which lines an input reaches


def main(target: str, seconds: int) -> None:
    """Fuzz a target; the process ends at the first finding, or when the time is over."""
    sys.path.insert(0, str(HERE.parent))
    with atheris.instrument_imports(include=LOOKED_INTO):
        from fuzz.targets import TARGETS
    if target not in TARGETS:
        sys.exit(f"no target {target!r}; expected one of {', '.join(TARGETS)}")
    kept, found = HERE / "corpus" / target, CACHE / target
    for folder in (kept, found):
        folder.mkdir(parents=True, exist_ok=True)
    options = {
        "max_total_time": seconds,
        "max_len": LONGEST_INPUT,
        "timeout": SLOWEST,
        "rss_limit_mb": MEMORY,
        "artifact_prefix": f"{kept}/",
        "print_final_stats": 1,
        "verbosity": 1,
    }
    arguments = [sys.argv[0], *(f"-{key}={value}" for key, value in options.items()), str(found), str(kept)]
    atheris.Setup(arguments, TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
