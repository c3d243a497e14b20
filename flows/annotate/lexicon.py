"""Words that tell where an English sentence ends, for the rules of `lines` and `sentences`.

Titles, months, states and forms of companies are abbreviated as in the Associated Press Stylebook (entries *legislative titles*,
*military titles*, *religious titles*, *months*, *state names*, *company names*), other words as in dictionaries of English; the closed
classes of words are those of Quirk et al., A Comprehensive Grammar of the English Language (1985), chapter 2. Abbreviations are in lower
case and without the final full stop; initials and the like of "U.S." are known by their form and not listed.
"""


def words(text: str) -> frozenset[str]:
    """The words of a list that is written as running text."""
    return frozenset(text.split())


# Abbreviations after which a name follows: "Gen. Doe", "St. Louis".
BEFORE_NAMES = words(
    """adm amb asst atty brig capt cardinal cmdr col congr cpl dr drs fr ft gen gens gov govs hon insp lt maj messrs mlle mme mr mrs ms
    msgr mt mx ofc pfc pres prof profs pvt rep reps rev revs sen sens sgt sgts spc st ste supt treas"""
)

# Those after which a number follows: "No. 5", "pp. 3-4".
BEFORE_NUMBERS = words("art arts ch chap eq eqs ext fig figs no nos p par paras pp pt sec sect tab tel v vol vols")

# Those after which the sentence goes on in any case: "e.g.", "vs.".
INSIDE = words("approx c.f ca cf e.g i.e n.b p.s ps viz vs v.s")

# Those after which it may go on or not: "Inc.", "Calif.", "p.m.".
ANYWHERE = words(
    """a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
    ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb nev okla ore pa penn tenn tex va vt wash
    wis wisc wyo ont que ave blvd rd sq bldg dept univ assn bros co corp inc ltd plc pty pvt intl natl govt mfg
    al esq etc jr sr ph.d m.d ed eds est hr hrs lb lbs min mins mph oz sq yd yds yr yrs misc"""
)

# Words of closed classes and adverbs of sentences, with a capital: what a sentence starts with and a name hardly ever does.
STARTERS = words(
    """A About According Additionally After All Also Although Among An And Another Any As At Because Before Besides Both But By Despite Did
    Do Does During Each Earlier Either Even Every Finally For From Given Had Has Have He Her Here His How However If In Instead Is It
    Its Last Later Like Many Maybe Meanwhile More Moreover Most Much My Neither Nevertheless Nobody Nor Not Nothing Now Of On Once One Only
    Or Other Others Our Over Perhaps Please Several She Should Since So Some Someone Something Soon Still Such Than That The Their Then
    There Therefore These They This Those Though Through Thus To Today Under Unless Unlike Until Upon Was We Were What When Where Whether
    Which While Who Whose Why With Within Without Would Yes Yet You Your"""
)

# Words after which a sentence has to go on.
UNFINISHED = words(
    """a about after against an and are as at be been before between but by during for from had has have if in into is its like nor of on
    or over s that than the their this through to under was were which while who whose will with would"""
)

# Verbs that name a speaker after a quotation.
SPEECH = words(
    """added adds answered answers asked asks began called calls chanted concluded continued cried cries declared demanded exclaimed
    explained explains insisted joked muttered observed quipped recalled recalls remarked replied replies responded responds said say says
    screamed shouted shouts sighed tells thought told tweeted warned whispered wondered wonders writes wrote yelled"""
)

# Words that begin the credit of a picture: "Photo: Jane Doe".
CREDITS = words("Credit Image Images Photo Photograph Photos Picture Pictures Source Video")

WEEKDAYS = words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
