"""Whose minister, parliament or opposition it is where only the context says so; and where nothing does."""

import pytest
from diplomacy_nlp_actors import Actors
from diplomacy_nlp_actors.cast import Draft
from diplomacy_nlp_actors.home import Home, find_home
from diplomacy_nlp_actors.names import find_known
from diplomacy_nlp_actors.prevailing import prevailing_state

from diplomacy_nlp import ActorKind, MentionType, Span
from diplomacy_nlp.toolkit.turns import turns


@pytest.fixture(scope="module")
def read(parse):
    """The actors of a text by each of their mentions' words."""

    def find(text):
        article, annotation = parse(text)
        actors = Actors(model=None).diplomacy_find_actors(article=article, annotation=annotation)
        return {article[m.span]: actor for actor in actors for m in actor.mentions}

    return find


@pytest.mark.parametrize(
    ("text", "home", "alone"),
    [
        ("Chile will vote in May. The army is calm.", "CHL", True),
        ("Rebels in the north of Chad accepted a truce, mediators said.", "TCD", True),
        ("LUSAKA — The opposition rejected the result.", "ZMB", True),
        ("QUITO — Brazil recalled its envoy.", "BRA", False),  # who acts outweighs where it was written
        ("Sanctions on Mali were discussed. It was Monday. Shops were closed. Few went out.", "MLI", True),
        ("A paper based in Beirut was closed by police.", "LBN", True),
        ("Kenya rejected the offer. Uganda accepted it.", "KEN", False),
        ("Panel votes down arms sale\n\nNAIROBI — Lawmakers met. Kenya will buy no bombs.", "KEN", True),  # a headline
        ("NAIROBI (AFP) - A decision was put off. Mozambique insists that it can cope.", "MOZ", False),  # sat elsewhere
        ("Republicans and the White House clashed. Sen. Jo Poe wrote to Russia.", "USA", False),
        ("Togo and Benin reopened the road.", None, None),
        ("The envoy arrived in Baku on Monday.", None, None),
        ("The bishop condemned the coup in Niger.", None, None),
        ("Sanctions on Belarus were discussed.", None, None),
        (  # the bodies of a state are names of it, those that many states have are not
            "The White House and Republicans fell out over Russia. Congress met. The Senate met. Ohio waits.",
            "USA",
            False,
        ),
        (
            "Riga, 11 November 2021\n\nQ: Will Russia come?\nA: We do not know.\nQ: Why?\nA: We have not asked.",
            "LVA",
            False,
        ),
        (
            "Kenya condemns the coup in Niger. We stand with its people. "
            "Kenya will not recognise the junta, and we urge Niger's army to talk.",
            "KEN",
            False,
        ),
        (
            "Foreign Secretary responds to the attack in Iraq\n\nThe Foreign Secretary said:\n\nIraq has our sympathy. "
            "Britain will help.",
            "GBR",
            False,
        ),
    ],
)
def test_where_an_article_is_at_home(parse, text, home, alone):
    article, annotation = parse(text)
    found = find_home(article.text, annotation, find_known(article.text, annotation), turns(article.text))
    assert (found and found.country, found and found.alone) == (home, alone)


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        (
            "Ghana will vote again. The count took weeks. President Ama Sarpong thanked the judges.",
            "Ama Sarpong",
            "GHA",
        ),
        ("Peru was quiet. Some shops had closed. The opposition leader, Ines Quispe, left Lima.", "Ines Quispe", "PER"),
        ("In Riga, parliament passed the bill.", "parliament", "LVA"),
        ("Estonian President Kai Tamm told parliament that he would resign.", "parliament", "EST"),
        (
            "Officials denied it, the Foreign Ministry in Oslo said. Foreign Minister Ole Hagen resigned.",
            "Ole Hagen",
            "NOR",
        ),
        (
            "Norway, which had drawn up the plan, withdrew it. Fisheries Minister Ole Hagen was silent.",
            "Ole Hagen",
            "NOR",
        ),
        ("Iker Soto, who heads the Spanish interior ministry, resigned.", "Iker Soto", "ESP"),
        ("Syrian state television quoted the army chief, Adel Nasr, on Monday.", "Adel Nasr", "SYR"),
        ("Ireland backs the plan. Its representative, Nora Daly, said so.", "Nora Daly", "IRL"),
        ("Kenya's Supreme Court annulled the vote.", "Supreme Court", "KEN"),
        ("The Senate of Nigeria met on Monday.", "Senate of Nigeria", "NGA"),
        ("Reporters wrote about Russia. The Senate voted for sanctions.", "Senate", "USA"),
        ("A militant group based in Nairobi claimed the attack.", "A militant group", "KEN"),
        ("Japanese Americans marched through the town.", "Americans", "USA"),
        ("Americans of Turkish descent wrote a letter.", "Americans", "USA"),
        ("Welsh ministers refused to pay.", "Welsh ministers", "GBR"),
        ("Ohio Senator June Park wrote to Germany.", "June Park", "USA"),
        ("Republicans balked. Sen. June Park wrote to Russia.", "June Park", "USA"),
        ("June Park (R-Neb.) wrote to Russia.", "June Park", "USA"),
        ("The Philippines voted. Sen. June Reyes wrote to America.", "June Reyes", "PHL"),
        ("South Korea waited. Unification Minister Baek Seung-ho spoke.", "Baek Seung-ho", "KOR"),
        ("Canada waited. Two senior officials said no more.", "Two senior officials", "CAN"),
        ("Yugoslav President Marko Babic signed the accord.", "Marko Babic", "YUG"),
    ],
)
def test_the_context_gives_the_country(read, text, words, country):
    assert read(text)[words].country == country


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Foreign Minister Hanna Brandt arrived in Tirana on Monday.", "Hanna Brandt"),
        ("Prime Minister Luc Renard met Russian officials in Geneva.", "Luc Renard"),
        ("President Ivan Petrak condemned the coup in Mali.", "Ivan Petrak"),
        ("Togo and Benin signed a deal. Foreign Minister Ana Juric praised it.", "Ana Juric"),
        ("Turkey rejected the offer. Diplomats were surprised.", "Diplomats"),
        ("Turkey rejected the offer. UN envoy Sara Lomax was surprised.", "Sara Lomax"),
        ("Austria and Hungary quarrelled. The two governments traded notes.", "The two governments"),
        ("France summoned the ambassador, Piet Janssen.", "Piet Janssen"),
        ("Observers in Caracas expected no change.", "Observers"),
        ("Turkey rejected the offer. Anders Lind, a businessman, was surprised.", "Anders Lind"),
        ("Laos filed a claim. An international tribunal heard it.", "An international tribunal"),
        ("Laos and Fiji argued. In Suva, Fiji said that both governments should pull back.", "both governments"),
    ],
)
def test_what_the_context_does_not_support_stays_open(read, text, words):
    assert read(text)[words].country is None


def test_the_context_lowers_the_confidence(read):
    named = read("Ghanaian President Ama Sarpong thanked the judges.")["Ama Sarpong"]
    guessed = read("Ghana voted. President Ama Sarpong thanked the judges.")["Ama Sarpong"]
    assert named.country == guessed.country == "GHA"
    assert guessed.confidence < named.confidence


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Experts like Paul Boman, a Canadian geologist, praised it.", "Paul Boman", "CAN"),
        ("The Ugandan jurist Prossy Nakande spent the weekend in Juba.", "Prossy Nakande", "UGA"),
        ("Japanese journalist and author Hiro Oda said the timing was bad.", "Hiro Oda", "JPN"),
        ("Paul Boman is a Turkish national living in London.", "Paul Boman", "TUR"),
        ("Paul Boman left early. In the evening Boman, a Turkish painter, wrote to Germany.", "Paul Boman", "TUR"),
    ],
)
def test_the_words_beside_a_name_give_the_country(read, text, words, country):
    assert read(text)[words].country == country


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Paul Boman, a geologist, praised the Canadian plan.", "Paul Boman"),
        ("Paul Boman, Canadian officials said, was arrested.", "Paul Boman"),
        ("Paul Boman is near the Canadian border.", "Paul Boman"),
    ],
)
def test_other_words_do_not_describe_anybody(read, text, words):
    assert read(text)[words].country is None


PLAINLY_KENYAN = (
    "Kenya will vote in May. President Ann Karanja of Kenya and Kenyan Foreign Minister Tom Mutua were silent. "
    "Kenyan officials left. "
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The novelist Paul Boman called it a shame.", "Paul Boman"),
        ("Bolt Holdings said that it would pay.", "Bolt Holdings"),
        ("Several thousand protesters marched.", "Several thousand protesters"),
        ("In Nairobi, Paul Boman called it a shame.", "Paul Boman"),
    ],
)
def test_an_article_plainly_about_one_state_tells_of_its_people(read, text, words):
    assert read(PLAINLY_KENYAN + text)[words].country == "KEN"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The mayor met Paul Boman in Peru.", "Paul Boman"),  # who only is there may be anybody
        ("UN envoy Paul Boman called it a shame.", "Paul Boman"),
        ("Professor Paul Boman called Peru a model.", "Paul Boman"),  # scholars are asked from afar
        ("Journalists called it a shame.", "Journalists"),
        (
            "Ugandan President Ida Okot and Peruvian Foreign Minister Ines Quispe left. Paul Boman was there.",
            "Paul Boman",
        ),
    ],
)
def test_who_may_be_of_any_state_stays_open_in_it(read, text, words):
    assert read(PLAINLY_KENYAN + text)[words].country is None


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("In Peru, Paul Boman called it a shame.", "Paul Boman", "PER"),
        ("In Lima the offer fell flat. Foreign Minister Paul Boman called it a shame.", "Paul Boman", "PER"),
        ("Traders in Arequipa called it a shame.", "Traders", "PER"),
        ("Paul Boman, an economist at the Andean Institute in Arequipa, called it a shame.", "Paul Boman", "PER"),
        ("The mayor of Arequipa, Paul Boman, called it a shame.", "Paul Boman", "PER"),
        ("Peru's embassy was silent. Its spokesman, Paul Boman, called it a shame.", "Paul Boman", "PER"),
        ("In Lima, two teachers called it a shame.", "two teachers", None),  # which may come from anywhere
    ],
)
def test_who_acts_where_a_sentence_plays_or_lives_in_a_city_is_of_its_state(read, text, words, country):
    assert read(text + " Chile and Bolivia were asked.")[words].country == country


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("The foreign minister of Palau left on Monday.", "The foreign minister", "foreign minister of Palau"),
        (
            "An official at the Turkish embassy in Lima was silent.",
            "An official",
            "official at the Turkish embassy in Lima",
        ),
        ("A spokesman for the ministry, who had flown in, was silent.", "A spokesman", "spokesman for the ministry"),
        ("A diplomat from Togo said that they were shot.", "A diplomat", "diplomat from Togo"),
    ],
)
def test_names_of_the_unnamed_are_whole(read, text, words, name):
    assert read(text)[words].name == name


def test_one_name_of_a_state_does_not_make_an_article_its(read):
    assert read("Kenya will vote in May. Paul Boman called it a shame.")["Paul Boman"].country is None


PLAINLY_AMERICAN = (
    "In Macao, a dealer said he had met Senator John Brand of Ohio. American donors, the Republican Party, the White "
    "House and the U.S. Congress had asked him to. "
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Wall Street banks were against it.", "Wall Street banks"),
        ("The Harvest League objected.", "Harvest League"),
        ("A civil rights group objected.", "A civil rights group"),
    ],
)
def test_an_article_is_about_the_state_of_most_who_act_though_its_lead_names_another(read, text, words):
    assert read(PLAINLY_AMERICAN + text)[words].country == "USA"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The United Nations objected.", "The United Nations"),
        ("Amnesty International objected.", "Amnesty International"),
        ("An international coalition objected.", "An international coalition"),
        ("Social media were full of it.", "Social media"),
    ],
)
def test_bodies_of_no_state_stay_so_in_it(read, text, words):
    found = read(PLAINLY_AMERICAN + text)
    assert words not in found or found[words].country is None
    assert found["White House" if "White House" in found else "the White House"].country == "USA"


def test_voters_and_authorities_are_of_the_state_where_an_article_is_at_home(read):
    found = read("Peru vetoed a treaty with Chile and Bolivia. Protesters burned flags. The authorities kept silent.")
    assert (found["Protesters"].country, found["The authorities"].country) == ("PER", "PER")


@pytest.mark.parametrize(
    "text",
    [
        "Rita Moussa, who speaks for the Lebanese Ministry of Health, was silent. Kenya and France met.",
        "Rita Moussa, who chairs the Lebanese parliament, was silent. Kenya and France met.",
        "Rita Moussa of the Lebanese Ministry of Health was silent. Kenya and France met.",
    ],
)
def test_who_leads_or_speaks_for_a_body_is_of_its_state(read, text):
    assert read(text)["Rita Moussa"].country == "LBN"


@pytest.mark.parametrize(
    "text",
    [
        "The daughter of Indian traders, Rita Moussa, spoke in Lagos. France and Peru agreed.",
        "Rita Moussa of the Eurasia Group was silent. France and Peru agreed.",  # scholars are of any state
    ],
)
def test_whom_somebody_descends_from_or_works_for_abroad_tells_nothing(read, text):
    assert read(text)["Rita Moussa"].country is None


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Vincentian Agriculture Minister Denzil Oll objected.", "Denzil Oll", "VCT"),
        ("The Djiboutian Foreign Ministry objected.", "Djiboutian Foreign Ministry", "DJI"),
        ("Hongkongers cheered.", "Hongkongers", "HKG"),
        ("Lao officials objected.", "Lao officials", "LAO"),
        ("Equatoguinean officials objected.", "Equatoguinean officials", "GNQ"),
    ],
)
def test_demonyms_that_no_library_has(read, text, words, country):
    assert read(text)[words].country == country


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Peru recalled its ambassador from Chile, Ana Soto, after the vote.", "Ana Soto", "PER"),
        ("Peru objected. Its trade minister, Ana Soto, left for Chile.", "Ana Soto", "PER"),
        ("Uganda's ambassador to Canada, Ruth Oki, wrote to the Department of Transport in Ottawa.", "Ruth Oki", "UGA"),
        (
            "Uganda's ambassador to Canada, Ruth Oki, wrote to the Department of Transport in Ottawa.",
            "Department of Transport",
            "CAN",
        ),
    ],
)
def test_officers_are_of_whom_a_pronoun_owns_them_for_and_ministries_of_their_seat(read, text, words, country):
    assert read(text)[words].country == country


def test_the_agency_of_a_dateline_is_media_and_no_state_of_the_article(read):
    found = read("LUSAKA (Reuters) - Zambia rejected the audit. The finance minister, Joan Pike, was silent.")
    assert (found["Reuters"].kind, found["Reuters"].sector) == ("media", "MED")
    assert found["Joan Pike"].country == "ZMB"


def test_a_name_with_and_in_a_list_is_one_state(read):
    found = read("Guinea-Bissau, São Tomé and Príncipe, Cabo Verde and Chad called for lower fares.")
    assert found["São Tomé and Príncipe"].country == "STP"


@pytest.mark.parametrize("line", ["Riga, 11 November 2021", "Riga, November 11, 2021", "Riga, 3 May"])
def test_a_line_of_place_and_date_tells_where_a_statement_is_at_home(read, line):
    found = read(f"Daily news conference\n\n{line}\n\nThe police thanked Latvia and Belarus for their help.")
    assert found["The police"].country == "LVA"


@pytest.mark.parametrize("who", ["Former interior minister Ana Soto", "Presidential aide Ana Soto"])
def test_former_ministers_and_aides_are_of_the_state_that_acts(read, who):
    assert read(f"Peru expelled an envoy of Chile. {who} called it a shame.")["Ana Soto"].country == "PER"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Donors promised help.", "Donors"),
        ("The judges were silent.", "The judges"),
        ("Several activists objected.", "Several activists"),
        ("The prosecutors appealed.", "The prosecutors"),
        ("Law professor Jane Holm objected.", "Jane Holm"),
    ],
)
def test_donors_crowds_and_scholars_are_of_the_state_that_an_article_is_plainly_about(read, text, words):
    assert read(PLAINLY_AMERICAN + text)[words].country == "USA"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("In Tunisia, donors promised help.", "donors"),  # the sentence is set elsewhere
        ("Turkey thanked donors.", "donors"),
        ("Turkey objected. Donors promised help.", "Donors"),  # the state named last is another one
        ("International donors promised help.", "International donors"),
        ("Foreign donors promised help.", "Foreign donors"),
        ("Turkey thanked the singer, Jane Holm.", "Jane Holm"),
        ("Turkey thanked Allied Rope Makers.", "Allied Rope Makers"),
    ],
)
def test_beside_other_states_nobody_is_of_the_state_that_an_article_is_about(read, text, words):
    found = read(PLAINLY_AMERICAN + text)
    assert "John Brand" in found
    assert words not in found or found[words].country != "USA"


def test_donors_are_of_no_state_in_an_article_about_several(read):
    found = read("Peru vetoed a treaty with Chile and Bolivia. Brazil objected. Donors promised help.")
    assert found["Peru"].country == "PER"
    assert "Donors" not in found or found["Donors"].country is None


def test_an_officer_beside_other_states_is_not_of_the_one_where_an_article_is_at_home(read):
    found = read("Denmark will check travellers.\n\nThe road to Sweden was closed. Mayor Jens Holm called it theatre.")
    assert found["Denmark"].country == "DNK"
    assert found["Jens Holm"].country != "DNK"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Norway objected to the French plan. Its chief economist, Ola Vik, was silent.", "Ola Vik"),
    ],
)
def test_whose_pronouns_own_somebody_give_the_state(read, text, words):
    assert read(text)[words].country == "NOR"


def test_an_agency_of_all_the_world_is_of_no_state(read):
    assert read("LIMA (Reuters) - Peru rejected the offer.")["Reuters"].country is None


def test_without_a_home_more_of_the_actors_have_to_be_of_one_state():
    def drafts(*countries):
        cast = [Draft(key=f"x:{n}", name="X", kind=ActorKind.PERSON, country=c) for n, c in enumerate(countries)]
        for draft in cast:
            draft.add(Span(0, 1), MentionType.NAME)
        return cast

    six_of_ten = drafts(*["KEN"] * 6, "PER", "CHL", "BOL", "BRA")
    assert prevailing_state(Home("KEN", False), six_of_ten, []) == "KEN"
    assert prevailing_state(None, six_of_ten, []) is None
    assert prevailing_state(None, drafts(*["KEN"] * 7, "PER", "CHL", "BOL"), []) == "KEN"


@pytest.mark.parametrize(("wikidata", "country"), [("Q458", None), (None, "CHN")])
def test_a_body_that_tables_know_is_of_no_state_that_they_do_not_tell(wikidata, country):
    union = Draft(key="igo:eu", name="European Union", kind=ActorKind.ORGANIZATION, wikidata=wikidata)
    union.learn(Draft(key="told", name="business leaders", kind=ActorKind.GROUP, country="CHN"))
    assert union.country == country


@pytest.mark.parametrize(("home", "country"), [("Peru", "PER"), ("Oman", "USA")])
def test_a_congress_is_of_a_state_that_has_one(read, home, country):
    found = read(f"{home} rejects the memo to Congress. {home} says that it is wrong. {home} waits.")
    assert found["Congress"].country == country


@pytest.mark.parametrize("of", ["in Honduras and El Salvador", "from Honduras and El Salvador"])
def test_a_group_of_two_states_is_of_none(read, of):
    assert (
        read(f"Officials {of} dismissed the report. Honduras was calm. Hondurans voted.")["Officials"].country is None
    )


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Peru waits. Kenya's Maria Lopez left the hall.", "Maria Lopez", "KEN"),
        ("Chad met the Ambassador of the Republic of Togo, His Excellency Peter Holm.", "Peter Holm", "TGO"),
        ("Omar Wali, spokesman of the Ministry of Water and Energy in Kabul, told Iran to wait.", "Omar Wali", "AFG"),
        ("The speaker of the lower chamber in Tashkent, Dilnoza Karim, thanked Iran.", "Dilnoza Karim", "UZB"),
        ("Nauru is our friend.\n\nAnna Lind Ambassador of Sweden", "Anna Lind", "SWE"),
        ("Chad waits. A court in Guatemala City said no.", "A court", "GTM"),
    ],
)
def test_whose_officer_the_words_around_a_name_tell(read, text, words, country):
    assert read(text)[words].country == country


def test_an_aide_is_of_the_state_of_whom_he_serves(read):
    found = read("Peru waits. Chilean President Rosa Vidal left. Vidal's spokesman, Juan Toro, was silent.")
    assert found["Juan Toro"].country == "CHL"
    found = read("Peru waits. Chilean President Rosa Vidal met her counterpart, Juan Toro, in Lima.")
    assert found["Juan Toro"].country != "CHL"


def test_a_secretary_alone_is_american_where_the_text_speaks_of_america(read):
    assert read("Russia waits. Washington was told that Secretary Holm will come.")["Holm"].country == "USA"
    assert read("Russia waits. Latvia was told that State Secretary Holm will come.")["Holm"].country != "USA"


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Western officials said Russia was losing.", "Western officials", None),
        ("The Ministry said Russia must leave Ukraine.", "The Ministry", None),
        (
            "Taiwan said China sent jets. The island's defence ministry said ships came.",
            "The island's defence ministry",
            "TWN",
        ),
        ("US-backed Kurdish forces in Syria said they would not disarm.", "US-backed Kurdish forces", "SYR"),
        ("Iran-backed militias in Iraq fired rockets.", "Iran-backed militias", "IRQ"),
        ("US Syria envoy Tom Barrack met al-Sharaa.", "Tom Barrack", "USA"),
        ("Russia's Afghanistan envoy Zamir Kabulov welcomed the talks.", "Zamir Kabulov", "RUS"),
        ("Chad's UN ambassador Ali Moussa rejected the draft.", "Ali Moussa", "TCD"),
    ],
)
def test_of_whom_is_spoken_backed_or_worked_on_is_not_the_state(parse, text, words, country):
    article, annotation = parse(text)
    actors = Actors(model=None).diplomacy_find_actors(article=article, annotation=annotation)
    (found,) = [a for a in actors if any(article[m.span] == words for m in a.mentions)]
    assert found.country == country


@pytest.mark.parametrize(
    ("text", "who", "country"),
    [
        ("Russia attacked Kharkiv overnight. The mayor said three people were killed.", "The mayor", "UKR"),
        ("Russian forces shelled Kyiv on Monday. The mayor said ten people died.", "The mayor", "UKR"),
        ("Israel bombed Aleppo. Local officials said ten people died.", "Local officials", "SYR"),
        ("Russia struck Odesa with drones. The police chief said the port was hit.", "The police chief", "UKR"),
        ("Russia attacked Kharkiv. Moscow denied it. The military administration vowed to rebuild.", None, "UKR"),
        ("The premier of Poland went to Lviv. Poland will help. The mayor welcomed him.", "The mayor", "UKR"),
        ("Russia attacked Kharkiv. The minister said three people were killed.", "The minister", "RUS"),
        ("Kenya welcomed the offer. The governor said it would help.", "The governor", "KEN"),
    ],
)
def test_officers_of_a_place_are_of_the_state_where_it_lies(read, text, who, country):
    assert read(text)[who or "The military administration"].country == country


def test_a_city_that_is_hit_is_nobody(read):
    assert "Odesa" not in read("Russia struck Odesa with drones. The police chief said the port was hit.")


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Mongolian President Bat Gan arrived in Warsaw on Sunday for talks with Premier Jan Wilk.", "Jan Wilk", "POL"),
        ("On a visit to Lima, Ecuador's minister thanked Defense Minister Rosa Vargas.", "Rosa Vargas", "PER"),
        ("Turkish minister Kemal Ars flew to Cairo and met his counterpart Ramy Hamdi.", "Ramy Hamdi", "EGY"),
        ("Turkish minister Kemal Ars flew to Cairo. Ars was received by President Adel Hamdi.", "Adel Hamdi", "EGY"),
        ("Turkey acted. Foreign Minister Kemal Ars met his counterpart Ramy Hamdi.", "Ramy Hamdi", None),
        ("Turkey acted. Foreign Minister Kemal Ars met his colleague, Minister Ramy Hamdi.", "Ramy Hamdi", "TUR"),
        ("Turkish minister Kemal Ars flew to Cairo. In Ankara he met President Adel Hamdi.", "Adel Hamdi", "TUR"),
        ("Mongolian President Bat Gan arrived in Warsaw with Foreign Minister Od Bold.", "Od Bold", "MNG"),
        ("Kenya's president left Oslo after talks with Finance Minister John Kamau.", "John Kamau", "KEN"),
    ],
)
def test_whom_a_guest_meets_is_the_host(read, text, words, country):
    assert read(text)[words].country == country


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("Tbilisi recalled its ambassador from Moscow.", "its ambassador", "GEO"),
        ("Turkey had recalled its envoy from Cairo in 2013.", "its envoy", "TUR"),
        ("The envoy from Cairo left Turkey.", "The envoy", "EGY"),
        ("Egyptian spokesman Bassam Amer had spoken to the Emir of Qatar.", "the Emir", "QAT"),
        ("The spokesman for the Saudi-led coalition, Turki Malki, denied it.", "Turki Malki", None),
        ("Skopje spoke through U.N. mediator Michael Nolan, an American.", "Michael Nolan", "USA"),
        ("Skopje spoke through U.N. mediator Michael Nolan, a veteran of Iraq.", "Michael Nolan", None),
        ("Swedish American senator Eva Lind left.", "Eva Lind", "USA"),
        ("Mercosur suspended Paraguay, whose new president Federico Benitez left.", "Federico Benitez", "PRY"),
        ("India wrote to Pakistan's acting high commissioner, Tariq Baloch.", "Tariq Baloch", "PAK"),
        ("Reuters quoted Foreign Minister Jan Ek.", "Jan Ek", None),
        ("TASS quoted an analyst, Bo Lund.", "Bo Lund", None),
        ("Australia's High Commission in Suva protested.", "Australia's High Commission", "AUS"),
    ],
)
def test_whose_somebody_is_by_the_words_around(read, text, words, country):
    assert read(text)[words].country == country


def test_a_chamber_of_parliament_is_a_body(read):
    house = read("Mexico's lower house condemned the wall.")["Mexico's lower house"]
    assert (house.kind, house.country, house.sector) == ("government", "MEX", "LEG")


def test_a_supreme_leader_is_of_a_state_that_has_one(read):
    found = read(
        "Iran was silent. U.S. President Howard Price made an offer. Supreme Leader Hassan Tabrizi banned talks."
    )
    assert found["Hassan Tabrizi"].country == "IRN"


def test_a_word_in_capitals_among_others_is_an_acronym(read):
    assert "UN AMBASSADOR" not in read("The envoy met the UN AMBASSADOR.")
