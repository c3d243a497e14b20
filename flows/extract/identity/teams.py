"""Places that stand for their teams: "Norrvik beat Eastmere 3-1", "the Norrvik striker", "NORRVIK 72 64 .529".

A town's or country's team is another entity than the town or country (metonymy: Markert & Nissim 2007, SemEval task 8, which also gives the
kinds of evidence: grammatical role with its verb, and the words around). It is looked for in reports of sports only, which betray
themselves by
their words. A town's team is an ORG; a country's team keeps the country's label, as in CoNLL-2003 and OntoNotes, and is an entity of its
own.
"""

from collections import Counter, defaultdict

from flows.extract.identity import gazetteer
from flows.extract.identity.lexicon import OTHER_COUNTRIES, PLACE_PREPOSITIONS, words
from flows.extract.identity.naming import Key
from flows.extract.identity.spans import NUMBER, Name, is_function_word, key_of, looks_like_date
from flows.extract.identity.tokens import Tokens

# The vocabulary of each sport as its rules and reports have it; a word that several sports share tells that it is sport, not which.
SPORTS = {
    "soccer": words("""
    soccer football striker midfielder goalkeeper goalkeepers uefa fifa penalty halftime midfield goalless header equaliser equalizer
    fc championship corner kick offside
    """),
    "cricket": words("""
    cricket wicket wickets batsman batsmen bowler bowled overs lbw innings bowling batting runs stumps umpire test
    """),
    "rugby": words("rugby scrum try tries fly-half scrum-half flanker lock conversion springbok wallaby penalties hooker prop"),
    "baseball": words("""
    baseball inning innings homer homers homered pitcher pitched shortstop outfielder mound rbi bullpen hitless hitter home-run
    baseman
    """),
    "basketball": words("basketball nba rebounds rebound dunk free-throw three-pointer playoff guard"),
    "american football": words("nfl quarterback touchdown touchdowns linebacker fumble interception yards halfback punt"),
    "ice hockey": words("hockey puck goaltender nhl power-play icing"),
    "other sport": words("""
    tennis golf athletics boxing cycling motorcycling sailing swimming athlete athletes champion tournament semifinal semifinals
    quarterfinal final seed seeded seeds medal olympic olympics grand-prix race racing rally marathon metres
    """),
    "": words("""
    coach captain team teams match matches scorer scorers scored standings division league season player players attendance win
    victory defeat beat draw drawn points playoffs cup club fixture qualifier qualifying games game played lost won squad
    """),
}  # fmt: skip
SPORT_OF = {word: sport for sport, vocabulary in SPORTS.items() for word in vocabulary}
PLAY_VERBS = words(
    """
    beat defeat lose win draw thrash trounce kick avoid elect rout edge host outplay outscore overcome oust eliminate upset down
    clinch score tie demolish sweep play face meet qualify lead trail crush blank
    """
)
BEATEN_VERBS = words(
    """
    beat defeat thrash trounce rout edge overcome oust eliminate upset down demolish sweep face meet play host crush blank join leave
    rejoin captain coach sign
    """
)
TEAM_NOUNS = words(
    """
    captain striker coach manager midfielder defender goalkeeper keeper side team squad player players fans supporters batsman batsmen
    bowler skipper winger pitcher fullback halfback forward starter starters shortstop catcher outfielder infielder lineup boss bench
    defence defense attack errors scorer scorers wing flanker trainer reliever closer
    """
)
MOVING_VERBS = words("join leave sign transfer move switch loan arrive")


def sport_of(tokens: Tokens) -> str | None:
    """The sport that a document reports on; None where it is no report of sports."""
    found = Counter(SPORT_OF[word] for word in tokens.lower if word in SPORT_OF)
    total = found.total()
    # A bare table has hardly a word, but says the sport in its heading.
    headed = any(SPORT_OF.get(word) for word in tokens.lower[:12])
    if not headed and (total < 4 or total < 0.012 * len(tokens)):
        return None
    del found[""]
    if not found:
        return "other sport"
    return max(found, key=lambda sport: (found[sport], sport != "other sport", sport))


def set_teams(tokens: Tokens, names: list[Name], sport: str) -> None:
    """Marks the names of places that stand for teams (`sense`), each mention by its own evidence, undecided ones by that of the others."""
    for name in names:
        if name.label in {"PERSON", "GPE", "LOC", "FAC"} and is_row(tokens, name):
            name.label = "ORG"
    evidence: dict[int, float] = {id(name): sense_of(tokens, name) for name in names if name.label in {"GPE", "LOC", "ORG", "FAC"}}
    sporting = {tokens.sentence[i] for i, word in enumerate(tokens.lower) if word in SPORT_OF}
    # Tennis and athletics are played by people; only where teams are spoken of do countries meet.
    teams_meet = sum(word in {"team", "teams", "cup", "ties", "hosts"} for word in tokens.lower) > 2
    lean: defaultdict[Key, float] = defaultdict(float)
    for name in names:
        if id(name) in evidence:
            lean[name.key] += evidence[id(name)]
    for name in names:
        if id(name) in evidence and is_place(name.key):
            # A name about which its neighbours say nothing is a team's where its sentence speaks of play.
            own = evidence[id(name)] or (0.4 if (sport != "other sport" or teams_meet) and tokens.sentence[name.start] in sporting else 0)
            if is_country(name.key) and sport == "other sport" and not teams_meet:
                continue
            if own > 0 or (own == 0 and lean[name.key] > 0):
                name.sense = "team"
                visited = name.start and tokens.text[name.start - 1] == "AT"
                name.label = "GPE" if is_country(name.key) or visited else "ORG"
            elif name.label == "ORG" and own < 0:
                name.label = "GPE"


def is_country(key: Key) -> bool:
    """Whether a key is a country's."""
    return " ".join(key) in OTHER_COUNTRIES or key in gazetteer.countries()


def is_place(key: Key) -> bool:
    """Whether a key is a place's that may have a team."""
    return is_country(key) or key in gazetteer.cities() or key in gazetteer.regions()


def sense_of(tokens: Tokens, name: Name) -> int:
    """1 where the words around a place name say that it is a team, -1 where they say that it is the place, 0 where they say nothing."""
    if name.sense == "dateline":
        return -1
    start, end, n = name.start, name.end, len(tokens)
    head = end - 1
    before = tokens.lower[start - 1] if start and not tokens.on_new_line[start] else ""
    after = tokens.lower[end] if end < n and not tokens.on_new_line[end] else ""
    if (
        after in {"(", ","}
        and end + 1 < n
        and (
            after == ","
            and tokens.text[end + 1][0].isupper()
            and tokens.pos[end + 1] == "PROPN"
            and key_of(tokens, end + 1, end + 2) in gazetteer.countries()
        )
    ):
        return -1
    if before == "(" and after == ")":
        return -1
    if after and NUMBER.match(after) and not looks_like_date(after):
        return 1
    if after in {"v", "vs", "vs.", "versus", "beat", "defeat", "draw", "lead"} or before in {
        "v",
        "vs",
        "vs.",
        "versus",
        "beat",
        "against",
        "over",
    }:
        return 1
    if tokens.text[start].isupper() and "AT" in {tokens.text[end] if after else "", tokens.text[start - 1] if before else ""}:
        return 1
    if before in PLACE_PREPOSITIONS and before not in {"from", "to", "at"}:
        return -1
    follows = after
    if after in {"'s", "’s"} and end + 1 < n:
        follows = tokens.lower[end + 1]
    if follows in TEAM_NOUNS or (end + 1 < n and after and tokens.lower[end + 1] in TEAM_NOUNS and tokens.pos[end] in {"ADJ", "NOUN"}):
        return 1
    if tokens.dep[head] == "conj":
        head = tokens.head[head]
    verb = tokens.lemma[tokens.head[head]].lower()
    if tokens.dep[head] in {"nsubj", "nsubjpass"} and verb in PLAY_VERBS:
        return 1
    if tokens.dep[head] in {"dobj", "obj"} and verb in BEATEN_VERBS:
        return 1
    if tokens.dep[head] == "pobj":
        governor = tokens.head[tokens.head[head]]
        if before in {"from", "to", "with", "for"} and (
            tokens.lemma[governor].lower() in MOVING_VERBS
            or tokens.lemma[governor].lower() in {"play", "win", "loss", "victory", "goal", "score"}
        ):
            return 1
        if before in {"at", "from", "to"}:
            return -1
    return 0


def is_row(tokens: Tokens, name: Name) -> bool:
    """Whether a name opens a row of a table of clubs: three or more whole numbers follow, and no given name is in it."""
    end = name.end
    if end + 3 > len(tokens) or (name.key[0] in gazetteer.given_names() and len(name.key) > 1) or len(name.key[0]) == 1:
        return False
    return all(tokens.text[i].isdigit() and len(tokens.text[i]) < 3 and not tokens.on_new_line[i] for i in range(end, end + 3))


def table_names(tokens: Tokens, taken: bytearray) -> list[Name]:
    """Free capitalised runs that open a row of figures in a report of sports: "Norrvik Rovers 3 1 0 2", "Mia Okafor 71 75 73"."""
    found = []
    given = gazetteer.given_names()
    i, n = 0, len(tokens)
    while i < n:
        if taken[i] or not tokens.text[i][0].isupper() or not tokens.text[i].replace(".", "").replace("'", "").replace("-", "").isalpha():
            i += 1
            continue
        start = i
        i += 1
        while (
            i < n
            and not taken[i]
            and not tokens.on_new_line[i]
            and tokens.text[i][0].isupper()
            and tokens.text[i].replace(".", "").replace("'", "").isalpha()
        ):
            i += 1
        figures = 0
        while i + figures < n and figures < 2 and NUMBER.match(tokens.text[i + figures]) and not looks_like_date(tokens.text[i + figures]):
            figures += 1
        bounded = (
            start == 0
            or tokens.on_new_line[start]
            or NUMBER.match(tokens.text[start - 1]) is not None
            or tokens.text[start - 1] in {",", ")", ":", ";"}
        )
        if (
            figures
            and bounded
            and i - start <= 4
            and len(tokens.text[start]) > 2
            and tokens.lower[start] not in SPORT_OF
            and not is_function_word(tokens, start)
            and (figures > 1 or not tokens.starts_sentence(start) or tokens.on_new_line[start])
        ):
            key = key_of(tokens, start, i)
            person = len(key) > 1 and (key[0] in given or len(key[0]) == 1)
            found.append(Name(start, i, "PERSON" if person else "ORG", None, key))
    return found
