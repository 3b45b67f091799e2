"""Each proposal says its PLOVER event type and CAMEO root."""

from __future__ import annotations

import pytest
from diplomacy_nlp_proposals import Proposals


@pytest.mark.parametrize(
    ("text", "plover", "cameo"),
    [
        ("Ghana offered to mediate between the two sides.", "AGREE", "03"),
        ("Ghana urged Togo to reopen the border.", "REQUEST", "02"),
        ("Ghana demanded that Togo reopen the border.", "REQUEST", "10"),
        ("Ghana proposed holding a summit in Accra.", "REQUEST", None),
        ("Ghana invited Togo to the talks.", "REQUEST", None),
        ("Ghana issued an ultimatum to Togo.", "THREATEN", "13"),
        ("Ghana will leave the union unless Togo reopens the border.", "THREATEN", "13"),
    ],
)
def test_a_proposal_has_codes(parse, text, plover, cameo):
    article, annotation = parse(text)
    (found,) = Proposals(model=None).diplomacy_find_proposals(
        article=article, annotation=annotation, actors=(), quotes=()
    )
    assert (found.plover, found.cameo) == (plover, cameo)


def test_a_word_of_the_users_own_may_have_a_code(parse, tmp_path):
    path = tmp_path / "own.tsv"
    path.write_text("lemma\tpos\tkind\tframes\tplover\ncoax\tverb\tinvitation\tobject_infinitive\tconsult\n")
    article, annotation = parse("Norway coaxed the rebels to return to the talks.")
    (found,) = Proposals(lexicon=path).diplomacy_find_proposals(
        article=article, annotation=annotation, actors=(), quotes=()
    )
    assert (found.plover, found.cameo) == ("CONSULT", "04")
