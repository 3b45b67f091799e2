"""What real news asks for, one class for each kind of demand; the other files go into each of them."""

import pytest
from diplomacy_nlp_actors import Actors


@pytest.fixture(scope="module")
def read(parse):
    """The actors of a text by each of their mentions' words, the last of equal words counting."""

    def find(text):
        article, annotation = parse(text)
        actors = Actors().diplomacy_find_actors(article=article, annotation=annotation)
        return {article[m.span]: actor for actor in actors for m in actor.mentions}

    return find


class TestHoldersThatAreNotPlainNames:
    @pytest.mark.parametrize(
        ("text", "words", "kind", "country"),
        [
            ("The Secretary-General condemned the raid.", "The Secretary-General", "person", None),
            ("Peru called in the Chadian chargé d'affaires.", "the Chadian chargé d'affaires", "person", "TCD"),
            ("Oman calls upon Kuwait to wait.", "Kuwait", "state", "KWT"),
            (
                "The Korean side tabled a draft. The Republic of Korea waits.",
                "The Korean side",
                "state",
                "KOR",
            ),
            ("The Togolese gendarmerie cut the nets.", "The Togolese gendarmerie", "government", "TGO"),
        ],
    )
    def test_offices_bodies_and_sides(self, read, text, words, kind, country):
        actor = read(text)[words]
        assert (actor.kind, actor.country) == (kind, country)

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("Employers rejected the levy.", "Employers"),
            ("Some conservatives denounced the bill.", "Some conservatives"),
            ("He rebuffed pleas from engineers.", "engineers"),
            ("The levy met with fierce opposition among employers.", "employers"),
            ("Hispanics back the bill.", "Hispanics"),
        ],
    )
    def test_people_who_take_a_stand_need_nobody_whose_they_are(self, read, text, words):
        assert read(text)[words].kind == "group"

    @pytest.mark.parametrize("text", ["The law is about employers.", "He met engineers and left Oslo."])
    def test_people_who_take_none_do(self, read, text):
        assert not {"employers", "engineers"} & set(read(f"{text} Benin said so."))

    def test_a_form_of_several_states_is_the_one_that_is_named(self, read):
        assert read("Brazzaville objected. The Congolese minister spoke of Brazzaville.")["Congolese"].country == "COG"
        assert read("Kinshasa objected. The Congolese minister spoke of Kinshasa.")["Congolese"].country == "COD"
        assert "Korean" not in read("North Korea and South Korea met. Korean officials smiled.")


class TestNamesBehindOffices:
    def test_after_the_state_of_the_office(self, read):
        actor = read("The Minister of Foreign Affairs of Gabon Prisca Moundounga met the press.")["Prisca Moundounga"]
        assert (actor.role, actor.country) == ("Minister of Foreign Affairs", "GAB")

    def test_after_the_state_and_a_comma(self, read):
        actor = read("She received the Ambassador of Ghana, Fausto Mensah, on Monday.")["Fausto Mensah"]
        assert (actor.role, actor.country) == ("Ambassador", "GHA")

    def test_behind_a_title_in_the_plural(self, read):
        found = read("On Sunday Presidents Muhammadu Bello of Nigeria and Patrice Adjovi of Benin signed the pact.")
        assert [found[name].country for name in ("Muhammadu Bello", "Patrice Adjovi")] == ["NGA", "BEN"]
        found = read("The bill was sponsored by Senators Mark Rowland of Ohio, Mike Leary of Utah, and Ann Pell.")
        assert [found[name].kind for name in ("Mark Rowland", "Mike Leary", "Ann Pell")] == ["person"] * 3


class TestWhereAnArticleIsAtHome:
    def test_a_dateline_with_a_stop_or_a_colon(self, read):
        text = "Lawmakers on Thursday buried the treaty with Nicaragua. Honduras had signed it."
        assert read(f"TEGUCIGALPA. {text}")["Lawmakers"].country == "HND"
        assert read(f"TEGUCIGALPA, MAY 3: {text}")["Lawmakers"].country == "HND"

    def test_a_statement_is_at_home_with_the_state_that_makes_it(self, read):
        text = "Azerbaijani officers put up a barrier. Armenia calls it a breach. Parliament will meet."
        found = read(f"Statement of the Foreign Ministry of Armenia on the barrier\n\n{text}")
        assert found["Parliament"].country == "ARM"

    def test_who_has_a_counterpart_in_a_state_is_of_another(self, read):
        text = "Peru hailed the pact. It was signed by President Mario Roldán and his Peruvian counterpart, Ana Paz."
        found = read(text)
        assert found["Ana Paz"].country == "PER"
        assert found["Mario Roldán"].country is None
