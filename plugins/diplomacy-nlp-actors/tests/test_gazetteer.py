"""A user's own list of actors: what it changes, and how its faults are told."""

import pytest
from diplomacy_nlp_actors import Actors

from diplomacy_nlp import Analyzer, from_json, to_json
from diplomacy_nlp.errors import LexiconError, PluginLoadError

HEADER = "name,kind,country,sector,aliases,wikidata,id"


@pytest.fixture
def read(parse, tmp_path):
    """The actors of a text by a gazetteer of these lines, by each of their mentions' words."""

    def find(text, *lines, header=HEADER):
        path = tmp_path / "mine.csv"
        path.write_text("\n".join((header, *lines)), encoding="utf-8")
        article, annotation = parse(text)
        actors = Actors(gazetteer=path, model=None).diplomacy_find_actors(article=article, annotation=annotation)
        return {article[m.span]: actor for actor in actors for m in actor.mentions}

    return find


# --- what it changes ----------------------------------------------------------------------------------------------


def test_an_organisation_that_nobody_else_knows(read):
    found = read(
        "Delegates of the Lakes Compact met on Monday. The Compact of the Lakes rejected the offer.",
        "Lakes Compact,organization,,IGO,Compact of the Lakes,Q1000000001,org-17",
    )
    compact = found["Compact of the Lakes"]
    assert compact is found["Lakes Compact"]
    assert (compact.kind, compact.sector, compact.wikidata, compact.gazetteer_id) == (
        "organization",
        "IGO",
        "Q1000000001",
        "org-17",
    )


def test_without_an_id_the_name_is_it(read):
    found = read("The Lakes Compact rejected the offer.", "Lakes Compact,organization", header="name,kind")
    assert found["Lakes Compact"].gazetteer_id == "Lakes Compact"


def test_a_person_under_all_names_and_the_surname(read):
    found = read(
        "Oriane Delmas flew to Lisbon. Madame Oriane was tired. Delmas declined to comment.",
        "Oriane Delmas,person,SYC,GOV,Madame Oriane,,per-9",
    )
    assert found["Oriane Delmas"] is found["Madame Oriane"] is found["Delmas"]
    assert (found["Delmas"].country, found["Delmas"].sector, found["Delmas"].gazetteer_id) == ("SYC", "GOV", "per-9")


def test_the_user_wins_over_the_text(read):
    found = read("French envoy Oriane Delmas declined to comment.", "Oriane Delmas,person,SYC,MED")
    assert (found["Oriane Delmas"].country, found["Oriane Delmas"].sector) == ("SYC", "MED")


def test_an_actor_has_the_name_that_the_user_gave_it(read):
    found = read("Madame Oriane wrote to the NRF.", "Oriane Delmas,person,,,Madame Oriane", "North Front,party,,,NRF")
    assert (found["Madame Oriane"].name, found["NRF"].name) == ("Oriane Delmas", "North Front")


def test_what_the_user_leaves_open_the_text_fills(read):
    found = read("French Foreign Minister Oriane Delmas declined to comment.", "Oriane Delmas,person")
    delmas = found["Oriane Delmas"]
    assert (delmas.country, delmas.sector, delmas.role) == ("FRA", "GOV", "Foreign Minister")


def test_a_namesake_of_a_listed_person_stays_another(read):
    found = read("Oriane Delmas met Pierre Delmas in Lisbon.", "Oriane Delmas,person,SYC,GOV,,,per-9")
    assert found["Pierre Delmas"].gazetteer_id is None


@pytest.mark.parametrize(
    ("text", "listed", "other"),
    [
        ("Ivanka Trump flew to Lima. Trump said she was pleased.", 0, {"Ivanka Trump", "Trump"}),
        ("Donald Trump Jr. declined to comment.", 0, {"Donald Trump Jr."}),
        ("Mrs. Trump arrived after Melania Trump wrote to him.", 0, {"Trump", "Melania Trump"}),
        ("Peruvian Foreign Minister Trump-Quispe left early.", 0, {"Trump-Quispe"}),
        ("President Trump rejected the offer. Trump said it was weak.", 2, set()),
        ("Donald J. Trump rejected the offer.", 1, set()),
        ("Trump left. Trump-like plans failed, and the Trump-Xi summit.", 3, set()),
        ("Mary Trump spoke. President Trump left. Trump was tired.", 2, {"Mary Trump"}),
        ("Mary Trump met Donald Trump. Trump was tired.", 2, {"Mary Trump"}),
    ],
)
def test_an_alias_within_a_longer_name_is_somebody_else(parse, tmp_path, text, listed, other):
    path = tmp_path / "mine.csv"
    path.write_text("name,kind,country,aliases,id\nDonald Trump,person,USA,Trump,per-1\n", encoding="utf-8")
    article, annotation = parse(text)
    found = Actors(gazetteer=path, model=None).diplomacy_find_actors(article=article, annotation=annotation)
    names = {(actor.gazetteer_id, article[m.span]) for actor in found for m in actor.mentions if m.type == "name"}
    trumps = [
        (actor.gazetteer_id, article[m.span]) for actor in found for m in actor.mentions if "Trump" in article[m.span]
    ]
    assert {words for id_, words in names if id_ is None and "Trump" in words} == other
    assert sum(id_ == "per-1" for id_, _ in trumps) == listed


def test_a_state_keeps_what_we_know_of_it(read):
    found = read("Moscow rejected the Russian proposal, and Russia withdrew.", "Russia,state,RUS,,,,st-643")
    assert found["Moscow"] is found["Russia"] is found["Russian"]
    assert (found["Russia"].gazetteer_id, found["Russia"].wikidata) == ("st-643", "Q159")


def test_a_body_of_ours_keeps_its_other_names(read):
    found = read("The Kremlin denied it. NATO was silent. The Atlantic Alliance met.", "NATO,organization,,IGO,,,n1")
    assert found["Atlantic Alliance"] is found["NATO"]
    assert (found["NATO"].kind, found["NATO"].gazetteer_id) == ("organization", "n1")


def test_a_form_of_ours_goes_to_the_users_actor(read):
    found = read("The National Assembly rejected the bill.", "National Assembly,government,KEN,LEG,,,ke-1")
    assert (found["National Assembly"].country, found["National Assembly"].gazetteer_id) == ("KEN", "ke-1")


def test_a_body_keeps_our_facts_where_the_user_has_none(read):
    found = read("The Bundestag rejected the bill.", "Bundestag,government,,,,,de-1")
    assert (found["Bundestag"].country, found["Bundestag"].sector) == ("DEU", "LEG")


def test_a_place_stays_a_place(read):
    found = read("The ministers met in Russia.", "Russia,state,RUS,,,,st-643")
    assert "Russia" not in found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Oriane Delmas Foundation opened a school.", "Oriane Delmas"),
        ("May the talks succeed, the envoy said.", "May"),
    ],
)
def test_a_persons_name_within_other_words_is_no_mention(read, text, words):
    found = read(text, "Oriane Delmas,person,SYC,GOV,May")
    assert words not in found


def test_wikidata_ids_of_our_own(read):
    found = read("Germany and the African Union wrote to Angela Merkel.", "Lakes Compact,organization")
    ids = [found[name].wikidata for name in ("Germany", "African Union", "Angela Merkel")]
    assert ids == ["Q183", "Q7159", "Q567"]


def test_ids_outlive_storage(parse, repository):
    example = repository / "examples" / "gazetteer.csv"
    analyzer = Analyzer.discover(options={"actors": {"gazetteer": str(example)}})
    analysis = analyzer.analyze("The Northern Rivers Front rejected the Lakes Compact’s offer. Russia was silent.")
    again = from_json(to_json(analysis))
    assert again == analysis
    assert {a.gazetteer_id for a in again.actors} >= {"grp-4", "org-17", "st-643"}


def test_quotation_marks_mark_and_blank_lines(parse, tmp_path):
    path = tmp_path / "mine.csv"
    rows = '\ufeffid, Name ,kind,aliases\r\n\r\n7,"Rivers, Lakes and Seas Board",organization," RLSB | the RLSB "\r\n'
    path.write_bytes(rows.encode("utf-8"))
    article, annotation = parse("Envoys wrote to the RLSB.")
    (board,) = (
        a
        for a in Actors(gazetteer=path, model=None).diplomacy_find_actors(article=article, annotation=annotation)
        if a.gazetteer_id
    )
    assert (board.name, board.gazetteer_id) == ("Rivers, Lakes and Seas Board", "7")


# --- its faults ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "mine.csv: no lines; the first must name the columns"),
        (b"\n \n", "mine.csv: no lines"),
        (b"name,kind\n", "mine.csv: no entries"),
        (b"name,country\nLakes Compact,FRA\n", "line 1: the column 'kind' is missing"),
        (b"name,kind,region\nA,party,x\n", "line 1: no column 'region'; the columns are name, kind, country"),
        (b"name,kind,name\nA,party,x\n", "line 1: a column is named twice"),
        (b"name;kind\nA;party\n", "line 1: no column 'name;kind'.*; the columns are .*, and commas divide them"),
        (b"name,kind\nA,party\nB,club\n", "line 3: kind: 'club' is none of person, state"),
        (b"name,kind\nA,\n", "line 2: the cell 'kind' is empty"),
        (b"name,kind\n,party\n", "line 2: the cell 'name' is empty"),
        (b"name,kind\n---,party\n", "line 2: the name '---' has no letter"),
        (b"name,kind,aliases\nA,party,AA|--\n", "line 2: aliases: the alias '--' has no letter"),
        (b"name,kind\nA,party,FRA\n", "line 2: 3 cells for 2 columns"),
        (b"name,kind,country\nA,party,XXX\n", "line 2: unknown country 'XXX'; an ISO 3166-1 alpha-3 code"),
        (b"name,kind,country\nA,party,UK\n", "line 2: unknown country 'UK'.*Britain is GBR"),
        (b"name,kind,sector\nA,party,POL\n", "line 2: sector: 'POL' is none of .*GOV"),
        (b"name,kind,wikidata\nA,party,42\n", "line 2: '42' is no Wikidata id"),
        (b"name,kind,wikidata\nA,party,Q0\n", "line 2: 'Q0' is no Wikidata id"),
        (b"name,kind\nA,party\nB,party\nA,state\n", "line 4: the name 'A' is that of line 2 too"),
        (b"name,kind,aliases\nA,party,\nB,party,A\n", "line 3: the name 'A' is that of line 2 too"),
        (b"name,kind,id\nA,party,1\nB,party,1\n", "line 3: the id '1' is that of line 2 too"),
        (b'name,kind\n"A\nB",party\nC,club\n', "line 4: kind: 'club' is none of"),
        (b'name,kind\nA,party\n"B,party\n', "line 3: no CSV"),
        ("name,kind\nA,party\nÉ,party\n".encode("latin-1"), r"line 3: not UTF-8 \(byte 18\); save it as UTF-8"),
    ],
)
def test_faults_name_file_and_line(tmp_path, content, message):
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    with pytest.raises(LexiconError, match=f"mine.csv.*{message.removeprefix('mine.csv')}"):
        Actors(gazetteer=path)


def test_no_such_file(tmp_path):
    with pytest.raises(LexiconError, match=r"absent\.csv: cannot be read .*; check the path"):
        Actors(gazetteer=tmp_path / "absent.csv")


def test_no_path():
    with pytest.raises(ValueError, match="the path of a file or a folder is expected, not 7"):
        Actors(gazetteer=7)


def test_a_discovered_plugin_tells_the_fault_too(tmp_path):
    with pytest.raises(PluginLoadError, match=r"absent.csv: cannot be read"):
        Analyzer.discover(options={"actors": {"gazetteer": str(tmp_path / "absent.csv")}})
