"""Extraction, codes: numbers for words and labels, so that a decision tree can ask for them.

The order within a table carries no meaning; changing it asks for the rankers to be trained anew.
"""

from __future__ import annotations

from factsheet.extract.text import code
from factsheet.language import CueClass

NONE = -1.0
FAR = 99.0  # too far to count, or a label that has no number
DEPS = code(
    """nsubj nsubjpass dobj pobj poss appos attr conj ROOT dative npadvmod relcl nmod oprd ccomp xcomp advcl acl
    parataxis pcomp prep agent dep acomp compound"""
)
TAGS = {"": 0.0} | code(
    """VBD VBZ VBP VBG VBN VB NN NNS NNP NNPS PRP JJ RB IN DT CC PRP$ TO MD WP WDT , : . `` '' CD POS WRB HYPH
    -LRB- -RRB- UH RP JJR JJS"""
)
ENTITIES = {"": 0.0} | code(
    """PERSON ORG NORP GPE DATE TIME CARDINAL MONEY PERCENT ORDINAL EVENT WORK_OF_ART LAW FAC LOC PRODUCT QUANTITY
    LANGUAGE"""
)
PRONOUNS = code(
    """he she they it i we you who that this his her their my him them me us what which its our one
    nobody none anyone anybody everyone everybody someone somebody others some many most both"""
)
CLASSES = code(" ".join(CueClass))
MARKERS = {"": 0.0} | code("that if whether as because how why when where what who")
PREPOSITIONS = code("about for on of to with at against as in from by over that")
AUXILIARIES = code("would will could can should may might must to did do does has have had is was are were be been")
DETERMINERS = {"the": 1.0, "a": 2.0, "an": 2.0, "this": 3.0, "that": 3.0} | dict.fromkeys(
    ("some", "one", "many", "several"), 4.0
)
LAST_MARKS = ",.?!…—-;:"
BEFORE_MARKS = ",:(—-–“‘"
AFTER_MARKS = ",.;:)—-–"
