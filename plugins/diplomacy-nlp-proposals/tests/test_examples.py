"""Invented sentences of diplomatic news and what is proposed in them, parsed by the real models."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from diplomacy_nlp_proposals.find import find_proposals

from diplomacy_nlp import Annotation, Article, Mode, Proposal, Status

Parse = Callable[[str], tuple[Article, Annotation]]
Expected = tuple[str, str, str]

# text, then for each proposal: proposers ("+" between two, "" for unknown), kind, words that its content holds
VERBS: list[tuple[str, list[Expected]]] = [
    ("Norway has proposed holding a donor conference in Oslo.", [("Norway", "proposal", "holding a donor conference")]),
    ("Kenya proposed that the two armies pull back from the border.", [("Kenya", "proposal", "two armies pull back")]),
    ("Turkey offered to mediate between the two governments.", [("Turkey", "offer", "mediate")]),
    ("Qatar offered Sudan emergency loans on Tuesday.", [("Qatar", "offer", "emergency loans")]),
    ("The minister suggested postponing the vote.", [("minister", "proposal", "postponing the vote")]),
    (
        "Brazil suggested that a joint commission should study the dam.",
        [("Brazil", "proposal", "joint commission should study")],
    ),
    ("Canada called for an independent inquiry.", [("Canada", "request", "an independent inquiry")]),
    ("Pope Francis called on both sides to lay down their arms.", [("Francis", "request", "lay down their arms")]),
    ("Japan urged North Korea to return to the talks.", [("Japan", "request", "return to the talks")]),
    ("India demanded that Pakistan hand over the suspects.", [("India", "demand", "hand over the suspects")]),
    ("Serbia demanded the withdrawal of the police unit.", [("Serbia", "demand", "the withdrawal of the police unit")]),
    (
        "The king invited the rival leaders to attend a summit in Amman.",
        [("king", "invitation", "attend a summit in Amman")],
    ),
    ("Georgia asked the European Union to send observers.", [("Georgia", "request", "send observers")]),
    ("Armenia has requested an urgent meeting of the Council.", [("Armenia", "request", "an urgent meeting")]),
    (
        "The secretary-general appealed to donors to restore the funding.",
        [("secretary-general", "request", "restore the funding")],
    ),
    ("Chile appealed for calm and for a return to dialogue.", [("Chile", "request", "calm")]),
    ("Berlin is pressing for a maritime truce.", [("Berlin", "proposal", "a maritime truce")]),
    ("Several senators pushed for tougher sanctions on Belarus.", [("senators", "proposal", "tougher sanctions")]),
    ("The commission recommended lifting the embargo.", [("commission", "proposal", "lifting the embargo")]),
    ("Tehran insisted that the inspectors should leave by Friday.", [("Tehran", "demand", "inspectors should leave")]),
    ("The envoy advocated a phased withdrawal.", [("envoy", "proposal", "a phased withdrawal")]),
    ("Hungary and Slovakia urged Brussels to delay the ban.", [("Hungary+Slovakia", "request", "delay the ban")]),
    ("Egypt floated the idea of a week-long pause.", [("Egypt", "proposal", "a week-long pause")]),
    ("Peru is asking for an extension of the deadline.", [("Peru", "request", "an extension of the deadline")]),
    ("A ceasefire was proposed by Egypt.", [("Egypt", "proposal", "A ceasefire")]),
    ("Kyrgyzstan was urged by Moscow to reopen the crossing.", [("Moscow", "request", "reopen the crossing")]),
    (
        "The Philippines, which had proposed joint patrols, withdrew from the drill.",
        [("Philippines", "proposal", "joint patrols")],
    ),
    ("Russia must withdraw its ships, the Swedish premier said.", [("premier", "demand", "withdraw its ships")]),
    ("Tunisia said Libya must release the fishermen.", [("Tunisia", "demand", "release the fishermen")]),
    ("The rebels, demanding autonomy, blocked the only road.", [("rebels", "demand", "autonomy")]),
    ("Cyprus has pressured Lebanon to stop the boats.", [("Cyprus", "demand", "stop the boats")]),
    (
        "London and Dublin are pushing Belfast's parties to restore the assembly.",
        [("London+Dublin", "proposal", "restore")],
    ),
    ("The African Union urged restraint.", [("The African Union", "request", "restraint")]),
    (
        "Cambodia sought mediation by the court, but Thailand insisted that the dispute be settled bilaterally.",
        [("Cambodia", "request", "mediation by the court"), ("Thailand", "demand", "the dispute be settled")],
    ),
    (
        "The opposition demanded new elections; the government offered a partial recount instead.",
        [("opposition", "demand", "new elections"), ("government", "offer", "a partial recount")],
    ),
    (
        "The ambassador said that a swap of prisoners had been proposed through Omani mediators.",
        [("", "proposal", "a swap of prisoners")],
    ),
    (
        "Iran threatened to leave the accord unless Europe lifted the oil embargo.",
        [("Iran", "demand", "Europe lifted the oil embargo")],
    ),
    (
        "The junta was asked by the regional bloc to set a date for elections.",
        [("the regional bloc", "request", "set a date for elections")],
    ),
    (
        "Finland asked that its request be considered in June.",
        [("Finland", "request", "its request be considered in June")],
    ),
]

NOUNS: list[tuple[str, list[Expected]]] = [
    ("Macron's proposal for a European army met with silence.", [("Macron", "proposal", "a European army")]),
    ("Washington rejected their demand for a prisoner swap.", [("their", "demand", "a prisoner swap")]),
    (
        "Diplomats discussed a plan put forward by Paris to divide the city.",
        [("Paris", "proposal", "divide the city")],
    ),
    ("Sudan's army welcomed a proposal by Ethiopia to host talks.", [("Ethiopia", "proposal", "host talks")]),
    ("Vietnam submitted a draft resolution on fishing rights.", [("Vietnam", "proposal", "fishing rights")]),
    (
        "The draft resolution tabled by Malta demands an immediate truce.",
        [("Malta", "proposal", "an immediate truce")],
    ),
    ("The general issued an ultimatum to the rebels.", [("general", "demand", "")]),
    ("Pakistan turned down an offer from China to build the port.", [("China", "offer", "build the port")]),
    ("Ankara renewed its call for a no-fly zone.", [("Ankara", "request", "a no-fly zone")]),
    (
        "Spain presented a roadmap that envisages elections within a year.",
        [("Spain", "proposal", "elections within a year")],
    ),
    (
        "The junta ignored an appeal from Thailand to free the journalists.",
        [("Thailand", "request", "free the journalists")],
    ),
    ("He accepted an invitation to visit Havana.", [("", "invitation", "visit Havana")]),
    (
        "A peace plan drafted by Kenya and South Africa would disarm the militias.",
        [("Kenya+South Africa", "proposal", "disarm the militias")],
    ),
    (
        "Azerbaijan criticised the initiative, which France had launched in May.",
        [("France", "proposal", "")],
    ),
    ("Sudan's generals ignored repeated calls for a humanitarian pause.", [("", "request", "a humanitarian pause")]),
    (
        "The minister dismissed as unrealistic a suggestion by Warsaw that troops should guard the convoys.",
        [("Warsaw", "proposal", "troops should guard the convoys")],
    ),
    (
        "Swiss diplomats are floating a plan under which the frozen assets would pay for reconstruction.",
        [("Swiss diplomats", "proposal", "the frozen assets would pay for reconstruction")],
    ),
    (
        "Beijing's 12-point plan calls for an end to hostilities and the resumption of peace talks.",
        [("Beijing", "proposal", "an end to hostilities and the resumption of peace talks")],
    ),
    (
        "Bahrain and Kuwait backed Saudi Arabia's call for lower output.",
        [("Saudi Arabia", "request", "lower output")],
    ),
    (
        "A bill that would recognise the breakaway region was introduced by the ruling party.",
        [("the ruling party", "proposal", "recognise the breakaway region")],
    ),
    (
        "The draft treaty, proposed by Fiji and Vanuatu, would ban new coal mines.",
        [("Fiji+Vanuatu", "proposal", "ban new coal mines")],
    ),
    (
        "A 60-day ceasefire put forward by Qatar has been on the table since March.",
        [("Qatar", "proposal", "A 60-day ceasefire")],
    ),
    ("The request by Haiti for peacekeepers is before the Council.", [("Haiti", "request", "peacekeepers")]),
]

NOTHING = [
    "The finance minister promised to publish the figures.",
    "Both delegations will continue the negotiations in Vienna.",
    "She plans to visit Lima next week.",
    "Reporters asked about the missing aircraft.",
    "He offered no evidence for the claim.",
    "Portugal did not propose a new deadline.",
    "The treaty, in force since 1968, bans such tests.",
    "The spokesman asked whether the border was open.",
    "Demand for oil fell sharply in the spring.",
    "The figures suggest that exports are falling.",
    "The president had a phone call with the chancellor.",
    "Iceland refused to offer any concession.",
    "The invited guests left the hall early.",
    "The court of appeal will rule in June.",
    "The company offers flights to Athens.",
    "The president did not repeat his call for the sanctions to be lifted.",
    "The two sides brokered a truce that still holds.",
    "He was asked to explain the delay.",
    "The envoy missed three calls by the minister.",
    "The ministry did not answer a request seeking comment.",
    "The union rejected the new pension plan.",
    "There are no plans to reopen the embassy.",
    "Anyone wanting to visit the island needs a visa.",
    "The peace talks resumed in Geneva on Monday, and a second round is planned.",
]

TEXTS: list[tuple[str, list[Expected]]] = [
    # the content stands elsewhere than beside the cue
    ("The governor unveiled a plan on Wednesday to cut tolls.", [("governor", "proposal", "cut tolls")]),
    # a time or an aside between the cue and the rest
    ("The president asked Congress on Monday to lift the ban.", [("president", "request", "lift the ban")]),
    ("The letter calls for their number to be doubled.", [("", "request", "their number to be doubled")]),
    ("Washington wants the ban to cover insurance.", [("Washington", "request", "cover insurance")]),
    (
        "Kenya offered the rebels a seat in the assembly.",
        [("Kenya", "offer", "a seat in the assembly")],
    ),
    # a paper is what somebody proposed; a demonym is its owner
    (
        "Indonesia proposed a moratorium on strikes. Thailand accepted the Indonesian formula.",
        [("Indonesia", "proposal", "a moratorium on strikes")],
    ),
    (
        "The commission has proposed a duty on steel. The draft regulation would take effect in July. Spain welcomed "
        "the draft.",
        [("commission", "proposal", "a duty on steel")],
    ),
    (
        "Mayors demanded that the Senate vote by May and accused the governor of delay.",
        [("Mayors", "demand", "the Senate vote by May")],
    ),
    # who stands behind a text that nobody is said to have put forward
    ("Chad has since withdrawn an offer to send observers.", [("Chad", "offer", "send observers")]),
    (
        "Oman has proposed a meeting of the two foreign ministers, a step that Yemen welcomed. The initiative follows "
        "months of silence.",
        [("Oman", "proposal", "a meeting of the two foreign ministers")],
    ),
    (
        "Bolivia put forward a plan for shared water rights in 2019. Chile dismissed the plan. The proposal was never "
        "adopted.",
        [("Bolivia", "proposal", "shared water rights")],
    ),
    (
        "Ghana offered to send police officers. Togo demanded a public apology. The offer was accepted, but the demand "
        "was ignored.",
        [("Ghana", "offer", "send police officers"), ("Togo", "demand", "a public apology")],
    ),
    (
        "Ministers in Tallinn studied a French proposal and a German proposal. The French proposal would cut fishing "
        "quotas. The German proposal would keep them.",
        [("French", "proposal", "cut fishing quotas"), ("German", "proposal", "keep them")],
    ),
    (
        "The European Commission tabled a compromise on fishing quotas. Under the compromise, Norway would cut its "
        "catch. The proposal was rejected by the Faroe Islands, but Iceland said it would study the text.",
        [("European Commission", "proposal", "fishing quotas")],
    ),
    (
        "Ecuador's president suggested a meeting in Bogota, an idea that his Peruvian counterpart called premature.",
        [("Ecuador's president", "proposal", "a meeting in Bogota")],
    ),
    (
        "Zambia's creditors offered to restructure the debt over 20 years. Lusaka welcomed the offer.",
        [("Zambia's creditors", "offer", "restructure the debt over 20 years")],
    ),
    (
        "Denmark urged Iceland to lift the tariff. The prime minister said that his government was ready. Iceland "
        "called the request unreasonable.",
        [("Denmark", "request", "lift the tariff")],
    ),
]


def found(parse: Parse, text: str) -> tuple[Article, tuple[Proposal, ...]]:
    article, annotation = parse(text)
    return article, find_proposals(article, annotation, (), ())


def words(article: Article, proposal: Proposal) -> str:
    return " … ".join(article[span] for span in proposal.content)


def fits(article: Article, proposal: Proposal, expected: Expected) -> bool:
    proposers, kind, content = expected
    names = [name for name in proposers.split("+") if name]
    linked = [article[link.span] for link in proposal.proposers if link.span]
    right = len(names) == len(linked) and all(n in w for n, w in zip(names, linked, strict=True))
    return right and proposal.kind == kind and content in words(article, proposal)


def as_seen(article: Article, proposals: tuple[Proposal, ...]) -> list[Expected]:
    """For the message of a failed test."""
    return [
        ("+".join(article[link.span] for link in p.proposers if link.span), str(p.kind), words(article, p))
        for p in proposals
    ]


@pytest.mark.parametrize(("text", "expected"), VERBS + NOUNS + TEXTS, ids=lambda value: str(value)[:40])
def test_proposals_are_found(parse: Parse, text: str, expected: list[Expected]) -> None:
    article, proposals = found(parse, text)
    right = len(proposals) == len(expected) and all(
        fits(article, p, e) for p, e in zip(proposals, expected, strict=True)
    )
    assert right, as_seen(article, proposals)


@pytest.mark.parametrize("text", NOTHING)
def test_what_nobody_is_asked_to_take_up_is_no_proposal(parse: Parse, text: str) -> None:
    article, proposals = found(parse, text)
    assert as_seen(article, proposals) == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("A draft accord, discussed in May but never finalised, would have opened the pass.", Status.LAPSED),
        ("Belgrade withdrew its proposal in April.", Status.WITHDRAWN),
        ("Uzbekistan's plan to divert the river has been superseded by a joint scheme.", Status.SUPERSEDED),
        ("Malaysia tabled a motion condemning the strikes. The motion was adopted by 120 votes to 9.", Status.ACCEPTED),
        ("Tokyo's offer of a loan was turned down in 2011.", Status.REJECTED),
        ("Tokyo's offer of a loan was turned down by the cabinet.", None),  # a reaction: for the core to settle
        ("Tokyo's offer of a loan may be turned down.", None),
        ("Kenya proposed that the two armies pull back.", None),
        ("The Arab initiative to rebuild the port was never implemented.", Status.LAPSED),
        ("The Arab initiative to rebuild the port has not been implemented.", None),  # it may be yet
        ("A Danish offer to host the talks came to nothing.", Status.LAPSED),
        ("A Danish plan to share the islands never got beyond a committee.", Status.LAPSED),
        ("A bill to close the port passed in May.", Status.ACCEPTED),
        ("A Danish offer to host the talks will lapse in June.", None),
    ],
)
def test_status_is_what_the_text_says_without_reactors(parse: Parse, text: str, status: Status | None) -> None:
    _, proposals = found(parse, text)
    assert [p.status for p in proposals] == [status]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        (
            "Oman has proposed a summit, a step that Yemen welcomed. The initiative is months old.",
            ["a step", "The initiative"],
        ),
        ("Bolivia put forward a plan to share the river. Chile dismissed the plan.", ["a plan", "the plan"]),
        (
            "Chad offered to host the talks. The two armies accepted the offer, but the proposal lapsed.",
            ["the offer", "the proposal"],
        ),
        ("Greece demanded an apology. The demand was ignored.", ["The demand"]),
        ("Kenya suggested a review of the law. The suggestion was accepted.", ["The suggestion"]),
        (
            "A peace plan by Cuba would free all hostages. Peru rejected the peace plan.",
            ["A peace plan", "the peace plan"],
        ),
    ],
)
def test_later_words_for_a_proposal_are_its_mentions(parse: Parse, text: str, mentions: list[str]) -> None:
    article, proposals = found(parse, text)
    assert [[article[m] for m in p.mentions] for p in proposals] == [mentions]


@pytest.mark.parametrize(
    ("text", "addressees"),
    [
        ("Japan urged North Korea to return to the talks.", ["North Korea"]),
        ("Pope Francis called on both sides to lay down their arms.", ["both sides"]),
        ("Kyrgyzstan was urged by Moscow to reopen the crossing.", ["Kyrgyzstan"]),
        ("Washington demanded that Hamas release the hostages.", ["Hamas"]),
        ("Hungary urged Slovakia and Austria to delay the ban.", ["Slovakia", "Austria"]),
    ],
)
def test_addressees_are_those_who_are_asked(parse: Parse, text: str, addressees: list[str]) -> None:
    article, (proposal,) = found(parse, text)
    assert [article[link.span] for link in proposal.addressees if link.span] == addressees


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("The union shelved a 2015 draft agreement on visas.", "2015"),
        ("Turkey proposed a summit on Tuesday.", "Tuesday"),
        ("Turkey proposed a summit in March.", "March"),
        ("Turkey proposed a summit.", None),
        ("Turkey proposed a 60-day truce.", None),
    ],
)
def test_a_time_expression_dates_the_proposal(parse: Parse, text: str, date: str | None) -> None:
    article, (proposal,) = found(parse, text)
    assert (article[proposal.date] if proposal.date else None) == date


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Turkey proposed a summit.", None),
        ("Turkey will propose a summit.", Mode.FUTURE),
        ("Turkey would propose a summit.", Mode.HYPOTHETICAL),
    ],
)
def test_mode_is_that_of_the_cue(parse: Parse, text: str, mode: Mode | None) -> None:
    _, (proposal,) = found(parse, text)
    assert proposal.mode == mode


def test_cue_of_a_verb_has_its_auxiliaries_and_preposition(parse: Parse) -> None:
    text = (
        "Norway has proposed holding a vote. Canada called for an inquiry. Bolivia put forward a plan to share a river."
    )
    article, proposals = found(parse, text)
    assert [article[p.cue] for p in proposals] == ["has proposed", "called for", "put forward"]


def test_what_was_insisted_on_is_the_demand(parse: Parse) -> None:
    text = "Khartoum insisted that the rebels be disarmed. The rebels shrugged off the demand for a surrender."
    article, (demand,) = found(parse, text)
    assert [article[span] for span in demand.mentions] == ["the demand"]


def test_nobody_is_asked_for_nothing(parse: Parse) -> None:
    assert found(parse, "Oslo is asking nobody to capitulate.")[1] == ()


@pytest.mark.parametrize(
    "text",
    [
        "Nobody presented a plan for a truce.",
        "The bank presented a business plan to Norway.",
        "Norway launched a meal plan.",
        "Sweden made a telephone call to Norway.",
    ],
)
def test_what_is_sold_or_denied_puts_nothing_forward(parse: Parse, text: str) -> None:
    assert found(parse, text)[1] == ()


def test_a_strike_may_be_called_to_demand(parse: Parse) -> None:
    article, (demand,) = found(parse, "The unions called a strike to demand that the prices be cut.")
    assert [article[link.span] for link in demand.proposers if link.span] == ["The unions"]


def test_an_offer_to_meet_is_an_invitation_later(parse: Parse) -> None:
    article, (offer,) = found(parse, "Oslo offered to meet the signers. The signers declined the invitation.")
    assert [article[span] for span in offer.mentions] == ["the invitation"]
