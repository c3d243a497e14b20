"""Closed classes of English words that say what a name near them is.

Compiled from Quirk, Greenbaum, Leech & Svartvik, *A Comprehensive Grammar of the English Language* (1985: appositive titles 17.90 ff.,
gender of nouns 5.104 ff.), the Associated Press Stylebook (titles, state abbreviations, company designators), ISO 3166 (parts of the
United Kingdom, former countries) and the WordNet 3.0 hyponyms of person.n.01, organization.n.01 and location.n.01 that news text uses.
"""

NAME_LABELS = frozenset({"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE"})


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


MALE_TITLES = words(
    """
    mr sir lord father fr brother pope king prince emperor duke count baron monsieur signor senor don herr rabbi imam sheikh sheik
    mullah ayatollah archbishop cardinal bishop sultan emir
    """
)
FEMALE_TITLES = words(
    """
    mrs ms miss madam madame dame lady sister queen princess empress duchess countess baroness senora signora frau congresswoman
    chairwoman mother
    """
)
TITLES = MALE_TITLES | FEMALE_TITLES | words(
    """dr prof professor rev reverend hon mx
    president vice-president vp senator sen sens representative rep reps congressman governor gov mayor lt
    secretary minister ambassador chancellor premier speaker chairman chair director ceo
    general gen colonel col major maj captain capt sergeant sgt corporal cpl lieutenant admiral adm commander cmdr brig brigadier
    private pvt
    judge justice attorney sheriff officer detective inspector superintendent constable marshal
    coach former vice prime deputy ex-president ex-minister ex-prime commissioner counsellor councillor councilman councilwoman"""
)  # fmt: skip
# Titles that make a name of one given name: "Queen Maud", "Mullah Karim".
REGNAL_TITLES = words("mullah pope king queen prince princess emperor empress sultan saint st sheikh sheik ayatollah caliph")
# Nouns for a person by what he or she does, that stand right before or after a name ("striker", "the actress").
PERSON_NOUNS = words(
    """man woman boy girl person teenager baby child infant adult resident citizen native immigrant refugee
    actor actress singer rapper musician guitarist drummer bassist pianist violinist composer conductor artist painter sculptor dancer
    choreographer comedian entertainer star celebrity
    author writer novelist poet playwright journalist reporter columnist editor correspondent photographer filmmaker director producer
    screenwriter publisher anchor broadcaster blogger
    historian economist scientist physicist chemist biologist researcher scholar professor lecturer teacher student principal dean
    engineer architect designer inventor mathematician philosopher psychologist sociologist anthropologist analyst strategist expert
    consultant adviser advisor
    doctor physician surgeon nurse dentist psychiatrist patient nutritionist veterinarian pharmacist
    lawyer attorney prosecutor judge justice solicitor barrister magistrate defendant plaintiff suspect victim witness convict inmate
    prisoner detainee
    president premier chancellor minister secretary senator congressman congresswoman representative lawmaker legislator governor
    mayor councilman councilwoman politician statesman diplomat ambassador envoy consul commissioner candidate nominee incumbent
    dictator monarch king queen prince princess emperor sultan
    chairman chairwoman chairperson executive director manager owner founder co-founder cofounder entrepreneur businessman
    businesswoman banker broker trader investor financier tycoon billionaire millionaire boss chief head leader deputy vice-president
    ceo cfo coordinator administrator organizer
    spokesman spokeswoman spokesperson official officer aide assistant clerk employee worker driver pilot astronaut cosmonaut farmer
    fisherman chef cook waiter waitress
    general colonel major captain sergeant corporal lieutenant admiral commander soldier marine sailor veteran warlord rebel guerrilla
    militant terrorist insurgent fighter gunman hijacker assassin bomber jihadist
    detective policeman policewoman constable sheriff inspector agent spy
    coach trainer captain player striker midfielder defender goalkeeper keeper forward winger skipper batsman bowler pitcher catcher
    outfielder infielder shortstop quarterback halfback fullback linebacker receiver centre guard rookie teammate golfer boxer swimmer
    sprinter runner cyclist skier skater wrestler jockey footballer cricketer athlete champion contender seed opponent referee umpire
    priest bishop archbishop cardinal pope pastor minister rabbi imam cleric monk nun preacher reverend activist advocate campaigner
    dissident philanthropist volunteer
    father mother son daughter brother sister husband wife uncle aunt cousin nephew niece grandfather grandmother grandson granddaughter
    widow widower fiance fiancee boyfriend girlfriend friend partner colleague neighbor neighbour heir twin sibling parent spouse"""
)  # fmt: skip
MALE_NOUNS = words(
    """
    man boy actor businessman chairman congressman councilman policeman spokesman fisherman statesman king prince emperor father son
    brother husband uncle nephew grandfather grandson widower boyfriend priest monk gunman fiance batsman guy gentleman lad
    dad daddy grandpa granddad bloke dude fella
    """
)
FEMALE_NOUNS = words(
    """
    woman girl actress businesswoman chairwoman congresswoman councilwoman policewoman spokeswoman waitress queen princess empress
    mother daughter sister wife aunt niece grandmother granddaughter widow girlfriend nun fiancee lady heroine
    mom mum mommy mummy grandma granny chick lass
    """
)
# The last word of an organisation's name, or a word that makes any name with it one.
ORG_DESIGNATORS = words(
    "inc corp corporation co company ltd limited llc llp plc ag gmbh sa nv bv spa ab oy kk pty lp cos incorporated bhd sdn"
)
ORG_NOUNS = ORG_DESIGNATORS | words(
    """agency airlines airways alliance army assembly association authority bancorp bank board brigade broadcasting brothers brotherhood
    bureau cabinet caucus chamber church club coalition college commission
    committee communications congress consortium consulate convention council court department directorate division embassy
    enterprises exchange faction federation financial firm force forces foundation front fund government group guard
    holdings hospital house industries industry institute institution insurance intelligence international laboratories laboratory
    league legislature magazine ministry mission motors movement museum network networks news newspaper
    office orchestra organisation organization parliament partners partnership party petroleum pharmaceuticals police post press
    productions records regiment school securities senate seminary service services society squad stores studios symphony systems
    team herald gazette journal telegraph chronicle guardian examiner dispatch technologies telecom television theater theatre times
    treasury tribunal tribune trust union united university utilities ventures"""
)  # fmt: skip
# What a company's name goes without after its first mention.
CORPORATE_NOUNS = ORG_DESIGNATORS | words(
    """
    international group holding holdings industries airlines airways motors motor bank bancorp systems technologies technology
    pharmaceuticals communications enterprises partners laboratories petroleum energy electric computer entertainment brothers
    ventures worldwide & and
    """
)
# Kinds of organisations: alone, a word for one of which a text speaks. The parliaments among them are names by themselves.
GENERIC_ORGANISATIONS = ORG_NOUNS - ORG_DESIGNATORS - words("congress senate parliament house treasury times assembly")
PLACE_NOUNS = words(
    """
    city town village county province state region district island islands peninsula river lake sea ocean bay gulf strait mountain
    mountains mount hills valley desert coast beach forest park canyon creek falls cape republic kingdom emirate territory suburb
    neighborhood neighbourhood borough capital port resort settlement enclave hamlet municipality prefecture municipality township
    archipelago basin plateau
    """
)
LOC_NOUNS = words(
    """
    river lake sea ocean bay gulf strait mountains mount mountain hills valley desert coast peninsula canyon creek cape archipelago
    basin plateau island islands beach forest peak glacier falls
    """
)
FAC_NOUNS = words(
    """
    airport bridge highway street avenue road boulevard square stadium arena tower building plaza hotel palace castle cathedral prison
    jail tunnel dam pier terminal expressway turnpike mosque temple shrine monument memorial interstate hall center centre courthouse
    parkway lane drive alley trail terrace
    """
)
# Of those, the ones that are seldom an organisation's name as well.
BUILT = words(
    """
    bridge highway street avenue road boulevard square tower plaza castle cathedral tunnel dam pier terminal expressway turnpike mosque
    shrine monument interstate parkway lane drive alley trail
    """
)
EVENT_NOUNS = words(
    """
    war cup olympics championship championships games open festival tournament prix marathon derby masters revolution hurricane
    typhoon cyclone summit conference day classic series paralympics
    """
)
LAW_NOUNS = words("act bill treaty amendment constitution protocol accord accords charter code")
AWARDS = words("award awards prize oscar oscars medal")
# Before the names that weather services give storms (WMO, tropical cyclone naming).
STORMS = words("hurricane typhoon cyclone")
# Letters after a person's name: honours, offices, degrees (Debrett's), and eras beside a year.
POST_NOMINALS = words("qc kc sc mp mep mla esq jr sr obe cbe mbe ba bsc ma msc md dds llb rn frs")
ERAS = words("bc bce ad ce b.c. a.d.")
# Of God as of a person: names that the great religions have.
GODS = words("god allah jesus christ buddha vishnu shiva krishna zeus")
# Nouns after a name that say the name is an organisation ("Elvia shares").
ORG_FOLLOWERS = words(
    "spokesman spokeswoman spokesperson shares stock executives headquarters employees subsidiary stockholders shareholders unit"
)
# What people and organisations do, and what only people do.
SPEECH_VERBS = words(
    """
    say tell add ask reply explain note recall admit insist argue claim declare announce state warn acknowledge deny comment complain
    suggest concede contend remark observe testify
    """
)
HUMAN_VERBS = words(
    """
    recall laugh smile nod marry divorce die weep cry sit stand walk sing smoke grin shrug whisper sigh joke born wed retire resign
    score homer single pitch shoot star graduate hug kiss admit remember
    """
)
PERSON_FOLLOWERS = words("who whom himself herself")
PLACE_PREPOSITIONS = words("in at near from to through across into outside toward towards around throughout")
# AP Stylebook, datelines: the abbreviations of states that news writes after a town.
STATE_ABBREVIATIONS = words(
    """
    ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev nh nj nm ny nc nd okla ore pa ri
    sc sd tenn tex vt va wash wva wis wyo dc ont que alta bc
    """
)
# ISO 3166-2:GB and ISO 3166-3, with the short names that news uses: -> the country whose entity they are, or themselves.
OTHER_COUNTRIES = {
    "britain": "United Kingdom", "great britain": "United Kingdom", "england": "England",
    "scotland": "Scotland", "wales": "Wales",
    "northern ireland": "Northern Ireland", "america": "United States", "burma": "Myanmar", "holland": "The Netherlands",
    "netherlands": "The Netherlands", "soviet union": "Soviet Union", "ussr": "Soviet Union", "yugoslavia": "Yugoslavia",
    "czechoslovakia": "Czechoslovakia", "east germany": "East Germany", "west germany": "West Germany", "zaire": "Zaire",
    "west bank": "West Bank", "gaza": "Gaza", "gaza strip": "Gaza Strip", "chechnya": "Chechnya", "kosovo": "Kosovo",
    "kurdistan": "Kurdistan",
    "united arab emirates": "United Arab Emirates", "uae": "United Arab Emirates", "vatican": "Vatican",
    "england and wales": "England and Wales",
}  # fmt: skip
MONTHS_AND_DAYS = words(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov
    dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun today yesterday tomorrow
    """
)
# Words written large that name nothing by themselves.
NOT_NAMES = MONTHS_AND_DAYS | words("i im i'm i'd i'll i've ok tv dvd ceo cfo phd ph.d mba am pm gmt est edt pst gdp us$ ii iii iv faq usd")
SMALL_WORDS = words("of the and for in on at to de la du des del di da von van der den al el bin ibn & 's - ' y")
