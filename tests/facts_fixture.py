"""Facts made by hand from the seed, with their true offsets: what the pages and their checks are tested on."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from factsheet.exports import render_exports
from factsheet.model import (
    Actor,
    ActorReference,
    Basis,
    Date,
    DateReference,
    Document,
    Facts,
    Form,
    Kind,
    MentionType,
    Metadata,
    Oddity,
    Passage,
    Publish,
    Quote,
    Source,
    Span,
    Voice,
)

SEED = Path(__file__).parent.parent / "seeds" / "istanbul-talks.txt"
ID = "istanbul-talks"
TEXT = SEED.read_text(encoding="utf-8").split("---\n", 2)[2]
PARAGRAPHS = tuple(Span(found.start(), found.end()) for found in re.finditer(r"[^\n]+", TEXT))
ENVOY = "a-senior-diplomat"
OFFICIAL = "an-eu-official"


def document(publish: Publish = Publish.EXCERPTS, text: str = TEXT, name: str = ID) -> Document:
    return Document(
        id=name,
        path=f"seeds/{name}.txt",
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        metadata=Metadata(
            title="Secret Istanbul talks before the attack on Artsakh",
            date="2023-10-04",
            note="Title and date of publication were set by the editor; the text carries neither.",
            publish=publish,
        ),
    )


def passage(words: str, after: str = "") -> Passage:
    """The first place where the words stand behind other words."""
    start = TEXT.index(words, TEXT.index(after) if after else 0)
    return Passage(ID, Span(start, start + len(words)), words)


def paragraph(words: Passage) -> Passage:
    span = next(span for span in PARAGRAPHS if span.covers(words.span))
    return Passage(ID, span, span.of(TEXT))


def sentence(words: Passage) -> Passage:
    """The sentence around the words, good enough for this text."""
    around = paragraph(words)
    ends = [found.end() for found in re.finditer(r"(?<![US])[.](?=\s|$)”?", around.text)]
    left = max((end for end in ends if end + around.span.start <= words.span.start), default=0)
    right = min((end for end in ends if end + around.span.start >= words.span.end), default=len(around.text))
    text = around.text[left:right]
    start = around.span.start + left + len(text) - len(text.lstrip())
    return Passage(ID, Span(start, around.span.start + right), TEXT[start : around.span.start + right])


def mention(
    words: str, after: str = "", type_: MentionType = MentionType.NAME, metonym: bool = False
) -> ActorReference:
    place = passage(words, after)
    return ActorReference(words=place, context=sentence(place), type=type_, metonym=metonym)


def quote(
    name: str, words: str, form: Form = Form.DIRECT, speaker: tuple[str, str | None] | None = None, **more: object
) -> Quote:
    place = passage(words)
    voice = Voice(words=passage(speaker[0]), actor=speaker[1]) if speaker else None
    context = sentence(place)
    return Quote(
        id=name,
        form=form,
        words=place,
        pieces=(place,),
        context=context,
        speaker=voice,
        confidence=0.95 if voice else 0.0,
        rule="subject of the cue" if voice else "",
        **more,  # type: ignore[arg-type]
    )


ACTORS = (
    Actor(
        id=ENVOY,
        name="a senior diplomat with knowledge of the discussions",
        kind=Kind.UNNAMED,
        mentions=(
            mention("A senior diplomat with knowledge of the discussions", type_=MentionType.NOMINAL),
            mention("the envoy", type_=MentionType.NOMINAL),
        ),
    ),
    Actor(
        id="a-u-s-official",
        name="a U.S. official familiar with the matter",
        kind=Kind.UNNAMED,
        affiliation=("united-states",),
        mentions=(
            mention("a U.S. official familiar with the matter", type_=MentionType.NOMINAL),
            mention("the U.S. official", type_=MentionType.NOMINAL),
        ),
        terms=passage("was granted anonymity by Politico to discuss sensitive diplomatic matters"),
    ),
    Actor(
        id=OFFICIAL,
        name="an EU official",
        kind=Kind.UNNAMED,
        affiliation=("european-union",),
        mentions=(
            mention("an EU official", type_=MentionType.NOMINAL),
            mention("The official", type_=MentionType.NOMINAL),
        ),
    ),
    Actor(
        id="european-union",
        name="European Union",
        kind=Kind.ORGANIZATION,
        aliases=("EU",),
        mentions=(mention("European Union"), mention("EU", "while the")),
    ),
    Actor(
        id="politico",
        name="Politico",
        kind=Kind.ORGANIZATION,
        aliases=("politico.eu",),
        mentions=(mention("politico.eu"), mention("Politico")),
    ),
    Actor(
        id="russia", name="Russia", kind=Kind.STATE, mentions=(mention("Russia"), mention("the Kremlin", metonym=True))
    ),
    Actor(
        id="toivo-klaar",
        name="Toivo Klaar",
        kind=Kind.PERSON,
        aliases=("Klaar",),
        roles=(passage("its representative for the region"),),
        affiliation=("european-union",),
        mentions=(mention("Toivo Klaar"), mention("Klaar", "observed")),
    ),
    Actor(
        id="united-states",
        name="United States",
        kind=Kind.STATE,
        aliases=("U.S.",),
        mentions=(mention("United States"), mention("U.S.", "that the"), mention("Washington", metonym=True)),
    ),
)

QUOTES = (
    quote(
        "istanbul-talks-bloody-trucks", "how to get the bloody trucks moving", Form.MIXED, ("the envoy", ENVOY),
        parent="istanbul-talks-envoy-meeting", cue=passage("According to"),
    ),
    quote(
        "istanbul-talks-channels",
        "we believe it is important to maintain channels of communications with relevant interlocutors "
        "to avoid misunderstandings.",
        speaker=("an EU official", OFFICIAL),
        addressee=Voice(words=passage("Politico", "an EU official told"), actor="politico"),
        cue=passage("told", "an EU official"),
    ),
    quote(
        "istanbul-talks-envoy-meeting",
        "According to the envoy, the meeting focused on ‘how to get the bloody trucks moving’ "
        "and ensure supplies of food and fuel",
        speaker=("Politico", "politico"),
        about=(ENVOY,),
    ),
    quote("istanbul-talks-no-comment", "we do not comment on private diplomatic discussions."),
    quote("istanbul-talks-past-years", "past years,", Form.MIXED, ("The official", OFFICIAL), about=("toivo-klaar",)),
    quote(
        "istanbul-talks-secret-talks", "the secret talks took place on September 17 in Istanbul", Form.INDIRECT,
        ("A senior diplomat with knowledge of the discussions", ENVOY),
        said_on="2023-10-03",
    ),
)  # fmt: skip


def reference(words: str, value: str, basis: Basis, after: str = "", known: str = "") -> DateReference:
    place = passage(words, after)
    return DateReference(words=place, context=sentence(place), value=value, basis=basis, reference=known)


DATES = (
    Date(
        id="2023-09-17",
        value="2023-09-17",
        references=(
            reference("September 17", "2023-09-17", Basis.PUBLICATION, known="2023-10-04"),
            reference("two days before", "2023-09-17", Basis.EVENT, known="2023-09-19"),
        ),
        actors=(ENVOY, "politico"),
        quotes=("istanbul-talks-secret-talks",),
    ),
    Date(
        id="2023-09-19",
        value="2023-09-19",
        references=(reference("September 19", "2023-09-19", Basis.PUBLICATION, known="2023-10-04"),),
        actors=("russia",),
    ),
    Date(
        id="2023-10-03",
        value="2023-10-03",
        references=(reference("late Tuesday", "2023-10-03", Basis.PUBLICATION, known="2023-10-04"),),
    ),
)


def facts(publish: Publish = Publish.EXCERPTS) -> Facts:
    """What a run over the seed might find."""
    odd = passage("’ and ensure").span
    source = Source(
        document=document(publish),
        paragraphs=PARAGRAPHS,
        unresolved=(reference("at a precarious moment right now", "", Basis.UNRESOLVED),),
        oddities=(Oddity(span=Span(odd.start, odd.start + 1), message="this closing mark stands oddly"),),
    )
    return Facts(sources=(source,), actors=ACTORS, quotes=QUOTES, dates=DATES)


def exported(of: Facts | None = None) -> set[str]:
    """The files for machines, below docs/, to which pages lead."""
    return {one.path for one in render_exports(of or facts())}
