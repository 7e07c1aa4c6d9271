"""Where work is done: on this machine's cores, or on the machines that a dask or Ray cluster joins.

Everything goes through joblib, whose backends these engines bring themselves. Work travels as values: the workers
share no disk with us, and a worker that dies takes nothing with it, for what it was doing is given to another.
"""

from factsheet.engines.crew import Crew
from factsheet.engines.records import Engine, Job, Name

__all__ = ["Crew", "Engine", "Job", "Name"]
