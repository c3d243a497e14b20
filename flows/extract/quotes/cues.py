"""The words that attribute: which verbs, nouns and adjectives tell that somebody said or thought something, and how they take it.

The classes of verbs follow Levin, *English Verb Classes and Alternations* (1993), and VerbNet's extension of it (Kipper et al. 2008;
numbers below are VerbNet's), the constructions Quirk et al., *A Comprehensive Grammar of the English Language* (1985), 14.28–14.35
(reporting verbs) and 16.30–16.63 (factual, suasive and emotive verbs). A verb stands under the first class it is listed in.

Constructions, as they are called here:

=============  ==============================================================================================
that           a clause: "said (that) it rained", "asked whether it rained", "said it raining …", a quotation
to             an infinitive: "promised to come"
object         a noun phrase: "rejected the plan", passive "the plan was rejected"
object_to      a noun phrase and an infinitive: "urged the council to vote", passive "is expected to vote"
asked_to       an infinitive without the one who is to do it: "told them to wait"
rest           whatever follows up to the end of the clause: "said yes to all"
object_as      a noun phrase and what is said of it: "called it a farce", "described it as a farce"
ing            a gerund: "proposed closing it"
about, of, …   a preposition and its object: "warned of floods"
object+for, …  a noun phrase and a preposition: "blamed the mayor for the delay", content from the noun phrase on
quote          direct speech only: "“No,” she laughed"
=============  ==============================================================================================
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """What a word attributes: the constructions that it takes, and the class (`CLASSES`) that it has in each; `cue_class` is its
    commonest.
    """

    cue_class: str
    frames: Mapping[str, str]

    def class_of(self, frame: str) -> str:
        """The class of the word in a construction: "called for it" demands, "called it a farce" describes."""
        return self.frames.get(frame, self.cue_class)


CLASSES = {
    "say": "neutral speech or writing: say, state, write",
    "tell": "speech to somebody named: tell, inform, remind",
    "claim": "said with emphasis or without proof: claim, insist, argue",
    "announce": "made public: announce, declare, reveal",
    "confirm": "admitted or agreed: acknowledge, confirm, agree",
    "deny": "contradicted or refused: deny, reject, refuse",
    "promise": "bound to the future: promise, vow, threaten",
    "predict": "told beforehand: predict, warn, expect",
    "question": "asked: ask, question, wonder",
    "demand": "told somebody to do something: urge, demand, propose",
    "describe": "called or presented as something: call, describe, compare",
    "praise": "spoke well of: praise, endorse, support",
    "criticize": "spoke ill of: criticize, blame, accuse",
    "believe": "thought: believe, think, assume",
    "know": "came to know or knew: know, find, conclude",
    "want": "wished or planned: want, hope, plan",
    "feel": "felt: fear, worry, like",
    "show": "evidence that says something: show, indicate, suggest",
}

VERBS_BY_CLASS = """
say        that quote           : say state add note remark observe comment write reply respond answer recount relate opine retort
say        that quote           : interject rejoin tweet blog post text email explain elaborate clarify quip joke jest counter
say        that object quote    : mention stress emphasize emphasise reiterate recall underscore echo
say        that quote           : repeat
say        quote                : continue begin conclude finish laugh smile sigh shrug nod grin yell shout scream whisper mutter
say        quote                : murmur mumble cry exclaim bark snap chuckle go chant shoot fire read recite intone deadpan
say        quote that           : muse volunteer chime gush gripe rant crow bellow thunder
say        object               : discuss recite chant quote cite invoke reference outline detail recount articulate highlight list
say        about of             : talk speak
say        about                : joke write muse tweet reminisce opine gush
say        to                   : refer allude
say        at                   : hint
say        on upon              : comment remark elaborate expound dwell expand weigh touch focus
say        that quote           : report testify specify
say        rest                 : say
say        object               : report voice express note describe explain
tell       that quote about of  : tell
tell       asked_to             : tell
tell       that of about        : inform notify remind assure reassure advise brief
claim      that quote           : claim argue insist assert contend maintain allege charge profess declare proclaim affirm reaffirm
claim      that quote           : boast brag complain grumble grouse lament fume protest object whine moan
claim      object               : allege lament bemoan decry deplore tout affirm reassert
claim      about of             : boast brag complain grumble gripe
claim      for against          : argue
announce   that quote object    : announce declare reveal disclose
announce   that                 : divulge confide leak pronounce decree rule
announce   object               : unveil proclaim
confirm    that quote           : acknowledge admit concede confess confirm agree concur recognize recognise grant attest verify
confirm    object               : acknowledge admit confirm recognize concede authenticate verify corroborate
confirm    to                   : agree admit confess
confirm    with on              : agree concur side
deny       that                 : deny dispute doubt disagree refute rebut
deny       object               : deny reject dispute dismiss disavow repudiate refute rebut renounce contradict oppose rebuff
deny       to                   : decline refuse
deny       with                 : disagree
deny       at                   : balk scoff
promise    to that              : promise vow pledge swear threaten guarantee volunteer
promise    to                   : offer
promise    object               : promise pledge vow threaten
predict    that quote           : predict forecast warn caution foresee prophesy estimate speculate anticipate project calculate
predict    object_to that       : expect
predict    to                   : expect
predict    object               : predict anticipate foresee
predict    of about against     : warn caution
predict    about                : speculate
question   that quote           : ask wonder inquire enquire question query
question   about for            : ask inquire
question   about                : wonder
question   object               : question query
question   object_to            : ask
question   object+about         : ask question
demand     that                 : demand propose recommend suggest request urge
demand     object_to            : urge order encourage implore beg instruct exhort challenge press advise counsel beseech warn command
demand     to                   : demand call
demand     ing                  : propose suggest recommend advocate
say        ing                  : report
claim      to                   : claim
praise     ing                  : support favor favour
deny       ing                  : oppose deny
want       ing                  : consider contemplate
want       to for against       : vote
demand     object               : demand propose recommend urge suggest request
demand     for                  : call push advocate plead lobby campaign press
demand     object               : advocate
describe   object_as            : describe call portray characterize characterise cast label dub brand deem depict paint frame define
describe   object_as            : hail view regard dismiss present consider see identify pronounce tout declare quote defend cite slam
describe   object               : describe portray characterize
describe   object+to            : compare liken attribute
describe   object+with          : compare contrast
describe   as                   : describe
praise     object               : praise endorse back support defend applaud commend laud salute welcome extol congratulate thank
praise     object               : hail cheer champion favor favour
praise     object+for object+on : praise thank congratulate applaud commend laud salute
praise     for                  : vouch
praise     by                   : stand
criticize  object               : criticize criticise denounce condemn blast attack slam mock blame rip assail lambaste ridicule berate
criticize  object               : chide rebuke scold decry excoriate castigate accuse bash disparage belittle insult deride slam
criticize  object               : downplay chastise disown
criticize  object+for object+on : criticize criticise blame blast attack slam condemn chide mock rebuke scold fault rip ridicule
criticize  object+for           : assail berate castigate chastise decry denounce deride excoriate lambaste bash
criticize  object+of object+in  : accuse suspect
criticize  object+with          : charge
criticize  against              : rail inveigh protest
criticize  at                   : lash
criticize  for                  : apologize apologise
believe    that                 : believe think suspect assume suppose reckon guess imagine figure presume surmise hold feel bet
believe    that                 : consider convince
believe    in                   : believe
believe    about of             : think
know       that                 : know find learn conclude discover realize realise understand determine decide see hear remember notice
know       that                 : forget
know       to                   : decide opt
know       object               : remember
want       to                   : want seek plan hope vow intend aim wish desire prefer hop long expect
want       object_to            : want
want       that                 : hope hop wish pray
want       object               : want prefer
want       for                  : hope hop wish pray
feel       that                 : fear worry regret
feel       about                : worry care
feel       object               : fear hate love like
show       that                 : show indicate suggest demonstrate signal imply prove
show       object               : indicate suggest signal imply
show       quote                : indicate suggest
show       that                 : hint predict reflect
show       to                   : point
show       that quote           : point
show       to                   : appear seem
show       that                 : appear seem
"""

NOUNS_BY_CLASS = """
say        that             : message point answer response
say        that about on of : statement comment remark report story testimony tweet suggestion mention
claim      that about       : claim assertion argument allegation insistence contention complaint case
announce   that of          : announcement declaration revelation disclosure
confirm    that of          : acknowledgment acknowledgement admission confession confirmation
deny       that to of       : denial refusal rejection
promise    that to          : promise pledge vow
predict    that of about    : prediction warning forecast
question   about over       : question
demand     that for to      : demand call proposal recommendation
demand     that             : request appeal
criticize  of against       : criticism denunciation condemnation critique
criticize  that             : accusation charge
praise     of for           : endorsement support praise
believe    that             : belief idea notion view opinion assumption conviction perception feeling sense
believe    that             : analysis assessment judgment judgement theory estimate conclusion finding verdict
believe    of on            : view opinion
want       that to of       : hope desire wish intention plan
feel       that about       : fear concern worry doubt
feel       that             : confidence
deny       to               : reluctance unwillingness
deny       to               : opposition
praise     of               : defense defence
"""

ADJECTIVES_BY_CLASS = """
believe    that in    : confident certain convinced
know       that of    : aware unaware
say        that       : clear adamant
want       that for   : hopeful optimistic
want       to         : eager determined willing
want       in         : interested
criticize  with       : unhappy
praise     to         : devoted
deny       to         : opposed
deny       to         : reluctant
feel       that about : worried concerned afraid nervous
feel       about      : upbeat enthusiastic unhappy angry
criticize  of         : critical dismissive wary skeptical
praise     of         : supportive
"""


def read(table: str) -> dict[str, Cue]:
    """{lemma: cue} of a table whose lines are `class constructions : lemmas`."""
    cues: dict[str, Cue] = {}
    for line in table.strip().splitlines():
        left, lemmas = line.split(":")
        cue_class, *frames = left.split()
        for lemma in lemmas.split():
            known = cues.get(lemma, Cue(cue_class, {}))
            cues[lemma] = Cue(known.cue_class, dict.fromkeys(frames, cue_class) | dict(known.frames))
    return cues


VERBS = read(VERBS_BY_CLASS)
NOUNS = read(NOUNS_BY_CLASS)
ADJECTIVES = read(ADJECTIVES_BY_CLASS)

SPEECH = frozenset({"say", "tell", "claim", "announce", "confirm", "deny", "predict"})
"""Classes whose cues are uttered or written, not thought."""

# Verbs that do no more than lend a subject to the noun that they govern: "made the claim that", "expressed fears".
LIGHT_VERBS = frozenset("make express voice give have issue raise reiterate repeat share offer take state hold".split())
HEDGES = frozenset("reportedly allegedly apparently purportedly seemingly supposedly ostensibly possibly perhaps maybe presumably".split())
HEDGING_VERBS = frozenset("appear seem purport".split())
HEDGING_MODALS = frozenset("may might could would".split())
