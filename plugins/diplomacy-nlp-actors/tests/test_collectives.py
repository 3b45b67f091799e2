"""Holders that are not plain names: bodies, sides, counted states, lands, compounds; and words like them."""

import pytest
from diplomacy_nlp_actors import Actors


@pytest.fixture(scope="module")
def read(parse):
    def find(text):
        article, annotation = parse(text)
        return {
            article[m.span]: actor
            for actor in Actors(model=None).diplomacy_find_actors(article=article, annotation=annotation)
            for m in actor.mentions
        }

    return find


@pytest.mark.parametrize(
    ("text", "words", "kind", "country"),
    [
        ("The summit urged Angola to reopen the port.", "The summit", "organization", None),
        ("Nine countries condemned the raid.", "Nine countries", "group", None),
        ("The remaining members abstained.", "The remaining members", "group", None),
        ("Chad asked other countries to help.", "other countries", "group", None),
        ("The landlocked states rejected the levy.", "The landlocked states", "group", None),
        ("Oman urged all parties to wait.", "all parties", "group", None),
        ("Oman called on the warring parties to wait.", "the warring parties", "group", None),
        ("The opposition parties of Gabon rejected the date.", "The opposition parties", "group", "GAB"),
        ("The newspaper of Gabon's unions rejected the date.", "The newspaper", "media", "GAB"),
        ("Scotland rejected the fee.", "Scotland", "state", "GBR"),
        ("Peru backed the Welsh plan.", "Welsh", "state", "GBR"),
        ("Hargeisa rejected the map.", "Hargeisa", "state", "SOM"),
        ("Ohio sued the company.", "Ohio", "state", "USA"),
        ("Europe rejected the levy.", "Europe", "group", None),
    ],
)
def test_a_holder_that_is_no_plain_name(read, text, words, kind, country):
    actor = read(text)[words]
    assert (actor.kind, actor.country) == (kind, country)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The summit took place in Lomé.", "The summit"),
        ("The sanctions regime of the Union expires in May.", "The sanctions regime"),
        ("Floods hit Ohio.", "Ohio"),
        ("Reports claim that Togo signed.", "Reports"),
        ("The choir of South Wales sang in Cardiff.", "Wales"),
        ("The party left the regional capital.", "the regional capital"),
    ],
)
def test_words_that_are_nobody(read, text, words):
    found = read(f"{text} Benin said so.")
    assert "Benin" in found
    assert words not in found


def test_a_side_is_the_state_whose_side_it_is(read):
    found = read("The Laotian side accepted the date. Laos will pay.")
    assert found["The Laotian side"] is found["Laos"]


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Mali rejected the Togolese-Beninese plan.", ("Togolese", "TGO"), ("Beninese", "BEN")),
        ("A Franco-Italian offer came.", ("Franco", "FRA"), ("Italian", "ITA")),
        ("The Sino-Nepalese accord failed.", ("Sino", "CHN"), ("Nepalese", "NPL")),
        ("The US-Japanese draft failed.", ("US", "USA"), ("Japanese", "JPN")),
    ],
)
def test_both_states_of_a_compound(read, text, one, other):
    found = read(text)
    assert [(w, found[w].country) for w, _ in (one, other)] == [one, other]


def test_a_combining_form_needs_a_nationality_after_it(read):
    assert set(read("Franco-era laws fell. Spain agreed.")) == {"Spain"}


def test_the_north_is_a_state_only_where_one_of_the_two_is_named(read):
    found = read("South Korea offered talks. The North refused.")
    assert found["The North"].country == "PRK"
    assert "The North" not in read("Mali offered talks. The North refused.")


def test_officers_of_several_states_have_none(read):
    found = read("The foreign ministers of Chad, Niger and Togo met.")
    assert found["The foreign ministers"].country is None
    assert {found[w].country for w in ("Chad", "Niger", "Togo")} == {"TCD", "NER", "TGO"}


class TestRegimes:
    def test_not_the_accusers(self, read):
        assert read("Chad accused the Bakary regime of jailing monks.")["the Bakary regime"].country is None

    def test_of_a_known_ruler(self, read):
        assert read("Norway condemned the Assad regime.")["the Assad regime"].country == "SYR"


class TestLetters:
    @pytest.mark.parametrize(
        ("text", "name", "country"),
        [
            ("Den\xadmark re\xadjected the toll.", "Denmark", "DNK"),
            ("Tu\u0308rkiye signed on Monday.", "Türkiye", "TUR"),
            ("\u0421uba rejected the offer.", "Cuba", "CUB"),  # the first letter is Cyrillic
            ("\uff23\uff48\uff49\uff4c\uff45 rejected it.", "Chile", "CHL"),
            ("South\xa0Korea rejected it.", "South Korea", "KOR"),
        ],
    )
    def test_names_are_known_however_they_are_written(self, read, text, name, country):
        (words, actor), *_ = read(text).items()
        assert text.startswith(words)
        assert (actor.name, actor.kind, actor.country) == (name, "state", country)

    def test_copy_in_small_letters(self, read):
        found = read("the kenyan foreign minister said on monday that france had rejected the plan.")
        assert found["france"].country == "FRA"
        assert found["the kenyan foreign minister"].country == "KEN"

    def test_small_letters_in_other_copy_are_words(self, read):
        assert set(read("Peru sent turkey and china plates to the fair. Chile did not.")) == {"Peru", "Chile"}
