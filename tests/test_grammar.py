"""Who does what to whom, and how far it holds: on plain sentences as parsed, and on trees made by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy_nlp import Actor, Annotation, Article, Certainty, Mention, Mode, Span
from diplomacy_nlp.annotation import Sentence, Word
from diplomacy_nlp.testing import make_annotation, make_article
from diplomacy_nlp.toolkit.clause import clause_of, coordinated, marked, noun_phrase
from diplomacy_nlp.toolkit.naming import Naming

Parse = Callable[[str], tuple[Article, Annotation]]


def verb(annotation: Annotation, text: str) -> Word:
    """The first word with this text."""
    return next(word for word in annotation.words if word.text == text)


def heads(words: Iterable[Word]) -> list[str]:
    return [word.text for word in words]


def tree(text: str, rows: str) -> Annotation:
    return make_annotation(make_article(text), rows)


# --- real parses: who ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "predicate", "who"),
    [
        ("Paris rejected the plan.", "rejected", ["Paris"]),
        ("The plan was rejected by Kyiv.", "rejected", ["plan"]),
        ("Norway, Spain and Italy rejected the plan.", "rejected", ["Norway", "Spain", "Italy"]),
        ("Norway welcomed the plan and rejected the treaty.", "rejected", ["Norway"]),
        ("The minister who rejected the offer resigned on Monday.", "rejected", ["minister"]),
        ("Officials backed a plan rejected by Kyiv.", "rejected", ["plan"]),
        ("Speaking in Geneva, the envoy criticised the plan.", "Speaking", ["envoy"]),
        ("The envoy was in Geneva on Monday, stressing that talks would go on.", "stressing", ["envoy"]),
        ("Canada wants to join the pact.", "join", ["Canada"]),
        ("Berlin urged Moscow to accept the deal.", "accept", ["Moscow"]),
        ("Kyiv was urged to accept the deal.", "accept", ["Kyiv"]),
        ("Canada promised Kenya to send troops.", "send", ["Canada"]),
        ("Berlin called on Kyiv to accept the deal.", "accept", ["Kyiv"]),
        ("Kyiv rejected the plan because it feared an attack.", "feared", ["it"]),
        ("Kyiv will accept the plan if Moscow withdraws.", "withdraws", ["Moscow"]),
    ],
)
def test_subjects_stated_and_understood(parse: Parse, text: str, predicate: str, who: list[str]) -> None:
    _, annotation = parse(text)
    assert heads(clause_of(annotation, verb(annotation, predicate)).subjects) == who


@pytest.mark.parametrize(
    ("text", "predicate", "by", "to"),
    [
        ("Paris rejected the plan.", "rejected", ["Paris"], ["plan"]),
        ("The plan was rejected by Kyiv.", "rejected", ["Kyiv"], ["plan"]),
        ("The plan was rejected.", "rejected", [], ["plan"]),
        ("The plan was proposed and later rejected by Kyiv.", "rejected", ["Kyiv"], ["plan"]),
        ("Officials backed a plan rejected by Kyiv.", "rejected", ["Kyiv"], ["plan"]),
        ("Officials welcomed a move that allies dismissed.", "dismissed", ["allies"], ["move"]),
        ("Berlin urged Moscow to accept the deal.", "urged", ["Berlin"], ["Moscow"]),
        ("Norway rejected the plan and the treaty.", "rejected", ["Norway"], ["plan", "treaty"]),
    ],
)
def test_agents_and_patients(parse: Parse, text: str, predicate: str, by: list[str], to: list[str]) -> None:
    _, annotation = parse(text)
    assert heads(clause_of(annotation, verb(annotation, predicate)).agents) == by
    assert heads(clause_of(annotation, verb(annotation, predicate)).patients) == to


# --- real parses: how far it holds --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "predicate", "negated"),
    [
        ("Paris rejected the plan.", "rejected", False),
        ("Paris did not reject the plan.", "reject", True),
        ("Paris didn't reject the plan.", "reject", True),
        ("Paris never rejected the plan.", "rejected", True),
        ("Paris left without rejecting the plan.", "rejecting", True),
        ("No ally has backed the plan.", "backed", True),
        ("Nobody rejected the plan.", "rejected", True),
        ("Nothing was agreed.", "agreed", True),
        ("Paris said nothing.", "said", True),
        ("Paris did not accept or reject the plan.", "reject", True),
        ("Paris did not accept the plan.", "accept", True),
        ("Paris not only rejected the plan but condemned it.", "rejected", False),
        ("Paris not only rejected the plan but condemned it.", "condemned", False),
        ("No, Paris rejected the plan.", "rejected", False),
        ("Panama demands a toll, Peru says no", "says", False),
        ("Norway welcomed the plan and rejected the treaty.", "rejected", False),
    ],
)
def test_negation(parse: Parse, text: str, predicate: str, negated: bool) -> None:
    _, annotation = parse(text)
    assert clause_of(annotation, verb(annotation, predicate)).is_negated is negated


@pytest.mark.parametrize(
    ("text", "predicate", "sure"),
    [
        ("Paris rejected the plan.", "rejected", Certainty.ASSERTED),
        ("Paris will reject the plan.", "reject", Certainty.ASSERTED),
        ("Paris may reject the plan.", "reject", Certainty.HEDGED),
        ("Paris might accept the offer.", "accept", Certainty.HEDGED),
        ("Paris reportedly rejected the plan.", "rejected", Certainty.HEDGED),
        ("Paris appeared to reject the plan.", "reject", Certainty.HEDGED),
        ("Moscow is said to back the plan.", "back", Certainty.HEDGED),
        ("Mr. Smith said that Paris rejected the plan.", "rejected", Certainty.ASSERTED),
    ],
)
def test_certainty(parse: Parse, text: str, predicate: str, sure: Certainty) -> None:
    _, annotation = parse(text)
    assert clause_of(annotation, verb(annotation, predicate)).certainty is sure


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        ("Paris rejected the plan.", "rejected", None),
        ("Paris will reject the plan.", "reject", Mode.FUTURE),
        ("Paris won't reject the plan.", "reject", Mode.FUTURE),
        ("They'll reject it.", "reject", Mode.FUTURE),
        ("Paris will meet Berlin and discuss the plan.", "discuss", Mode.FUTURE),
        ("Paris plans to reject the treaty.", "reject", Mode.FUTURE),
        ("Paris is going to reject the treaty.", "reject", Mode.FUTURE),
        ("The envoy went to meet the president.", "meet", None),
        ("Paris would reject the plan.", "reject", Mode.HYPOTHETICAL),
        ("They'd reject it.", "reject", Mode.HYPOTHETICAL),
        ("Kyiv will accept the plan if Moscow withdraws.", "withdraws", Mode.HYPOTHETICAL),
        ("Kyiv will accept the plan if Moscow withdraws.", "accept", Mode.FUTURE),
    ],
)
def test_mode(parse: Parse, text: str, predicate: str, expected: Mode | None) -> None:
    _, annotation = parse(text)
    assert clause_of(annotation, verb(annotation, predicate)).mode is expected


# --- real parses: spans -------------------------------------------------------------------------------------------


def test_a_verb_group_has_its_particle_and_its_auxiliaries_where_asked(parse: Parse) -> None:
    article, annotation = parse("Paris has turned down the offer.")
    turned = verb(annotation, "turned")
    assert article[clause_of(annotation, turned).verb_group()] == "turned down"
    assert article[clause_of(annotation, turned).verb_group(auxiliaries=True)] == "has turned down"


def test_a_noun_phrase_without_relative_clause_conjuncts_and_preposition(parse: Parse) -> None:
    article, annotation = parse("Officials welcomed a bold move that allies dismissed.")
    assert article[noun_phrase(annotation, verb(annotation, "move"))] == "a bold move"
    article, annotation = parse("The plan was rejected by Spain and Italy.")
    assert article[noun_phrase(annotation, verb(annotation, "Spain"))] == "Spain"
    assert article[noun_phrase(annotation, verb(annotation, "Italy"))] == "Italy"


# --- trees by hand: who -------------------------------------------------------------------------------------------


def test_conjuncts_stand_in_the_order_of_the_text_however_they_hang() -> None:
    annotation = tree(
        "Rome, Oslo, Bern and Riga smiled.",
        """
        Rome    Rome   PROPN  8  nsubj
        ,       ,      PUNCT  3  punct
        Oslo    Oslo   PROPN  1  conj
        ,       ,      PUNCT  5  punct
        Bern    Bern   PROPN  1  conj
        and     and    CCONJ  7  cc
        Riga    Riga   PROPN  3  conj
        smiled  smile  VERB   0  root
        """,
    )
    assert heads(coordinated(annotation, annotation.words[0])) == ["Rome", "Oslo", "Bern", "Riga"]
    assert heads(coordinated(annotation, annotation.words[2])) == ["Oslo", "Riga"]


RELATIVE = """
    Allies     ally     NOUN   2  nsubj
    backed     back     VERB   0  root
    envoys     envoy    NOUN   2  obj
    {that}
    Kyiv       Kyiv     PROPN  6  nsubj
    sent       send     VERB   3  {relation}
"""


@pytest.mark.parametrize(
    ("that", "relation"),
    [
        ("that that PRON 6 obj PronType=Rel", "acl:relcl"),
        ("that that SCONJ 6 mark PronType=Rel", "acl"),  # the parser's slips
        ("that that PRON 6 nsubj PronType=Rel", "acl:relcl"),
    ],
)
def test_the_gap_of_a_relative_clause_is_its_patient(that: str, relation: str) -> None:
    annotation = tree("Allies backed envoys that Kyiv sent.", RELATIVE.format(that=that, relation=relation))
    sent = annotation.words[5]
    assert heads(clause_of(annotation, sent).subjects) == heads(clause_of(annotation, sent).agents) == ["Kyiv"]
    assert heads(clause_of(annotation, sent).patients) == ["envoys"]


@pytest.mark.parametrize(
    "that", ["that that PRON 3 nsubj PronType=Rel", "that that SCONJ 3 mark PronType=Rel", "that that DET 3 nsubj"]
)
def test_a_relative_pronoun_stands_for_its_noun(that: str) -> None:
    annotation = tree("envoys that left", f"envoys envoy NOUN 0 root\n{that}\nleft leave VERB 1 acl:relcl")
    assert heads(clause_of(annotation, annotation.words[2]).subjects) == ["envoys"]


def test_a_relative_pronoun_stands_for_all_of_a_coordinated_antecedent() -> None:
    annotation = tree(
        "Rome and Oslo, which left",
        """
        Rome   Rome   PROPN  0  root
        and    and    CCONJ  3  cc
        Oslo   Oslo   PROPN  1  conj
        ,      ,      PUNCT  6  punct
        which  which  PRON   6  nsubj  PronType=Rel
        left   leave  VERB   1  acl:relcl
        """,
    )
    assert heads(clause_of(annotation, annotation.words[5]).subjects) == ["Rome", "Oslo"]


def test_a_demonstrative_is_no_relative_pronoun() -> None:
    annotation = tree(
        "Envoys who said that was wrong",
        """
        Envoys  envoy  NOUN  0  root
        who     who    PRON  3  nsubj  PronType=Rel
        said    say    VERB  1  acl:relcl
        that    that   PRON  6  nsubj  PronType=Dem
        was     be     AUX   6  cop
        wrong   wrong  ADJ   3  ccomp
        """,
    )
    assert heads(clause_of(annotation, annotation.words[5]).subjects) == ["that"]
    assert heads(clause_of(annotation, annotation.words[2]).subjects) == ["Envoys"]


def test_a_willingness_to_act_is_its_owners() -> None:
    annotation = tree(
        "Oslo and Rome's plans to leave",
        """
        Oslo   Oslo   PROPN  5  nmod:poss
        and    and    CCONJ  3  cc
        Rome   Rome   PROPN  1  conj
        's     's     PART   1  case
        plans  plan   NOUN   0  root
        to     to     PART   7  mark
        leave  leave  VERB   5  acl  VerbForm=Inf
        """,
    )
    assert heads(clause_of(annotation, annotation.words[6]).subjects) == ["Oslo", "Rome"]


@pytest.mark.parametrize(
    ("noun", "preposition", "who"),
    [("call", "on", "Kyiv"), ("demand", "for", "Kyiv"), ("call", "in", "Oslo"), ("trip", "to", "Oslo")],
)
def test_a_call_on_somebody_to_act(noun: str, preposition: str, who: str) -> None:
    annotation = tree(
        f"Oslo's {noun} {preposition} Kyiv to leave",
        f"""
        Oslo           Oslo           PROPN  3  nmod:poss
        's             's             PART   1  case
        {noun}         {noun}         NOUN   0  root
        {preposition}  {preposition}  ADP    5  case
        Kyiv           Kyiv           PROPN  3  nmod
        to             to             PART   7  mark
        leave          leave          VERB   3  acl  VerbForm=Inf
        """,
    )
    assert heads(clause_of(annotation, annotation.words[6]).subjects) == [who]


@pytest.mark.parametrize(
    ("lemma", "preposition", "mark", "who"),
    [
        ("appeal", "to", "to", "Kyiv"),
        ("push", "for", "to", "Kyiv"),
        ("travel", "to", "to", "Oslo"),  # a purpose is the traveller's
        ("call", "on", "before", "Oslo"),
    ],
)
def test_somebody_asked_by_a_preposition(lemma: str, preposition: str, mark: str, who: str) -> None:
    annotation = tree(
        f"Oslo {lemma}s {preposition} Kyiv {mark} leave",
        f"""
        Oslo           Oslo           PROPN  2  nsubj
        {lemma}s       {lemma}        VERB   0  root
        {preposition}  {preposition}  ADP    4  case
        Kyiv           Kyiv           PROPN  2  obl
        {mark}         {mark}         PART   6  mark
        leave          leave          VERB   2  advcl  VerbForm=Inf
        """,
    )
    assert heads(clause_of(annotation, annotation.words[5]).subjects) == [who]


def test_a_participle_before_its_clause_is_passive() -> None:
    annotation = tree(
        "Backed by Rome, the draft passed",
        """
        Backed  back   VERB   7  advcl  Tense=Past|VerbForm=Part
        by      by     ADP    3  case
        Rome    Rome   PROPN  1  obl:agent
        ,       ,      PUNCT  1  punct
        the     the    DET    6  det
        draft   draft  NOUN   7  nsubj
        passed  pass   VERB   0  root   Tense=Past|VerbForm=Fin
        """,
    )
    backed, passed = annotation.words[0], annotation.words[6]
    assert clause_of(annotation, backed).is_passive
    assert not clause_of(annotation, passed).is_passive
    assert heads(clause_of(annotation, backed).agents) == ["Rome"]
    assert heads(clause_of(annotation, backed).patients) == ["draft"]


def test_a_perfect_is_no_passive() -> None:
    annotation = tree(
        "Rome has left and rejected it",
        """
        Rome      Rome    PROPN  3  nsubj
        has       have    AUX    3  aux
        left      leave   VERB   0  root  Tense=Past|VerbForm=Part|Voice=Pass
        and       and     CCONJ  5  cc
        rejected  reject  VERB   3  conj  Tense=Past|VerbForm=Part|Voice=Pass
        it        it      PRON   5  obj
        """,
    )
    left, rejected = annotation.words[2], annotation.words[4]
    assert not clause_of(annotation, left).is_passive
    assert not clause_of(annotation, rejected).is_passive
    assert heads(clause_of(annotation, rejected).agents) == ["Rome"]
    assert heads(clause_of(annotation, rejected).patients) == ["it"]


def test_a_present_participle_after_its_noun_is_active() -> None:
    annotation = tree(
        "states backing it",
        """
        states   state  NOUN  0  root
        backing  back   VERB  1  acl  Tense=Pres|VerbForm=Part
        it       it     PRON  2  obj
        """,
    )
    assert heads(clause_of(annotation, annotation.words[1]).agents) == ["states"]
    assert heads(clause_of(annotation, annotation.words[1]).patients) == ["it"]


# --- trees by hand: how far it holds ------------------------------------------------------------------------------


SHARED = """
    Rome     Rome    PROPN  {n}  nsubj
    {aux}
    sign     sign    VERB   0  root   VerbForm=Inf
    {cc}     {cc}    CCONJ  {m}  cc
    {form}   leave   VERB   {n}  conj  VerbForm={finite}
"""


def shared(auxiliaries: str, cc: str, form: str, finite: str) -> tuple[Annotation, Word]:
    n = 2 + len(auxiliaries.split())
    aux = "\n".join(f"{a} {a} AUX {n} {'advmod' if a == 'not' else 'aux'}" for a in auxiliaries.split())
    rows = SHARED.format(n=n, m=n + 2, aux=aux, cc=cc, form=form, finite=finite)
    annotation = tree(f"Rome {auxiliaries} sign {cc} {form}", rows)
    return annotation, annotation.words[-1]


@pytest.mark.parametrize(
    ("auxiliaries", "cc", "form", "finite", "expected"),
    [
        ("will not", "or", "leave", "Inf", (True, Certainty.ASSERTED, Mode.FUTURE)),
        ("may", "and", "leave", "Inf", (False, Certainty.HEDGED, None)),
        ("would", "and", "leave", "Inf", (False, Certainty.ASSERTED, Mode.HYPOTHETICAL)),
        ("will not", "but", "leave", "Inf", (False, Certainty.ASSERTED, Mode.FUTURE)),
        ("will not", "and", "leaves", "Fin", (False, Certainty.ASSERTED, None)),
        ("may not", ",", "leaving", "Part", (False, Certainty.ASSERTED, None)),
    ],
)
def test_coordinated_verbs_share_auxiliaries_as_far_as_they_cannot_stand_alone(
    auxiliaries: str, cc: str, form: str, finite: str, expected: tuple[bool, Certainty, Mode | None]
) -> None:
    annotation, leave = shared(auxiliaries, cc, form, finite)
    found = clause_of(annotation, leave)
    assert (found.is_negated, found.certainty, found.mode) == expected


def test_neither_and_nor_deny_both_verbs() -> None:
    annotation = tree(
        "Rome neither signed nor left",
        """
        Rome     Rome     PROPN  3  nsubj
        neither  neither  CCONJ  3  cc:preconj
        signed   sign     VERB   0  root  VerbForm=Fin
        nor      nor      CCONJ  5  cc
        left     leave    VERB   3  conj  VerbForm=Fin
        """,
    )
    assert clause_of(annotation, annotation.words[2]).is_negated
    assert clause_of(annotation, annotation.words[4]).is_negated


def test_neither_of_two_subjects() -> None:
    annotation = tree(
        "Neither Rome nor Oslo left",
        """
        Neither  neither  CCONJ  2  cc:preconj
        Rome     Rome     PROPN  5  nsubj
        nor      nor      CCONJ  4  cc
        Oslo     Oslo     PROPN  2  conj
        left     leave    VERB   0  root
        """,
    )
    assert clause_of(annotation, annotation.words[4]).is_negated


# --- trees by hand: shapes ----------------------------------------------------------------------------------------


def test_what_marks_a_word() -> None:
    annotation = tree(
        "According to Rome's envoy",
        """
        According  accord  VERB   5  case
        to         to      ADP    1  fixed
        Rome       Rome    PROPN  5  nmod:poss
        's         's      PART   3  case
        envoy      envoy   NOUN   0  root
        """,
    )
    assert marked(annotation, annotation.words[4]) == "according to"
    assert marked(annotation, annotation.words[2]) == ""


def test_a_particle_far_away_is_no_part_of_the_verb_group() -> None:
    article = make_article("turned the offer from Rome down")
    annotation = make_annotation(
        article,
        """
        turned  turn   VERB   0  root
        the     the    DET    3  det
        offer   offer  NOUN   1  obj
        from    from   ADP    5  case
        Rome    Rome   PROPN  3  nmod
        down    down   ADP    1  compound:prt
        """,
    )
    assert article[clause_of(annotation, annotation.words[0]).verb_group()] == "turned"


# --- whatever the parser gives ------------------------------------------------------------------------------------

RELATIONS = ["nsubj", "nsubj:pass", "obj", "obl", "acl", "acl:relcl", "advcl", "conj", "cc", "xcomp", "ccomp", "flat"]
RELATIONS += ["csubj", "mark", "case", "aux", "aux:pass", "advmod", "det", "nmod", "compound:prt", "appos", "root"]
LEMMAS = ["say", "call", "on", "to", "by", "who", "that", "not", "no", "neither", "may", "will", "if", "Rome", "only"]
FORMS = ["", "VerbForm=Inf", "VerbForm=Part|Tense=Past", "VerbForm=Part|Tense=Pres", "VerbForm=Fin", "PronType=Rel"]


@st.composite
def odd_trees(draw: st.DrawFn) -> Annotation:
    """Trees in which any word hangs on any other by any relation."""
    size = draw(st.integers(1, 9))
    order = draw(st.permutations(range(1, size + 1)))
    above = {n: draw(st.sampled_from([0, *order[:place]])) for place, n in enumerate(order)}
    words, at = [], 0
    for n in range(1, size + 1):
        lemma = draw(st.sampled_from(LEMMAS))
        words.append(
            Word(
                id=n,
                text=lemma,
                span=Span(at, at + len(lemma)),
                lemma=lemma,
                upos=draw(st.sampled_from(["VERB", "NOUN", "PRON", "AUX", "ADJ", "PUNCT", "SCONJ"])),
                head=above[n],
                deprel=draw(st.sampled_from(RELATIONS)),
                feats=draw(st.sampled_from(FORMS)),
            )
        )
        at += len(lemma) + 1
    return Annotation(sentences=[Sentence(span=Span(0, at - 1), words=words)])


@given(odd_trees())
def test_every_question_has_an_answer_on_every_tree(annotation: Annotation) -> None:
    inside = annotation.sentences[0].span
    some = Actor(name="x", kind="group", id="a1", mentions=[Mention(span=annotation.words[0].span)])
    for word in annotation.words:
        clause = clause_of(annotation, word)
        for found in (clause.conjuncts, clause.subjects, clause.agents, clause.patients):
            assert len(set(found)) == len(found)
            assert set(found) <= set(annotation.words)
        assert inside.contains(clause.verb_group())
        assert inside.contains(noun_phrase(annotation, word))
        assert isinstance(clause.is_passive, bool)
        assert isinstance(clause.is_negated, bool)
        assert clause.certainty in Certainty
        assert clause.mode in (None, *Mode)
    links = Naming(annotation, [some]).links_to(annotation.words)
    assert len({link.id or link.span for link in links}) == len(links)


@pytest.mark.parametrize("relation", ["conj", "xcomp", "ccomp", "advcl", "acl"])
def test_a_chain_of_thousands_is_followed_to_its_end(relation: str) -> None:
    size = 5000
    words = [
        Word(
            id=n,
            text="met",
            span=Span(4 * n, 4 * n + 3),
            lemma="meet",
            upos="VERB",
            head=n - 1,
            deprel=relation if n > 1 else "root",
            feats="VerbForm=Part|Tense=Past",
        )
        for n in range(1, size + 1)
    ]
    annotation = Annotation(sentences=[Sentence(span=Span(4, 4 * size + 3), words=words)])
    last = annotation.words[-1]
    assert len(coordinated(annotation, words[0])) == (size if relation == "conj" else 1)
    assert clause_of(annotation, last).subjects == clause_of(annotation, last).patients == ()
    assert not clause_of(annotation, last).is_negated
    assert clause_of(annotation, last).mode is None
