"""Facts made by chance, true to the laws of the records, from words that no format likes: for the laws of exports."""

from __future__ import annotations

from hypothesis import strategies as st

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
    Passage,
    Quote,
    Review,
    Source,
    Span,
    Status,
    Voice,
)

HOSTILE = (
    *("plain words", "</script><script>alert(1)</script>", "<!-- -->", "]]>", "&amp; &lt;", "{{ 7*7 }} {% raw %}"),
    *(
        "=1+1",
        "＝cmd",
        "a;b,c\\n:d",
        "line\nbreak",
        "\u202eturned\u2069",
        "\x00\x0b\x1b\ufffe",
        "e\u0301 é",
        "𝔘🇺🇳" * 30,
    ),
)
VALUES = (
    *("2023-09-17", "2023-09-17~", "2023-09", "2023", "XXXX-09-17", "2023-09-01/2023-09-05", "../2023-09-01"),
    *("2023-09-05/2023-09-01", "0044-03-15", "-0043", "199X", "9999-12-31", "2023-21", ""),
)
WORDS = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec="utf-8"), min_size=1, max_size=20))
NAMES = ("ada", "bo", "cy")


@st.composite
def random_facts(draw: st.DrawFn) -> Facts:
    """Two sources, three actors, some quotes and dates; every passage slices to its words."""
    sources = tuple(draw(_sources(name)) for name in ("one", "two"))
    quotes = tuple(draw(_quotes(f"quote-{number}", sources)) for number in range(draw(st.integers(0, 3))))
    values = draw(st.lists(st.sampled_from(VALUES[:-1]), unique=True, max_size=3))
    dates = tuple(draw(_dates(f"date-{number}", value, sources)) for number, value in enumerate(values))
    return Facts(sources=sources, actors=tuple(draw(_actors(n, sources)) for n in NAMES), quotes=quotes, dates=dates)


@st.composite
def _sources(draw: st.DrawFn, name: str) -> Source:
    """A source."""
    text = " ".join(draw(st.lists(WORDS, min_size=2, max_size=5)))
    url = draw(st.sampled_from(("", "https://example.org/a?b=1&c=2", "javascript:alert(1)", "http://a/<b>")))
    metadata = Metadata(title=draw(WORDS), publisher=draw(WORDS), date=draw(st.sampled_from(VALUES)), url=url)
    document = Document(id=name, path=f"seeds/{name}.txt", text=text, sha256="0" * 64, metadata=metadata)
    return Source(document=document, paragraphs=(Span(0, len(text)),), review=draw(_reviews()))


@st.composite
def _passages(draw: st.DrawFn, sources: tuple[Source, ...]) -> tuple[Passage, Passage]:
    """Words of a source, and the passage in which they stand."""
    document = draw(st.sampled_from(sources)).document
    a, b, c, d = sorted(draw(st.tuples(*(st.integers(0, len(document.text)),) * 4)))
    return (
        Passage(document.id, Span(b, c), document.text[b:c]),
        Passage(document.id, Span(a, d), document.text[a:d]),
    )


@st.composite
def _reviews(draw: st.DrawFn) -> Review:
    """What somebody found."""
    return Review(
        status=draw(st.sampled_from([one for one in Status if one is not Status.REJECTED])),
        by=draw(WORDS),
        on=draw(st.sampled_from(VALUES)),
    )


@st.composite
def _actors(draw: st.DrawFn, name: str, sources: tuple[Source, ...]) -> Actor:
    """An actor with a mention."""
    words, context = draw(_passages(sources))
    kind, type_ = draw(st.sampled_from(Kind)), draw(st.sampled_from(MentionType))
    mention = ActorReference(words=words, context=context, type=type_)
    return Actor(id=name, name=draw(WORDS), kind=kind, mentions=(mention,), paged=draw(st.booleans()))


@st.composite
def _quotes(draw: st.DrawFn, name: str, sources: tuple[Source, ...]) -> Quote:
    """A quote."""
    words, context = draw(_passages(sources))
    speaker = Voice(words=words, actor=draw(st.sampled_from((None, *NAMES)))) if draw(st.booleans()) else None
    form = draw(st.sampled_from(Form))
    return Quote(
        id=name, form=form, words=words, pieces=(words,), context=context, speaker=speaker, review=draw(_reviews())
    )


@st.composite
def _dates(draw: st.DrawFn, name: str, value: str, sources: tuple[Source, ...]) -> Date:
    """A date that one place names."""
    words, context = draw(_passages(sources))
    reference = DateReference(words=words, context=context, value=value, basis=Basis.EXPLICIT, clause=(words,))
    return Date(id=name, value=value, references=(reference,), review=draw(_reviews()))
