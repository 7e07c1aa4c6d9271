"""What must appear nowhere: actors, quotes and strings that `redact` lists in mkdocs.yml; pure.

Redacted words are known by digests of their words (`terms.py`), so that no file has to hold them: neither
`.factsheet/redacted.json` (`register.py`), by which a redacted actor is known again under another name, nor `check`,
which finds them on pages without ever reading them in the clear. `facts.py` takes them out of the facts.
"""

from factsheet.redaction.facts import Redaction, redact_documents
from factsheet.redaction.planning import Planned, not_in_force, plan, terms_of
from factsheet.redaction.register import Register, read_register, write_register
from factsheet.redaction.terms import Terms, digest

__all__ = [
    "Planned",
    "Redaction",
    "Register",
    "Terms",
    "digest",
    "not_in_force",
    "plan",
    "read_register",
    "redact_documents",
    "terms_of",
    "write_register",
]
