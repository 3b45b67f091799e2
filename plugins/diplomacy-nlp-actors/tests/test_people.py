"""People under their several names, titles and pronouns: who is one person, and who are two."""

import re

import pytest
from diplomacy_nlp_actors import Actors
from diplomacy_nlp_actors.aliases import alias_after
from diplomacy_nlp_actors.spelling import folded, without_article


@pytest.fixture(scope="module")
def at(parse):
    """The actor that the n-th occurrence of some words mentions, or None."""

    def find(text, words, number=1):
        article, annotation = parse(text)
        start = [match.start() for match in re.finditer(rf"\b{re.escape(words)}(?!\w)", text)][number - 1]
        actors = Actors(model=None).diplomacy_find_actors(article=article, annotation=annotation)
        return next((a for a in actors for m in a.mentions if (m.span.start, article[m.span]) == (start, words)), None)

    return find


@pytest.mark.parametrize(
    ("text", "full", "short"),
    [
        ("Goran Perković spoke first. Perkovic left early.", "Goran Perković", "Perkovic"),
        ("Karim al-Dabbas led them. Dabbas was tired.", "Karim al-Dabbas", "Dabbas"),
        ("Marwan Tibi, better known as Abu Laith, fled.", "Marwan Tibi", "Abu Laith"),
        ("In her first speech, Premier Olena Hryn promised more.", "Olena Hryn", "her"),
        ("As he came to Riga, Chancellor Otto Weiss was booed.", "Otto Weiss", "he"),
        ("Senator Dana Jordan asked for a hearing. Jordan said the files were lost.", "Dana Jordan", "Jordan"),
        ("Anna Kovac and Peter Kovac ran. Ms. Kovac won.", "Anna Kovac", "Kovac"),
        ("“I will not sign,” Togolese envoy Yao Mensah said.", "Yao Mensah", "I"),
        ("Ruth Hale met Peter Lind in Vienna. He had asked for it.", "Peter Lind", "He"),
    ],
)
def test_one_person(at, text, full, short):
    number = 2 if short in full else 1
    if short == "Kovac":
        number = 3
    person = at(text, full)
    assert person is not None
    assert at(text, short, number) == person


def test_a_thing_has_authors(at):
    assert at("The report by the bank reached Lima. Its authors wrote it in haste.", "Its") is None


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("General Roper ordered it. Sally Roper, a lawyer, condemned it.", "Roper", "Sally Roper"),
        (
            "Envoys met Samuel Ade Sr. on Friday. The king met Samuel Ade Jr. on Monday.",
            "Samuel Ade Sr.",
            "Samuel Ade Jr.",
        ),
        ("The Union called Petra Lund a liar.", "Union", "Petra Lund"),
    ],
)
def test_two_people(at, text, one, other):
    assert at(text, other) is not None
    assert at(text, one) != at(text, other)


@pytest.mark.parametrize(
    "text",
    [
        "Helena March resigned. In March, she left.",
        "Helena March resigned. The vote is due on March 3.",
    ],
)
def test_a_month_is_nobody(at, text):
    assert at(text, "Helena March") is not None
    assert at(text, "March", 2) is None


def test_a_country_that_shares_a_surname_stays_one(at):
    text = "Senator Dana Jordan flew to Amman. Jordan has asked for loans, the Jordanian ministry said."
    assert at(text, "Jordan", 2).country == "JOR"


@pytest.mark.parametrize(
    ("text", "words", "role", "country"),
    [
        ("Chadian Defence Minister Idris Deby resigned.", "Idris Deby", "Defence Minister", "TCD"),
        ("Peru's ambassador to Japan, Luis Tello, left.", "Luis Tello", "ambassador", "PER"),
        ("Interim President Grace Addo of Ghana spoke.", "Grace Addo", "Interim President", "GHA"),
        ("Aung Zaw, sworn in as president of Myanmar, spoke.", "Aung Zaw", "president", "MMR"),
        ("A spokesman for the government in Harare, Tendai Moyo, spoke.", "Tendai Moyo", "spokesman", "ZWE"),
        (
            "A vice-president of the boatmen's federation of the lake, Luis Tello, left.",
            "Luis Tello",
            "vice-president",
            None,
        ),
        ("A deputy of the ruling party, Jan Novak, spoke.", "Jan Novak", "deputy", None),
        ("Minister for Rural Affairs Petr Novy spoke.", "Petr Novy", "Minister for Rural Affairs", None),
        ("The president of Brazil, Clara Nunes and Hugo Prat signed.", "Hugo Prat", None, None),
        ("The Oslo-based cleric left.", "The Oslo-based cleric", "cleric", "NOR"),
    ],
)
def test_offices(at, text, words, role, country):
    person = at(text, words)
    assert (person.role, person.country) == (role, country)


def test_a_spokesman_speaks_for_the_one_who_is_named(parse):
    article, annotation = parse("Mia Holm, spokeswoman for Danish Prime Minister Lars Bech, confirmed it.")
    actors = Actors(model=None).diplomacy_find_actors(article=article, annotation=annotation)
    holm = next(a for a in actors if a.name == "Mia Holm")
    assert (holm.country, article[holm.principal.span]) == ("DNK", "Lars Bech")


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("“We reject it,” the Serbian government said.", "the Serbian government"),
        ("Latvia kept quiet. “We will pay,” Latvian Foreign Minister Zane Ozola said.", "Latvia"),
    ],
)
def test_we_are_those_for_whom_is_spoken(at, text, who):
    assert at(text, "We") == at(text, who)


def test_we_without_a_speaker_are_nobody(at):
    assert at("“We are hungry.” Ethiopia promised food.", "We") is None


@pytest.mark.parametrize(
    ("text", "alias"),
    [
        ("NAME, better known as General Thunder, fled", "General Thunder"),
        ("NAME (also called the Red Union) lost", "Red Union"),
        ("NAME, known by its Spanish acronym FPR, lost", "FPR"),
        ("NAME, alias Captain Sam, fled", "Captain Sam"),
        ("NAME, or MDN, refused", "MDN"),
        ("NAME called President Lund a liar", None),
        ("NAME, or so it seems, refused", None),
        ("NAME, who called Lund, left", None),
    ],
)
def test_aliases(text, alias):
    found = alias_after(text, len("NAME"))
    assert (text[found.start : found.end] if found else None) == alias


def test_spellings():
    assert folded("Łukasz Đorđević") == folded("Lukasz Dordevic") == "lukasz dordevic"
    assert [without_article(part) for part in ("al-dabbas", "el-sisi", "alban")] == ["dabbas", "sisi", "alban"]


def test_the_government_of_a_minister_may_be_the_state_which_acts_for_nobody(at):
    state = at("Egypt's foreign minister, Badr Abdel, said his government would sign.", "Egypt")
    assert state.kind == "state"
    assert state.principal is None


def test_opposition_to_something_is_nobody(at):
    text = "The minister voiced opposition to the tariffs. The opposition welcomed them."
    assert at(text, "opposition to the tariffs") is None
    assert at(text, "opposition") is None
    assert at(text, "The opposition") is not None


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Britain and Norway met in Oslo. They rejected the plan.", "Britain"),
        ("Asha Modi and Xi Wei met in Delhi. They proposed a hotline.", "Asha Modi"),
    ],
)
def test_they_after_two_who_are_named_together_are_these(at, text, first):
    assert at(text, "They") is not None
    assert at(text, "They").name == first  # a mention is of one actor; `Naming.links_to` gives all


def test_the_envoys_of_two_united_states_are_two(at):
    text = "The envoy of the United Kingdom welcomed the text. The envoy of the United States rejected it."
    assert [at(text, "The envoy", number).country for number in (1, 2)] == ["GBR", "USA"]


@pytest.mark.parametrize("title", ["Mr. President", "Madam Chair", "Mr. Secretary-General"])
def test_who_is_spoken_to_by_a_title_is_nobody(at, title):
    assert at(f"{title}, Mexico supports the plan.", title) is None
    assert at(f"{title}, Mexico supports the plan.", "Mexico").country == "MEX"


def test_parties_are_political_ones_where_a_word_says_so(parse):
    def kinds(text):
        article, annotation = parse(text)
        return [str(a.kind) for a in Actors().diplomacy_find_actors(article=article, annotation=annotation)]

    assert kinds("Kenya called on the parties to resume talks.") == ["state", "group"]
    assert "company" not in kinds("Settlers attacked villages in the West Bank.")


@pytest.mark.parametrize(
    "text", ["Ukraine praised Brazil for its offer.", "Iran criticised Brazil over its call for talks."]
)
def test_who_is_praised_or_blamed_for_something_has_done_it(at, text):
    assert at(text, "its").name == "Brazil"


def test_else_the_subject_is_meant(at):
    assert at("Ukraine told Brazil about its offer.", "its").name == "Ukraine"


@pytest.mark.parametrize(
    ("text", "name", "serves"),
    [
        ("Iranian activist Neda Karimi was arrested.", "Neda Karimi", False),
        ("Russian opposition politician Ilya Orlov spoke.", "Ilya Orlov", False),
        ("German journalist Eva Brandt wrote it.", "Eva Brandt", False),
        ("French lawmaker Jean Dupont voted.", "Jean Dupont", False),
        ("French Foreign Minister Jean Dupont spoke.", "Jean Dupont", True),
    ],
)
def test_whom_a_state_does_not_employ_does_not_act_for_it(at, text, name, serves):
    assert at(text, name).country is not None
    assert (at(text, name).principal is not None) == serves


def test_a_description_before_a_name_is_of_this_name(at):
    text = "The Houthis accused Riyadh of lying. The aid group Doctors Without Borders said hospitals were full."
    assert at(text, "The aid group").name == "Doctors Without Borders"


@pytest.mark.parametrize(
    "text",
    [
        "The Deputy Prime Minister and Minister of Foreign Affairs of Norway, Anna Roth, praised the talks.",
        "Deputy Prime Minister and Minister for Foreign Affairs Anna Roth said Norway would sign the accord.",
        "Anna Roth, the deputy prime minister and foreign minister of Norway, praised the talks.",
        "Norway's defence minister and vice premier, Anna Roth, praised the talks.",
    ],
)
def test_who_has_two_offices_is_one(parse, text):
    article, annotation = parse(text)
    for options in ({}, {"model": None}):
        actors = Actors(**options).diplomacy_find_actors(article=article, annotation=annotation)
        assert sorted(actor.name for actor in actors) == ["Anna Roth", "Norway"]
        assert {actor.country for actor in actors} == {"NOR"}


def test_two_offices_that_two_people_may_have(at):
    text = "The President and Foreign Minister Anna Roth welcomed the Danish envoy."
    assert at(text, "The President").name != at(text, "Anna Roth").name


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("NATO Secretary General Willem de Boer said the alliance would not yield.", "Willem de Boer", None),
        ("Sheikh Khalid bin Nasser, the Qatari foreign minister, left.", "Khalid bin Nasser", "QAT"),
        ("Presidents Joseph Tetteh of Ghana and Alain Zongo of Burkina Faso signed.", "Alain Zongo", "BFA"),
        ("The African Union met. Its chairman, Hugo Batlle of Uruguay, will travel.", "Hugo Batlle", "URY"),
        ("Panama rejected the claim by President Ronald Burke of the United States.", "Ronald Burke", "USA"),
    ],
)
def test_whole_names_and_of_which_state_they_are(at, text, name, country):
    person = at(text, name)
    assert (person.name, person.country) == (name, country)


def test_whoever_serves_a_body_serves_it_and_not_the_state_of_birth(parse):
    article, annotation = parse("The African Union met. Its chairman, Hugo Batlle of Uruguay, will travel.")
    actors = Actors(model=None).diplomacy_find_actors(article=article, annotation=annotation)
    served = next(actor.principal for actor in actors if actor.name == "Hugo Batlle")
    assert article[served.span] == "African Union"


@pytest.mark.parametrize(
    ("text", "name", "role", "country"),
    [
        ("Saudi Foreign Minister Prince Turki bin Saad said so.", "Turki bin Saad", "Foreign Minister", "SAU"),
        ("Supreme Leader Ayatollah Hassan Tabrizi banned talks.", "Hassan Tabrizi", "Supreme Leader", None),
        (
            "The Cabinet Secretary for Foreign Affairs, Amb. Peter Kiprono, spoke.",
            "Peter Kiprono",
            "Cabinet Secretary",
            None,
        ),
        ("US envoy for Sudan Martin Pell left.", "Martin Pell", "envoy", "USA"),
        ("Japan's Chief Cabinet Secretary Kenta Mori left.", "Kenta Mori", "Chief Cabinet Secretary", "JPN"),
        ("The president met Senator Lee Moe.", "Lee Moe", "Senator", None),  # these are two
    ],
)
def test_an_office_before_a_rank_is_the_same_persons(parse, text, name, role, country):
    article, annotation = parse(text)
    people = [
        a
        for a in Actors(model=None).diplomacy_find_actors(article=article, annotation=annotation)
        if a.kind == "person"
    ]
    person = next(actor for actor in people if actor.name == name)
    assert (person.role, person.country) == (role, country)
    assert len(people) == 1 + ("president" in text)


def test_the_executive_of_a_body_is_no_person(at):
    actor = at("A spokesman for the EU executive, Luc Peeters, said so.", "EU executive")
    assert actor.name == "EU executive"
    assert actor.kind != "person"


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Anna Roe, an ally of the president, stayed.", "Anna Roe", None),
        ("John Poe, a friend of the prime minister of Togo, left.", "John Poe", None),
        ("Lee Moe, a member of the cabinet and trade minister, left.", "Lee Moe", "trade minister"),
        ("Oliver Kern, the president of Palau, left.", "Oliver Kern", "president"),
    ],
)
def test_an_officers_friend_is_no_officer(at, text, name, role):
    assert at(text, name).role == role
