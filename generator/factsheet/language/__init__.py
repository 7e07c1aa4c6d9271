"""The language room: the spaCy pipeline, and what the extraction knows of words, as tables of data."""

from factsheet.language.detection import detect_language
from factsheet.language.lexicon import (
    Cue,
    CueClass,
    CuePhrase,
    CueRate,
    Lexicon,
    PhraseKind,
    Pronoun,
    RoleNoun,
    State,
    StateStatus,
    Title,
    guessed_rates,
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
from factsheet.language.trees import Rankers, Trees, load_rankers, read_trees

__all__ = [
    "DEFAULT_PIPELINE",
    "Cue",
    "CueClass",
    "CuePhrase",
    "CueRate",
    "Lexicon",
    "PhraseKind",
    "Pronoun",
    "Rankers",
    "RoleNoun",
    "Row",
    "State",
    "StateStatus",
    "Title",
    "Trees",
    "detect_language",
    "guessed_rates",
    "install_pipeline",
    "installed_pipeline_id",
    "load_lexicon",
    "load_pipeline",
    "load_rankers",
    "pipeline_id",
    "read_table",
    "read_trees",
    "split_cell",
]
