"""Wire copies: one text in several outlets, cut or lightly edited."""

from __future__ import annotations

import random

import pytest
from diplomacy_nlp_corpus import CorpusError, Family, find_copies

from diplomacy_nlp import Article

WIRE = (
    "Peru on Monday proposed a joint patrol of the anchovy grounds that both countries claim, saying that "
    "it was tired of finding its boats in Chilean harbours. Chile's fisheries minister, Rosa Albornoz, "
    "said she would read the paper on the plane. The grounds lie forty miles west of Arica, and four "
    "hundred boats from each side work there in a good year. A first round of talks had ended in March "
    "without a date for the second one, and with one inspector in hospital. "
)


def article(id: str, text: str, date: str = "2031-05-01") -> Article:
    return Article(text=text, id=id, date=date)


def test_a_cut_copy_is_found_and_the_first_published_is_first() -> None:
    cut = "Lima wants joint patrols. " + WIRE[: WIRE.index(" A first round")]
    found = find_copies([article("late", cut, "2031-05-02"), article("first", WIRE), article("other", "Wholly " * 40)])
    assert found == (Family("first", ("late",)),)
    assert found[0].articles == ("first", "late")


def test_of_one_day_the_longest_is_first() -> None:
    assert find_copies([article("cut", WIRE[:380]), article("whole", WIRE)]) == (Family("whole", ("cut",)),)


def test_a_quoted_sentence_makes_no_copy() -> None:
    own = (
        "The fishermen of Arica have seen many papers come and go, and they keep them in a drawer beside the "
        "bait, says their oldest skipper. This week there is another one. Nobody here expects it to change "
        "when the nets go out, or who mends them. 'We shall read it when it smells of fish,' he says, and "
        "pours coffee for the inspector, who has come to see the boats, and stays for lunch as he does every "
        "year when the wind turns to the south-west. "
    )
    found = find_copies([article("wire", WIRE), article("own", own + WIRE[:150])])
    assert found == ()
    assert find_copies([article("wire", WIRE), article("own", own + WIRE)]) != ()


def test_how_much_has_to_be_shared_can_be_set() -> None:
    words = WIRE.split()
    half = " ".join([*words[:40], *(f"word{n}" for n in range(40))])
    pair = [article("one", WIRE), article("two", half)]
    assert find_copies(pair) == ()
    assert find_copies(pair, share=0.4) == (Family("two", ("one",)),)  # the longer one


@pytest.mark.parametrize("share", [0, -1, 1.5])
def test_a_share_beyond_all_is_refused(share: float) -> None:
    with pytest.raises(CorpusError, match="share"):
        find_copies([], share=share)


def test_two_articles_of_one_id_are_refused() -> None:
    with pytest.raises(CorpusError, match="'twice'"):
        find_copies([article("twice", WIRE), article("twice", WIRE)])


def test_what_is_no_article_is_refused() -> None:
    with pytest.raises(CorpusError, match="Articles are expected, not str; give a list"):
        find_copies(["text"])  # type: ignore[list-item]
    with pytest.raises(CorpusError, match="Articles are expected, not Article by itself; give a list"):
        find_copies(article("a", WIRE))  # type: ignore[arg-type]


def test_short_texts_are_nobodys_copies() -> None:
    assert find_copies([article("a", "No comment."), article("b", "No comment.")]) == ()


def test_a_thousand_copies_are_one_family() -> None:
    found = find_copies(article(f"n{n}", f"{WIRE} Number {n}.", "2031-05-02") for n in range(1000))
    assert [len(family.articles) for family in found] == [1000]


def test_the_order_of_articles_does_not_matter() -> None:
    articles = [article(f"n{n}", WIRE[: len(WIRE) - 20 * n], f"2031-05-0{n + 1}") for n in range(5)]
    expected = find_copies(articles)
    random.Random(1).shuffle(articles)  # noqa: S311  # no secret
    assert find_copies(articles) == expected != ()
