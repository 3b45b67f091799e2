"""Where what would be done ends: at another thought, whatever the parser hung where."""

from __future__ import annotations

import pytest

from diplomacy_nlp.toolkit.extent import content_extent


@pytest.mark.parametrize(
    ("text", "cue", "start", "content"),
    [
        ("Oslo urged Bern to open the border on Monday.", "urged", "open", "open the border on Monday"),
        ("Oslo demanded that Bern pay, officials said.", "demanded", "Bern", "Bern pay"),
        ("Oslo proposed closing the port, a move that Bern criticised.", "proposed", "closing", "closing the port"),
        ("Oslo proposed closing the port because Bern had left.", "proposed", "closing", "closing the port"),
        ("Oslo offered to mediate, but Bern refused.", "offered", "mediate", "mediate"),
        (
            "Oslo urged Bern to sign the accord and to free the crew.",
            "urged",
            "sign",
            "sign the accord and to free the crew",
        ),
        ("Oslo demanded an apology in a letter.", "demanded", "an", "an apology"),
    ],
)
def test_content_ends_where_another_thought_begins(parse, text, cue, start, content):
    article, annotation = parse(text)
    word = {w.text: w for w in reversed(annotation.words)}
    first = word[start]
    head = next((w for w in (first, *annotation.ancestors(first)) if annotation.parent(w) == word[cue]), first)
    span = content_extent(annotation, first, head, word[cue])
    assert span is not None
    assert article[span] == content
