"""Words that tell whether a name is used of a place. English function words and kinds of institutions, from general knowledge."""


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


# What stands before a place: prepositions, and nouns for kinds of places ("the village of", "the capital, ...").
LOCATIVE = words("""
    in near outside around across throughout within inside downtown northern southern eastern western central toward towards nearby
    northeast northwest southeast southwest capital city town village suburb district province region island neighboring neighbouring
""")
# Prepositions that often have a place.
WEAKLY_LOCATIVE = words("""
    at from to of through between into via off beyond for serving onto
""")
# Lower-case words inside place names.
CONNECTORS = words("""
    of the de la del di da do dos das el al and upon on in en sur le les du am an der den und under by
""")
# Titles: what follows is a person.
TITLES = words("""
    mr. mrs. ms. mr mrs ms dr. dr prof. sen. rep. gov. lt. capt. sgt. col. gen. maj. judge justice sir lord lady senator congressman
    congresswoman representative officer detective deputy coach rev. pastor father sister brother miss
""")
# Words beside which a place's name says where an institution is, or where people are from.
CIVIC = words("""
    police sheriff sheriff's fire firefighters rescue county counties parish township townships twp twp. city town village borough
    district  districts council councillor councillors councilman commission commissioner commissioners mayor board school schools high
    elementary middle  college university hospital hospitals medical clinic center centers centre court courts courthouse courtroom
    circuit municipal department  dept. dept office bureau agency authority authorities ministry minister ministries parliament
    legislature legislators lawmakers senate  assembly government governor prison jail library museum church cathedral chamber airport
    station hall park parks parade state states  division public resident residents voters taxpayers parents students student teachers
    teacher businesses business businessman native  natives man woman men women teen teenager boy girl couple family families zoo
    fairgrounds festival association club society federation  guard army navy military troops soldiers officials official embassy
    consulate health education agriculture transportation revenue  natural supreme house port harbor harbour mall theatre theater stadium
    cemetery regional area region community communities metro  suburb suburbs neighborhood neighborhoods prosecutor prosecutors attorney
    attorney's clerk coroner treasurer auditor administration  administrator emergency ems elections recreation planning zoning economic
    development province provinces crimestoppers ward  naval national foreign interior defence defense executive
    constitutional institute academy symphony orchestra housing superintendent  workforce services intermediate delegation delegates
    campus
""")
# Words that make an organisation's name a newspaper's or a firm's.
MEDIA = words("""
    post times herald tribune news journal gazette globe chronicle inquirer star sun press daily weekly examiner observer bank insurance
    airlines airways life motor motors inc inc. corp corp. co co. ltd llc partners holdings electric airline
""")
# Words beside which a name is a river's, a mountain's or the like, which the gazetteer does not have.
FEATURES = words("""
    river lake creek mount mt. mountain mountains bay gulf island islands canyon falls hills peninsula strait bridge forest sea ocean
    delta desert
""")
# Folded names of places that are seldom meant.
NOT_OF_PLACES = words("""
    march may august police god christmas easter internet facebook twitter google republican democrat democratic mr mrs dr university
    college  court council board church center central union progress liberty independence opportunity enterprise commerce of and the a i
    in or me  as to at an he her his it is this that there you we they monday friday sunday saturday thursday tuesday wednesday north
    south east west  northern southern eastern western media press house senate congress state county city village house hall park river
    lake street bar  common human labor labour coast alliance conservation olympic port many but vice superior valley gulf co metro arab
    pacific atlantic ocean sea earth free
""")
# What newspapers, broadcasters and their sites are called beside their place.
TITLE_WORDS = words("""
    advance advertiser advocate age ahram and argus bee beacon blade broadcasting bugle bulletin business call capital channel chronicle
    citizen  city commercial companies company consolidated corporation county courier daily dailies democrat dispatch eagle echo
    enterprise evening  examiner express free freepress gazette globe group guardian head headlight herald home independent info inquirer
    inside intelligencer item  journal key la leader ledger letter life light live local magazine mail media mercury messenger metro
    mirror monitor morning my network new  news newspaper newspapers newsline nugget observer of official on online outlook paper patch
    pilot pioneer planet post press progress  radio record recorder reflector region register reporter republic republican review sentinel
    spectator spokesman standard star state  statesman sun sunday telegram telegraph the this thisis times today topics town traveler
    tribune tv union valley view visitor voice watch  week weekly weekend wire world yours your is in at for www
""")
# What may stand before the place inside a longer name that does not begin with it.
BEFORE_LAST = words("""
    of in at serving upper lower north south east west northern southern eastern western central greater historic new - –
""")
# Kinds of divisions, as their names have them, in English and (without accents) in the languages of their countries.
DIVISION_WORDS = words("""
    county parish borough census area municipality province state region district department prefecture governorate oblast krai republic
    council city of the and respublika oblast voblasts sheng zizhiqu provincia provincie departamento departement comunidad gobierno
    estado  wilaya wilayat muhafazat lan fylke lani powiat wojewodztwo judet zupanija kraj krai okrug tinh changwat ken to fu sthan
""")
