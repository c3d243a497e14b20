"""Names of places that the packages lack: abbreviations of divisions, everyday names, demonyms, regions of several countries.

Sources: abbreviations of states after the AP Stylebook ("state names") and the US Postal Service (Publication 28, appendix B), of
Canadian provinces after The Canadian Press; demonyms after the CIA's World Factbook ("Nationality") and, for US states, the Government
Publishing Office's Style Manual (5.23); regions with ids, centres and populations after GeoNames (no-country file, CC BY 4.0).
"""


def table(text: str) -> dict[str, tuple[str, ...]]:
    """What is written `key: value, value; key: value`."""
    entries = (entry.split(":", 1) for entry in " ".join(text.split()).split(";"))
    return {key.strip(): tuple(value.strip() for value in values.split(",")) for key, values in entries}


# Code of the division (country.division, as GeoNames has them) -> how it is abbreviated.
ABBREVIATIONS = table("""
    US.AL: AL, Ala.; US.AK: AK; US.AZ: AZ, Ariz.; US.AR: AR, Ark.; US.CA: CA, Calif., Cal.; US.CO: CO, Colo.; US.CT: CT, Conn.; US.DE: DE,
    Del.; US.DC: DC, D.C.; US.FL: FL, Fla.; US.GA: GA, Ga.; US.HI: HI; US.ID: ID, Ida.; US.IL: IL, Ill.; US.IN: IN, Ind.; US.IA: IA;
    US.KS: KS, Kan., Kans.; US.KY: KY, Ky.; US.LA: LA, La.; US.ME: ME; US.MD: MD, Md.; US.MA: MA, Mass.; US.MI: MI, Mich.; US.MN: MN,
    Minn.; US.MS: MS, Miss.; US.MO: MO, Mo.; US.MT: MT, Mont.; US.NE: NE, Neb., Nebr.; US.NV: NV, Nev.; US.NH: NH, N.H.; US.NJ: NJ, N.J.;
    US.NM: NM, N.M.; US.NY: NY, N.Y.; US.NC: NC, N.C.; US.ND: ND, N.D.; US.OH: OH; US.OK: OK, Okla.; US.OR: OR, Ore., Oreg.; US.PA: PA,
    Pa., Penn.; US.RI: RI, R.I.; US.SC: SC, S.C.; US.SD: SD, S.D.; US.TN: TN, Tenn.; US.TX: TX, Tex.; US.UT: UT; US.VT: VT, Vt.; US.VA:
    VA, Va.; US.WA: WA, Wash.; US.WV: WV, W.Va., W. Va.; US.WI: WI, Wis., Wisc.; US.WY: WY, Wyo.; CA.01: AB, Alta.; CA.02: BC, B.C.;
    CA.03: MB, Man.; CA.04: NB, N.B.; CA.05: NL, N.L., Nfld.; CA.07: NS, N.S.; CA.08: ON, Ont.; CA.09: PE, PEI, P.E.I.; CA.10: QC, Que.;
    CA.11: SK, Sask.; CA.12: YT; CA.13: NT, N.W.T.; CA.14: NU; AU.01: ACT; AU.02: NSW; AU.04: QLD; AU.06: TAS; AU.07: VIC
""")

# Country -> names of everyday use that the packages lack, or hold only as one alternate among many.
COUNTRY_NAMES = table("""
    US: United States, United States of America, U.S., US, USA, U.S.A., America; GB: United Kingdom, Britain, Great Britain, U.K., UK; AE:
    United Arab Emirates, UAE, U.A.E., Emirates; CD: Democratic Republic of Congo, Democratic Republic of the Congo, DR Congo, DRC,
    Congo-Kinshasa, Zaire, Congo; CG: Republic of Congo, Republic of the Congo, Congo-Brazzaville, Congo; CN: China, People's Republic of
    China, PRC, mainland China; CI: Ivory Coast, Cote d'Ivoire; CZ: Czech Republic, Czechia; KR: South Korea, Republic of Korea; KP: North
    Korea, DPRK; MM: Burma, Myanmar; RU: Russia, Russian Federation; VA: Vatican, Vatican City, Holy See; PS: Palestine, Palestinian
    territories, Palestinian Territory; SY: Syria; IR: Iran, Islamic Republic of Iran; LA: Laos; VN: Vietnam, Viet Nam; TZ: Tanzania; BO:
    Bolivia; VE: Venezuela; MD: Moldova; MK: Macedonia, North Macedonia; TW: Taiwan; SZ: Swaziland, Eswatini; TL: East Timor, Timor-Leste;
    CV: Cape Verde, Cabo Verde; BN: Brunei; FM: Micronesia; GM: Gambia; BS: Bahamas; NL: Netherlands, Holland; TR: Turkey, Türkiye,
    Turkiye; SA: Saudi Arabia; IE: Ireland; CF: Central African Republic, CAR; BA: Bosnia, Bosnia and Herzegovina, Bosnia-Herzegovina; NZ:
    New Zealand, N.Z.; HK: Hong Kong; TT: Trinidad and Tobago, Trinidad; XK: Kosovo; DE: Germany, West Germany, East Germany
""")

# Country -> demonyms beside those that countryinfo has.
DEMONYMS = table("""
    GB: British, Briton, Brit; US: American; AR: Argentine, Argentinian; PH: Filipino, Filipina, Philippine; KZ: Kazakh; KG: Kyrgyz; TJ:
    Tajik; UZ: Uzbek; TM: Turkmen; DK: Danish, Dane; SE: Swede; FI: Finn; PL: Pole; TR: Turk; ES: Spaniard; FR: Frenchman, Frenchwoman,
    Frenchmen; IS: Icelandic; IE: Irishman, Irishmen; NL: Dutchman; CD: Congolese; AF: Afghani; BD: Bengali; BW: Botswanan; EC:
    Ecuadorian; LA: Lao; RS: Serb; HR: Croat; SI: Slovenian; SK: Slovakian; NZ: Kiwi; VU: Vanuatuan; LS: Basotho; BF: Burkinabé; IL:
    Israeli; SA: Saudi; GR: Greek; KR: Korean, South Korean; MD: Moldavian; SV: Salvadorean, Salvadorian; TW: Taiwanese; XK: Kosovar,
    Kosovan; BA: Bosniak; CH: Swiss; MV: Maldivian; NP: Nepali; PR: Puerto Rican; TT: Tobagonian; SS: South Sudanese; IN: Indian
""")

# Division -> demonyms.
DIVISION_DEMONYMS = table("""
    US.AL: Alabamian; US.AK: Alaskan; US.AZ: Arizonan; US.AR: Arkansan; US.CA: Californian; US.CO: Coloradan; US.DE: Delawarean; US.FL:
    Floridian; US.GA: Georgian; US.HI: Hawaiian; US.ID: Idahoan; US.IL: Illinoisan; US.IN: Hoosier; US.IA: Iowan; US.KS: Kansan; US.KY:
    Kentuckian; US.LA: Louisianan, Louisianian; US.ME: Mainer; US.MD: Marylander; US.MI: Michigander, Michiganian; US.MN: Minnesotan;
    US.MS: Mississippian; US.MO: Missourian; US.MT: Montanan; US.NE: Nebraskan; US.NV: Nevadan; US.NJ: New Jerseyan; US.NM: New Mexican;
    US.NC: North Carolinian; US.ND: North Dakotan; US.OH: Ohioan; US.OK: Oklahoman; US.OR: Oregonian; US.PA: Pennsylvanian; US.RI: Rhode
    Islander; US.SC: South Carolinian; US.SD: South Dakotan; US.TN: Tennessean; US.TX: Texan; US.UT: Utahn; US.VT: Vermonter; US.VA:
    Virginian; US.WV: West Virginian; US.WI: Wisconsinite; US.WY: Wyomingite; CA.08: Ontarian; CA.10: Quebecer, Québécois; GB.ENG:
    English; GB.SCT: Scottish, Scot; GB.WLS: Welsh; GB.NIR: Northern Irish; ES.56: Catalan; DE.02: Bavarian; RU.CI: Chechen
""")

# Division -> names of everyday use that count as much as its own.
DIVISION_NAMES = table("""
    PS.GZ: Gaza; UA.11: Crimea
""")

# Town (GeoNames id) -> names of everyday use, in English today or until lately, that count as much as its own.
TOWN_NAMES = table("""
    5128581: New York, NYC, N.Y.C.; 5368361: L.A.; 4140963: Washington DC, Washington D.C.; 4560349: Philly;
    1275004: Calcutta; 1275339: Bombay; 1264527: Madras; 1277333: Bangalore; 1566083: Saigon; 1816670: Peking; 703448: Kiev; 698740: Odessa;
    706483: Kharkov; 702550: Lvov; 498817: Leningrad; 104515: Mecca
""")

# id, name, feature code, latitude, longitude, population, further names, demonyms.
Region = tuple[int, str, str, float, float, int, tuple[str, ...], tuple[str, ...]]
REGIONS: tuple[Region, ...] = (
    (6255146, "Africa", "CONT", 7.1881, 21.0938, 1_031_833_000, (), ("African",)),
    (6255147, "Asia", "CONT", 29.8406, 89.2969, 3_812_366_000, (), ("Asian",)),
    (6255148, "Europe", "CONT", 48.691, 9.1406, 741_000_000, (), ("European",)),
    (6255149, "North America", "CONT", 46.0732, -100.547, 580_000_000, (), ("North American",)),
    (6255150, "South America", "CONT", -14.6049, -57.6562, 385_742_554, (), ("South American",)),
    (6255151, "Oceania", "CONT", -18.3128, 138.5156, 40_000_000, (), ()),
    (6255152, "Antarctica", "CONT", -78.1586, 16.4063, 1_100, (), ()),
    (7729885, "Western Africa", "RGN", 18.3128, -4.834, 340_000_000, ("West Africa",), ("West African",)),
    (7729886, "Central Africa", "RGN", -2.0211, 24.6973, 129_400_000, (), ()),
    (7729887, "Northern Africa", "RGN", 32.9534, 9.9756, 210_800_000, ("North Africa",), ("North African",)),
    (7729889, "Eastern Africa", "RGN", -0.5273, 36.5186, 325_927_000, ("East Africa",), ("East African",)),
    (7729883, "Northern Europe", "RGN", 61.6899, 2.9004, 99_000_000, (), ()),
    (7729884, "Eastern Europe", "RGN", 51.727, 28.3887, 294_600_000, (), ("Eastern European", "East European")),
    (7729891, "Caribbean", "RGN", 20.3858, -72.334, 39_169_962, (), ()),
    (7729892, "Central America", "RGN", 25.3242, -99.668, 154_300_000, (), ("Central American",)),
    (7730009, "Latin America and the Caribbean", "RGN", -8.0592, -72.5977, 650_000_000, ("Latin America",), ("Latin American",)),
    (10861432, "America", "RGN", 26.0173, -104.4141, 1_000_000_000, ("Americas",), ()),
    (7729893, "Central Asia", "RGN", 43.0047, 71.7188, 66_453_533, (), ("Central Asian",)),
    (7729894, "Eastern Asia", "RGN", 32.25, 114.6094, 1_575_784_500, ("East Asia",), ("East Asian",)),
    (7729895, "Southern Asia", "RGN", 21.2894, 78.6621, 1_702_000_000, ("South Asia",), ("South Asian",)),
    (
        7729896,
        "South Eastern Asia",
        "RGN",
        6.8392,
        116.4551,
        618_000_000,
        ("Southeast Asia", "South East Asia"),
        ("Southeast Asian",),
    ),
    (7729897, "Western Asia", "RGN", 25.8395, 43.2422, 313_428_000, ("West Asia",), ()),
    (7729899, "Melanesia", "RGN", -7.4496, 157.7197, 8_700_000, (), ()),
    (7729901, "Polynesia", "RGN", -17.6859, -143.877, 610_100, (), ("Polynesian",)),
    (6269133, "Middle East", "RGN", 29.2985, 42.551, 410_000_000, (), ("Middle Eastern",)),
    (6695072, "European Union", "RGN", 50.1021, 9.9683, 447_000_000, ("EU", "E.U."), ()),
    (305104, "Levant", "RGN", 34.0, 36.0, 44_990_000, (), ()),
    (6957697, "Arabian Peninsula", "PEN", 25.0, 45.0, 0, (), ()),
    (10941926, "Arctic", "RGN", 75.5849, -43.9453, 0, (), ()),
    (350155, "Red Sea", "SEA", 20.2674, 38.5346, 0, (), ()),
    (363196, "Mediterranean Sea", "SEA", 35.0, 20.0, 0, ("Mediterranean",), ()),
    (235616, "Persian Gulf", "GULF", 27.0, 51.0, 0, ("Arabian Gulf",), ()),
    (80303, "Gulf of Aden", "GULF", 12.0, 48.0, 0, (), ()),
    (145945, "Gulf of Oman", "GULF", 25.0, 58.0, 0, (), ()),
    (615318, "Caucasus Region", "RGN", 42.0, 45.0, 15_900_000, ("Caucasus",), ()),
    (685608, "Balkan Peninsula", "PEN", 44.0, 23.0, 60_000_000, ("Balkans",), ("Balkan",)),
    (682674, "Carpathians", "MTS", 47.0, 25.5, 0, ("Carpathian Mountains",), ()),
    (630673, "Black Sea", "SEA", 43.4131, 34.2971, 0, (), ()),
    (630671, "Caspian Sea", "SEA", 42.0, 50.0, 0, ("Caspian",), ()),
    (630674, "Barents Sea", "SEA", 74.0, 36.0, 0, (), ()),
    (713066, "Sea of Azov", "SEA", 46.0297, 36.3734, 0, (), ()),
    (453749, "Gulf of Finland", "GULF", 60.0, 27.0, 0, (), ()),
    (6640368, "Irish Sea", "SEA", 53.6667, -5.0, 0, (), ()),
)
