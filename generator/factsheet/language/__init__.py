"""The language room: the spaCy pipeline, and what the extraction knows of words, as tables of data."""

from factsheet.language.lexicon import (
    Cue,
    CueClass,
    CuePhrase,
    Lexicon,
    PhraseKind,
    Pronoun,
    RoleNoun,
    State,
    StateStatus,
    Title,
    load_lexicon,
)
from factsheet.language.pipelines import (
    DEFAULT_PIPELINE,
    install_pipeline,
    installed_pipeline_id,
    load_pipeline,
    pipeline_id,
)
from factsheet.language.tables import Row, read_table, split_cell

__all__ = [
    "DEFAULT_PIPELINE",
    "Cue",
    "CueClass",
    "CuePhrase",
    "Lexicon",
    "PhraseKind",
    "Pronoun",
    "RoleNoun",
    "Row",
    "State",
    "StateStatus",
    "Title",
    "install_pipeline",
    "installed_pipeline_id",
    "load_lexicon",
    "load_pipeline",
    "pipeline_id",
    "read_table",
    "split_cell",
]
