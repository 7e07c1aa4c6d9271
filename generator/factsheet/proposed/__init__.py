"""What extractors of other packages propose: checked against the document, and what holds set among its mentions.

An extractor decides nothing. Its words count only where they stand in the text (`checking.py`), and a fact of ours at
the same place stays ours (`joining.py`). What does not hold is told and published nowhere, and an extractor that fails
costs no more than what it would have found (`asking.py`).
"""

from factsheet.proposed.asking import propose

__all__ = ["propose"]
