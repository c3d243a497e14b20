"""Words written with a full stop that does not end a sentence, or need not.

Titles, months, states and company forms are those of the Associated Press Stylebook (entries *legislative titles*, *military titles*,
*religious titles*, *months*, *state names*, *company names*); the rest are common abbreviations of English dictionaries. All in lower
case, without the final full stop. Initials and the like of `U.S.` are known by their form, not listed.
"""

# A name follows: "Gen. Doe", "St. Louis".
BEFORE_NAMES = frozenset(
    """adm amb asst atty brig capt cardinal cmdr col congr cpl dr drs fr ft gen gens gov govs hon insp lt maj messrs mlle mme mr mrs ms msgr
    mt mx ofc pfc pres prof profs pvt rep reps rev revs sen sens sgt sgts spc st ste supt treas""".split()
)

# A number follows: "No. 5", "pp. 3-4".
BEFORE_NUMBERS = frozenset("art arts ch chap eq eqs ext fig figs no nos p par paras pp pt sec sect tab tel v vol vols".split())

# The sentence goes on, whatever follows: "e.g.", "vs.".
INSIDE = frozenset("approx c.f ca cf e.g eg i.e ie n.b p.s ps viz vs v.s".split())

# The sentence may go on or not: "Inc.", "Calif.", "p.m.".
ANYWHERE = frozenset(
    """a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
    ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb nev okla ore pa penn tenn tex va vt wash wis
    wisc wyo ont que ave blvd rd sq bldg dept univ assn bros co corp inc ltd plc pty pvt intl natl govt mfg
    al esq etc jr sr ph.d m.d ed eds est hr hrs lb lbs min mins mph oz sq yd yds yr yrs misc""".split()
)
