"""Irregular verbs, of which a treebank of this size lacks forms: lemma, past tense, past participle."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["irregular_forms"]

_VERBS = """
abide abode abode; arise arose arisen; awake awoke awoken; bear bore borne; beat beat beaten; befall befell befallen
beget begot begotten; begin began begun; behold beheld beheld; bend bent bent; beseech besought besought
beset beset beset; bestride bestrode bestridden; betake betook betaken; bid bade bidden; bind bound bound
bite bit bitten; bleed bled bled; blow blew blown; break broke broken; breed bred bred; bring brought brought
build built built; burn burnt burnt; buy bought bought; catch caught caught; choose chose chosen; cling clung clung
come came come; creep crept crept; deal dealt dealt; dig dug dug; draw drew drawn; dream dreamt dreamt
drink drank drunk; drive drove driven; dwell dwelt dwelt; eat ate eaten; fall fell fallen; feed fed fed; feel felt felt
fight fought fought; find found found; flee fled fled; fling flung flung; fly flew flown; forbear forbore forborne
forbid forbade forbidden; forego forewent foregone; foresee foresaw foreseen; foretell foretold foretold
forget forgot forgotten; forgive forgave forgiven; forgo forwent forgone; forsake forsook forsaken
forswear forswore forsworn; freeze froze frozen; get got gotten; give gave given; go went gone; grind ground ground
grow grew grown; hang hung hung; hear heard heard; hide hid hidden; hold held held; interweave interwove interwoven
keep kept kept; kneel knelt knelt; know knew known; lay laid laid; lead led led; lean leant leant; leap leapt leapt
learn learnt learnt; leave left left; lend lent lent; light lit lit; lose lost lost; make made made; mean meant meant
meet met met; mislead misled misled; misspeak misspoke misspoken; mistake mistook mistaken
misunderstand misunderstood misunderstood; outdo outdid outdone; outgrow outgrew outgrown; outsell outsold outsold
overcome overcame overcome; overdo overdid overdone; overhear overheard overheard; override overrode overridden
oversee oversaw overseen; overtake overtook overtaken; overthrow overthrew overthrown; partake partook partaken
pay paid paid; rebuild rebuilt rebuilt; redo redid redone; redraw redrew redrawn; remake remade remade
repay repaid repaid; resell resold resold; rethink rethought rethought; retake retook retaken; retell retold retold
rewrite rewrote rewritten; ride rode ridden; ring rang rung; rise rose risen; run ran run; say said said; see saw seen
seek sought sought; sell sold sold; send sent sent; shake shook shaken; shine shone shone; shoot shot shot
show showed shown; shrink shrank shrunk; sing sang sung; sink sank sunk; sit sat sat; slay slew slain; sleep slept slept
slide slid slid; sling slung slung; slink slunk slunk; smell smelt smelt; speak spoke spoken; speed sped sped
spell spelt spelt; spend spent spent; spill spilt spilt; spin spun spun; spit spat spat; spoil spoilt spoilt
spring sprang sprung; stand stood stood; steal stole stolen; stick stuck stuck; sting stung stung; stink stank stunk
stride strode stridden; strike struck stricken; string strung strung; strive strove striven; swear swore sworn
sweep swept swept; swell swelled swollen; swim swam swum; swing swung swung; take took taken; teach taught taught
tear tore torn; tell told told; think thought thought; throw threw thrown; tread trod trodden
undergo underwent undergone; understand understood understood; undertake undertook undertaken; undo undid undone
unwind unwound unwound; uphold upheld upheld; wake woke woken; wear wore worn; weave wove woven; weep wept wept
win won won; wind wound wound; withdraw withdrew withdrawn; withhold withheld withheld; withstand withstood withstood
wring wrung wrung; write wrote written
"""
_LEMMAS_TOO = {"wound", "ground", "found", "bound", "saw", "lay", "fell", "left", "felt", "lit", "bore"}


def irregular_forms() -> Iterator[tuple[str, str]]:
    """Each form and its lemma, but for forms that are lemmas of other verbs as well ("wound", "found")."""
    for verb in _VERBS.replace("\n", ";").split(";"):
        if not verb:
            continue
        lemma, *forms = verb.split()
        for form in forms:
            if form not in _LEMMAS_TOO and form != lemma:
                yield form, lemma
