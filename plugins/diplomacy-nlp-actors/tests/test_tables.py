"""The data files and the libraries of countries."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from diplomacy_nlp_actors import Actors, countries, tables
from diplomacy_nlp_actors.countries import all_forms

from diplomacy_nlp import ActorKind

FILES = ("metonyms", "organisations", "lands")


@pytest.mark.parametrize(
    ("text", "country", "sort"),
    [
        ("Russia", "RUS", "name"),
        ("Congolese", "COD", "demonym"),
        ("Kiev", "UKR", "capital"),
        ("Türkiye", "TUR", "name"),
        ("Saudis", "SAU", "people"),
        ("Kosovo", "XKX", "name"),
        ("Bogota", "COL", "capital"),
        ("Viet Nam", "VNM", "name"),
    ],
)
def test_forms(text, country, sort):
    form = next(f for f in countries.all_forms() if f.text == text)
    assert (form.country, form.sort) == (country, sort)


def test_forms_that_mean_something_else_are_left_out():
    texts = {f.text for f in countries.all_forms()}
    assert not texts & {"Brussels", "Jersey", "Male"}


def test_usual_names():
    assert [countries.usual_name(c) for c in ("GBR", "SYR", "KOR", "BIH")] == [
        "Britain",
        "Syria",
        "South Korea",
        "Bosnia and Herzegovina",
    ]


def test_every_table_reads():
    assert all(len(read()) > 90 for read in (tables.titles, tables.nouns, tables.office_holders))
    assert [len(tables.listed(file)) > 20 for file in FILES] == [True] * 3


@pytest.mark.parametrize("file", ["word_classes", "pronouns"])
def test_every_list_of_words_is_asked_for(file):
    code = "".join(path.read_text(encoding="utf-8") for path in Path(tables.__file__).parent.rglob("*.py"))
    lists = tables.word_lists_of(file)
    assert len(lists) > 5
    assert [name for name in lists if f'"{name}"' not in code] == []


def test_nouns_point_back_to_kinds_that_there_are():
    assert set(tables.word_lists_of("anaphors")) <= set(ActorKind)


def test_every_country_of_the_tables_is_one():
    known = {f.country for f in countries.all_forms()}
    named = {line.country for file in FILES for line in tables.listed(file)}
    named |= {h.country for h in tables.office_holders().values()}
    assert named - {None} <= known


def test_every_wikidata_id_is_of_one_actor_of_the_tables():
    ids = tables.wikidata_ids()
    assert all(re.fullmatch("Q[1-9][0-9]*", value) for value in ids.values())
    names = {f.country for f in countries.all_forms()} | {h.name for h in tables.office_holders().values()}
    names |= {line.name for file in FILES for line in tables.listed(file)}
    assert set(ids) <= names
    assert len(set(ids.values())) == len(ids)


def test_terms_begin_before_they_end():
    for holder in set(tables.office_holders().values()):
        assert not (holder.since and holder.until) or holder.since < holder.until


def test_import_reads_no_library():
    heavy = "('pycountry', 'babel', 'countryinfo', 'stanza', 'torch')"
    code = f"import sys, diplomacy_nlp_actors; print([m for m in sys.modules if m in {heavy}])"
    command = [sys.executable, "-c", code]
    out = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 (our own code)
    assert out.stdout.strip() == "[]"


def test_options_are_checked():
    with pytest.raises(ValueError, match="pronouns"):
        Actors(pronouns="yes")


def test_every_first_name_is_mens_or_womens():
    assert set(tables.first_name_genders().values()) == {"m", "f"}


def test_every_city_lies_in_a_country_that_is_known():
    assert tables.cities()["arequipa"] == "PER"
    assert set(tables.cities().values()) <= {form.country for form in all_forms()}
