"""Decisions that cannot be carried out, told where they stand; pure."""

from __future__ import annotations

from collections.abc import Iterable

from factsheet.edits.keys import unknown_actor, unknown_source
from factsheet.model import Decision, Finding


def refuse(decision: Decision, message: str, code: str) -> Finding:
    """Tell that a decision does nothing.

    Args:
        decision: the decision.
        message: what was found, what was expected, what to do.
        code: a short stable name.
    """
    return Finding(path=decision.path, line=decision.line, message=f"{decision.key}: {message}", code=code)


def refuse_unknown(decision: Decision, name: str, known: Iterable[str]) -> Finding:
    """Tell that a decision names an actor who does not exist, with the ids that look like it."""
    fault = unknown_actor(decision.key, name, known)
    return Finding(path=decision.path, line=decision.line, message=fault.message, code=fault.code)


def refuse_unknown_source(decision: Decision, name: str, known: Iterable[str]) -> Finding:
    """Tell that a decision names a source that does not exist, with the ids that look like it."""
    fault = unknown_source(decision.key, name, known)
    return Finding(path=decision.path, line=decision.line, message=fault.message, code=fault.code)
