"""Memory: what earlier runs called the actors is read back from their pages."""

from __future__ import annotations

from facts_fixture import facts
from factsheet.memory import read_known
from factsheet.pages import render_pages


def test_the_actors_of_a_run_are_read_back_from_its_pages() -> None:
    pages = [page.text for page in render_pages(facts())]
    known = {one.id: one for one in read_known(pages)}
    assert set(known) == {actor.id for actor in facts().actors}
    for actor in facts().actors:
        one = known[actor.id]
        assert (one.name, one.kind, one.aliases, one.sources) == (
            *(actor.name, actor.kind, actor.aliases),
            {mention.words.source for mention in actor.mentions},
        )


def test_pages_that_are_no_actors_or_damaged_tell_nothing() -> None:
    texts = [
        "",
        "---\n",
        "# Own page\n",
        "---\ntype: actor\n---\n",
        "---\ntype: actor\ntitle: [\n---\n",
        "---\n- a\n---\n",
    ]
    assert list(read_known(texts)) == []
