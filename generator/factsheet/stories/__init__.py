"""One story that several sources tell, told and counted once; pure.

A report that papers print again is not said twice. Which source tells another one's story is read from the texts and
from people's pages (`ruling.py`, `origins.py`), once, when all edits are in the facts and before pages are decided.
Then what a republication has once more is marked (`repeating.py`) and quotes are united (`uniting.py`).
"""

from factsheet.stories.ruling import unknown_stories
from factsheet.stories.telling import rank, tell_once

__all__ = ["rank", "tell_once", "unknown_stories"]
