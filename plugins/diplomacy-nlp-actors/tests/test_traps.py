"""One trap a sentence: who is an actor, of what country, in what role; and who shares an actor with whom."""

import pytest
from diplomacy_nlp_actors import Actors


@pytest.fixture(scope="module")
def read(parse):
    def find(text):
        article, annotation = parse(text)
        return article, Actors(model=None).diplomacy_find_actors(article=article, annotation=annotation)

    return find


def words_of(article, actor):
    return [article[m.span] for m in actor.mentions]


def having(article, actors, words):
    return next((a for a in actors if words in words_of(article, a)), None)


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Moscow rejected the ceasefire plan.", "Moscow", "RUS"),
        ("No answer came from Seoul.", "Seoul", "KOR"),
        ("The minister condemned Tehran’s actions.", "Tehran", "IRN"),
        ("Germany urged Beijing to stop the sale.", "Beijing", "CHN"),
        ("Talks between Ankara and Athens resumed.", "Athens", "GRC"),
        ("Paris and Berlin welcomed the offer.", "Berlin", "DEU"),
        ("The deal was rejected by Warsaw.", "Warsaw", "POL"),
        ("Kiev signed the accord.", "Kiev", "UKR"),
        ("The U.S. opposes the plan.", "U.S.", "USA"),
        ("Washington imposed sanctions on Tehran.", "Tehran", "IRN"),
        ("Tokyo warned Pyongyang against another test.", "Pyongyang", "PRK"),
        ("The Kremlin denied the report.", "Kremlin", "RUS"),
        ("Downing Street said it would not comment.", "Downing Street", "GBR"),
        ("Foggy Bottom welcomed the ruling.", "Foggy Bottom", "USA"),
        ("The Knesset approved the bill.", "Knesset", "ISR"),
        ("Whitehall rejected the proposal.", "Whitehall", "GBR"),
        ("The Dutch rejected the treaty.", "Dutch", "NLD"),
        ("French diplomats criticised the delay.", "French diplomats", "FRA"),
        ("Spanish police arrested the envoy.", "Spanish police", "ESP"),
        ("The Nigerian government accepted the demands.", "The Nigerian government", "NGA"),
        ("South Korean officials visited the site.", "South Korean officials", "KOR"),
        ("Officials from Norway met the rebels.", "Officials", "NOR"),
        ("Hezbollah rejected the truce.", "Hezbollah", "LBN"),
        ("A senior Iraqi official said the talks had failed.", "A senior Iraqi official", "IRQ"),
        ("Turkey’s president accused the bloc of bias.", "Turkey’s president", "TUR"),
        ("The president of Brazil praised the accord.", "The president", "BRA"),
        ("Leaders praised Putin.", "Putin", "RUS"),
        ("The Pentagon chief, Robert Cole, denied it.", "Robert Cole", "USA"),
    ],
)
def test_country(read, text, words, country):
    article, actors = read(text)
    actor = having(article, actors, words)
    assert actor is not None, [words_of(article, a) for a in actors]
    assert actor.country == country


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The ministers met in Moscow.", "Moscow"),
        ("The envoy arrived in Kyiv on Monday.", "Kyiv"),
        ("A drone fell near Kyiv.", "Kyiv"),
        ("Kyiv residents slept in the metro.", "Kyiv"),
        ("The delegation flew to Geneva from Vienna.", "Vienna"),
        ("Reporters waited outside the Kremlin.", "Kremlin"),
        ("Envoys met at the embassy in Hanoi.", "Hanoi"),
        ("Two bridges were destroyed in Ukraine.", "Ukraine"),
        ("Shells hit the streets of Baghdad.", "Baghdad"),
        ("The mayor of Paris opened the fair.", "Paris"),
        ("The anti-Russian mood grew.", "Russian"),
        ("The Paris Agreement was signed by the envoys.", "Paris"),
    ],
)
def test_a_place_stays_a_place(read, text, words):
    article, actors = read(text)
    assert having(article, actors, words) is None


@pytest.mark.parametrize(
    ("text", "name", "role", "country", "principal"),
    [
        (
            "Iranian Foreign Minister Reza Kamali rejected the offer.",
            "Reza Kamali",
            "Foreign Minister",
            "IRN",
            "Iranian",
        ),
        ("Anna Weber, the German chancellor, welcomed the plan.", "Anna Weber", "chancellor", "DEU", "German"),
        ("Kremlin spokesman Ivan Orlov denied it.", "Ivan Orlov", "spokesman", "RUS", "Kremlin"),
        ("President Vladimir Putin said Russia was ready.", "Vladimir Putin", "President", "RUS", "Russia"),
        ("NATO Secretary General Karl Berg warned Belarus.", "Karl Berg", "Secretary General", None, "NATO"),
        ("Lebanon’s new President Elias Haddad thanked France.", "Elias Haddad", "President", "LBN", "Lebanon"),
        ("U.S. Secretary of State Jane Miller called.", "Jane Miller", "Secretary of State", "USA", "U.S."),
        ("Former Polish president Jan Nowak criticised the law.", "Jan Nowak", "president", "POL", None),
        ("Sen. Tom Blake criticised the treaty.", "Tom Blake", "Sen.", None, None),
    ],
)
def test_office(read, text, name, role, country, principal):
    article, actors = read(text)
    actor = next((a for a in actors if a.name == name), None)
    assert actor is not None, [a.name for a in actors]
    assert actor.role == role
    assert actor.country == country
    assert (article[actor.principal.span] if actor.principal else None) == principal


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Sergey Lavrov met reporters. Lavrov said he was optimistic.", "Sergey Lavrov", "he"),
        ("Maria Lopez resigned. She said the talks had failed.", "Maria Lopez", "She"),
        ("China defended its policy.", "China", "its"),
        ("The White House said that it would wait.", "White House", "it"),
        ("Canadian officials defended their plan.", "Canadian officials", "their"),
        ("Ukraine rejected the plan. Kyiv wants guarantees.", "Ukraine", "Kyiv"),
        (
            "Japanese Foreign Minister Kenji Mori left. The foreign minister said nothing.",
            "Kenji Mori",
            "The foreign minister",
        ),
        ("The Economic Council of Lakes (ECL) met. ECL leaders signed.", "Economic Council of Lakes", "ECL"),
        ("The envoy, Peter Hall, praised France. Mr. Hall left.", "Peter Hall", "Hall"),
        ("Recep Tayyip Erdogan, Turkey’s president, agreed.", "Recep Tayyip Erdogan", "Turkey’s president"),
        ("Anna Weber, who leads the delegation, agreed.", "Anna Weber", "who"),
        ("Britain’s foreign secretary, Alice Brown, smiled.", "Alice Brown", "Britain’s foreign secretary"),
        (
            "Ukraine’s Foreign Ministry protested. The ministry gave no reason.",
            "Ukraine’s Foreign Ministry",
            "The ministry",
        ),
        ("NATO met on Monday. The alliance rejected the demand.", "NATO", "The alliance"),
    ],
)
def test_one_actor(read, text, one, other):
    article, actors = read(text)
    actor = having(article, actors, one)
    assert actor is not None, [words_of(article, a) for a in actors]
    assert other in words_of(article, actor)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Bill Marsh and Helen Marsh spoke. Mrs. Marsh left first.", "Bill Marsh", "Helen Marsh"),
        ("The White House thanked the United States Army.", "White House", "United States Army"),
        ("Kyiv and its allies gathered.", "Kyiv", "its allies"),
        ("North Korea warned South Korea.", "North Korea", "South Korea"),
        ("It is clear that Germany disagrees.", "Germany", "It"),
        ("Peter Novak thanked his wife.", "Peter Novak", "his wife"),
    ],
)
def test_kept_apart(read, text, one, other):
    article, actors = read(text)
    actor = having(article, actors, one)
    assert actor is not None
    assert other not in words_of(article, actor)


def test_a_campaign_acts_for_its_candidate(read):
    article, actors = read("Laura Stone spoke in Ohio. The Stone campaign denied the report.")
    campaign = having(article, actors, "The Stone campaign")
    assert campaign.kind == "organization"
    assert article[campaign.principal.span] == "Laura Stone"


def test_without_pronouns_only_names_and_nominals_count(parse):
    article, annotation = parse("China defended its policy.")
    (china,) = Actors(pronouns=False).diplomacy_find_actors(article=article, annotation=annotation)
    assert words_of(article, china) == ["China"]


def test_an_office_is_known_only_within_its_term(parse):
    from diplomacy_nlp import Article

    text = "Angela Merkel opposed the plan."
    _, annotation = parse(text)
    roles = {
        date: Actors(model=None)
        .diplomacy_find_actors(article=Article(text=text, date=date), annotation=annotation)[0]
        .role
        for date in ("2015-06-01", "2024-06-01", None)
    }
    assert roles == {"2015-06-01": "Chancellor", "2024-06-01": None, None: None}


def test_no_office_is_known_after_the_table_was_written(parse):
    from diplomacy_nlp import Article

    text = "Friedrich Merz opposed the plan."
    _, annotation = parse(text)
    roles = [
        Actors(model=None).diplomacy_find_actors(article=Article(text=text, date=date), annotation=annotation)[0].role
        for date in ("2025-10-01", "2031-10-01")
    ]
    assert roles == ["Chancellor", None]


@pytest.mark.parametrize(
    ("text", "words", "is_place"),
    [
        ("SEOUL, Aug. 9 (Yonhap) -- South Korea made an offer to the North.", "SEOUL", True),
        ("KIEV, Ukraine (AP) — The president left.", "Ukraine", True),
        ("UNITED NATIONS — Russia vetoed a resolution on Tuesday.", "UNITED NATIONS", True),
        ("RUSSIA REJECTS OFFER - Kyiv said no.", "RUSSIA", False),
        ("NORTH KOREA - Pyongyang said no.", "NORTH KOREA", False),
    ],
)
def test_the_place_of_a_dateline_is_nobody(read, text, words, is_place):
    article, actors = read(text)
    assert (having(article, actors, words) is None) == is_place
