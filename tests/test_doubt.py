"""Reported speech that is too unsure gets no page; words in quotation marks always do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from factsheet.model import Form, Mentions, QuoteMention, Span
from factsheet.resolve import without_doubtful


@st.composite
def nested_quotes(draw: st.DrawFn) -> Mentions:
    """Quotes of any form and confidence, each perhaps inside an earlier one."""
    quotes: list[QuoteMention] = []
    for number in range(draw(st.integers(0, 8))):
        parent = draw(st.one_of(st.none(), st.integers(0, number - 1))) if number else None
        span = Span(number, number + 1)
        form, confidence = draw(st.sampled_from(list(Form))), draw(st.floats(0, 1))
        quotes.append(QuoteMention(form=form, span=span, pieces=(span,), parent=parent, confidence=confidence))
    return Mentions(quotes=tuple(quotes))


@given(nested_quotes(), st.floats(0, 1))
def test_only_unsure_reports_are_left_out(mentions: Mentions, least: float) -> None:
    """What is kept is kept in order, and all of it but parents as it was."""
    kept = [q.span for q in mentions.quotes if q.form is not Form.INDIRECT or q.confidence >= least]
    assert [quote.span for quote in without_doubtful(mentions, least).quotes] == kept


@given(nested_quotes(), st.floats(0, 1))
def test_a_quote_hangs_on_the_nearest_kept_one_around_it(mentions: Mentions, least: float) -> None:
    quotes = without_doubtful(mentions, least).quotes
    around = {quote.span: quote.parent for quote in mentions.quotes}
    for quote in quotes:
        up = around[quote.span]
        while up is not None and mentions.quotes[up].span not in {one.span for one in quotes}:
            up = mentions.quotes[up].parent
        assert (quotes[quote.parent].span if quote.parent is not None else None) == (
            mentions.quotes[up].span if up is not None else None
        )


@given(nested_quotes())
def test_where_nothing_is_doubtful_nothing_changes(mentions: Mentions) -> None:
    assert without_doubtful(mentions, 0.0) == mentions
