"""One story that several sources tell, told and counted once; pure.

A report that papers print again is not said twice. Which source tells another one's story is read from the texts and
from people's pages (`origins.py`, `ruling.py`), before edits are applied, for what people say of a quote they say of it
in every source of its story (`echoing.py`). When all edits are in the facts, quotes are united (`uniting.py`) and what
else a republication has once more is marked (`repeating.py`).
"""

from factsheet.stories.ruling import unknown_stories
from factsheet.stories.telling import find_stories, rank

__all__ = ["find_stories", "rank", "unknown_stories"]
