"""References: which words stand for which actors."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from read_helpers import report_of
from suasion.read import Reader
from suasion.records import Passage, Reading
from suasion.registers import load_registers

CASES = r"""
Chinese warships docked in Tanzania. Kenya watched. The ships left on Friday.|The ships=CHN
Kenya's navy stopped a trawler. The ship was towed to Mombasa.|The ship=
The Omani ambassador spoke in Lima. Peru had called in the envoy.|the envoy=OMN
Tanzania thanked China. The United States warned the East African nation.|the East African nation=TZA
Serbia thanked Norway. The Balkan country bought tugs.|The Balkan country=SRB
Kenya summoned the Polish ambassador to Dodoma, Tomasz Zielak. Zielak said nothing.|Zielak=POL
China and Tanzania met. The two navies will train.|The two navies=CHN+TZA
Pakistan's Foreign Office blamed India.|Pakistan's Foreign Office=PAK
The Foreign Office in London blamed India.|Foreign Office=GBR
The Chinese spokesman Qiu Lan thanked Malta. Qiu praised the port.|Qiu Lan=CHN;Qiu=CHN
The Brazilian Chancellery invited Peru.|The Brazilian Chancellery=BRA
The Chancellery of Peru invited Chile.|The Chancellery=PER
Poland's minister rang the Chancellery in Berlin.|Chancellery=DEU
Vietnam protested to China. The Department of Foreign Affairs said so.|The Department=VNM
The Lankan navy thanked India.|navy=LKA
Brazil is large. Guyana protested to Venezuela. Brazil has two neighbours. Brazil urged both governments to talk.|both governments=VEN+GUY
Brazil is large. Guyana protested to Venezuela. Brazil wrote to the two sides.|two sides=VEN+GUY
Vietnam protested to China. China denied talks between the two countries.|two countries=VNM+CHN
Ghana's finance minister, Kwesi Amoatin, flew to Lomé. Amoatin asked for time.|Kwesi Amoatin=GHA;Amoatin=GHA
The president of Togo Kossi Adjanor called the emir of Qatar.|Kossi Adjanor=TGO
The government in Bangui said that shots were fired. Communication Minister Firmin Ndoko told state radio so.|Firmin Ndoko=CAF
Fiji protested to Vanuatu. The Fijian minister said so. Minister Tevita Rokovada hopes for talks.|Tevita Rokovada=FJI
The EU commissioner Anna Hallgren flew to Lima. Peru welcomed her.|Anna Hallgren=
Turkey and Madagascar held talks. Turkey built a pier on the island.|the island=MDG
Kuwait lent Bolivia money. Bolivia pays the emirate in lithium.|the emirate=KWT
Chad and Sudan met in Cairo. Chad and Sudan signed. The parties agreed on a register.|The parties=TCD+SDN
Chad protested to Sudan. The Ministry said so.|The Ministry=TCD
Kenya sent troops to Haiti. The country will pay for them itself.|The country=KEN
Bahrain closed its port. The island kingdom said it was for repairs.|The island kingdom=BHR
Tonga asked for help. The island nation was hit by a volcano.|The island nation=TON
Egypt invited Ethiopia. The president said talks would begin soon.|The president=EGY
The president of Chad met the emir of Qatar.|The president=TCD;the emir=QAT
"We will not leave," Sergei Lavrov said. He accused Poland of lying.|He=RUS
Sergei Lavrov said Poland had lied. Mateusz Morawiecki rejected the charge. He called it absurd.|He=POL
Vietnam protested to China. It recalled its ambassador.|It=VNM;its=VNM
Ethiopia's foreign minister met his Kenyan counterpart in Nairobi.|counterpart=KEN;foreign minister=ETH
The minister met colleagues from Ghana and Togo.|colleagues=GHA+TGO
The Russian strongman visited Tehran.|strongman=RUS
The dictators of Cuba and Peru met in Panama.|dictators=CUB+PER
The Ukrainian side rejected the terms.|side=UKR
Iran's ambassador to Kyiv was expelled.|ambassador=IRN
The Iranian ambassador to Ukraine apologised to Kyiv.|ambassador=IRN;Kyiv=UKR
The US-led coalition bombed Raqqa.|US-led coalition=IGO
Iranian-backed rebels shelled the airport.|Iranian=
A Saudi-led coalition bombed Sanaa.|coalition=IGO
Russian-backed separatists shelled the town.|Russian=
Former president Evo Morales visited Mexico.|Evo Morales=BOL
Latin American leaders met in Lima.|leaders=group:latin-american-leaders
The Moscow Times reported that troops had moved.|Moscow=
The Bank of China opened a branch in Lagos.|China=CHN
Bank of China lent Angola two billion dollars.|Bank of China=CHN
The Washington Post reported the visit.|Washington=
The Beijing Olympics were boycotted by Lithuania.|Beijing=
The United States left the Paris accord.|Paris=
The Geneva talks between Syria and Turkey ended.|Geneva=
Brian Kemp, governor of Georgia, spoke in Atlanta.|Georgia=
Police in Atlanta, Georgia, arrested a Chinese student.|Georgia=
Michael Jordan visited Manila.|Jordan=
Jordan Henderson visited Manila.|Jordan=
Jordan Lee, a student, left Manila.|Jordan=
He spoke Russian and French with the guests.|Russian=;French=
The shop sold Turkish coffee and French wine.|Turkish=TUR
RUSSIA TO SEND TROOPS TO BELARUS, SAYS UKRAINE'S MINISTER|RUSSIA=RUS;BELARUS=BLR;UKRAINE=UKR
CHINA'S NAVY ENTERS JAPANESE WATERS, TOKYO PROTESTS|CHINA=CHN;TOKYO=JPN
US AND UK SEND ENVOYS TO UAE FOR TALKS WITH IRAN|US=USA;UK=GBR;UAE=ARE
US ENVOY TELLS US IT WAS NO ACCIDENT, SAYS IRAN|US=USA
Russia sent missiles.The Kremlin denied it.Ukraine protested.|Kremlin=RUS;Ukraine=UKR
Ankara said the deal is off.Athens was surprised.|Athens=GRC
South Korean troops drilled with American forces.|American=USA;troops=KOR
North Korean leader Kim Jong Un toured a base.|leader=PRK
South Africa and South Sudan signed a pact.|South Africa=ZAF;South Sudan=SSD
Papua New Guinea police arrested a man from Equatorial Guinea.|Papua=PNG;Equatorial=GNQ
The Democratic Republic of Congo accused Rwanda.|Congo=COD
Guinea-Bissau expelled the envoy of Guinea.|Guinea-Bissau=GNB;Guinea#2=GIN
New Mexico sued the company.|Mexico=
The Indian Ocean is patrolled by France.|Indian=region:indian-ocean
The Persian Gulf was mined by Iran.|Persian=region:gulf
The South China Sea is claimed by Vietnam.|China=
The Turkish Cypriots voted.|Turkish=CYP
Paris Hilton flew to Dubai.|Paris=
Chelsea Manning criticised Washington.|Washington=USA
Denzel Washington arrived in Cairo.|Washington=
George Washington University hosted the envoy.|Washington=
Chad Smith plays the drums.|Chad=
Israel Adesanya fought in Perth.|Israel=
Cuba Gooding spoke.|Cuba=
The ministers of Chile, Peru and Ecuador met.|ministers=CHL+PER+ECU
Britain, France and Germany wrote to Iran. The three countries demanded answers.|The three countries=GBR+FRA+DEU
Vladimir Putin called Emmanuel Macron. The two leaders spoke for an hour.|The two leaders=RUS+FRA
Joe Biden met Olaf Scholz. They discussed Ukraine.|They=USA+DEU
Xi Jinping told Joko Widodo that Beijing would build the railway.|Beijing=CHN
Recep Tayyip Erdogan met Viktor Orban. The Turkish president praised Hungary.|The Turkish president=TUR
The Emirates and Oman condemned it.|The Emirates=ARE
The prime minister of Pakistan arrived in Kabul. He met the Taliban.|He=PAK
Kabul said that it would release the men.|it=AFG
It was raining when Serbia voted.|It=
Morocco's king wrote to Spain's prime minister.|king=MAR;prime minister=ESP
A spokesman for the Danish foreign ministry said so.|spokesman=DNK
The European Union fined Hungary.|European Union=EUR
The Swiss embassy in Tehran passed on the note.|embassy=CHE
The US embassy in Cuba was closed.|embassy=USA
China's embassy in Canberra protested.|embassy=CHN
Russian gas exports to Hungary rose.|Hungary=HUN
The ruling party of Georgia met in Tbilisi.|Georgia=GEO
The two Koreas held talks.|The two Koreas=KOR+PRK
Congolese rebels backed by Rwanda took the town.|Rwanda=RWA
The Kim regime fired a missile.|regime=
The Taliban government asked China for aid.|Taliban=AFG
Cairo University hosted the minister.|Cairo=
Manchester City beat Real Madrid.|Madrid=
Air France cancelled flights to Mali.|France=
Deutsche Bank left Russia.|Russia=RUS
The Times of Israel reported a strike in Syria.|Israel=
The Jerusalem Post said Syria was hit.|Jerusalem=
Radio Free Europe reported that Moldova had agreed.|Moldova=MDA
The Treaty of Rome was signed by Belgium.|Rome=
Under the Minsk agreements Ukraine must act.|Minsk=
The Vienna talks with Iran resumed.|Vienna=
The London Stock Exchange delisted the Russian firm.|London=
The president of Ecuador telephoned the Colombian president. The two presidents agreed to reopen the border.|The two presidents=ECU+COL
Ukraine's defence ministry said the Russian army had shelled Kharkiv.|defence ministry=UKR;Russian army=RUS
Hungary's foreign minister flew to Moscow. The minister met Sergei Lavrov.|The minister=HUN
The Swedish government summoned the Iraqi ambassador. It demanded an apology.|It=SWE
Turkish troops crossed into Iraq. Baghdad summoned the Turkish envoy.|Baghdad=IRQ;envoy=TUR
Its neighbours fear Ethiopia.|Ethiopia=ETH
The Czech Republic and Slovakia sent helicopters. The two neighbours share a border.|The two neighbours=CZE+SVK
Myanmar's junta bought jets from Russia. The junta leader flew to Moscow.|junta=MMR;The junta leader=MMR
India and Pakistan exchanged fire. Both sides blamed each other.|Both sides=IND+PAK
Ottawa summoned Riyadh's envoy. Saudi Arabia had expelled the Canadian ambassador.|envoy=SAU;the Canadian ambassador=CAN
The Cuban foreign minister, Bruno Rodriguez, visited Hanoi. He thanked Vietnam.|He=CUB
Colombia, Peru and Ecuador met in Quito. The three governments signed a pact.|The three governments=COL+PER+ECU
Officials in Seoul said Japan had apologised.|Officials=KOR
The Vatican offered to mediate between Ukraine and Russia.|The Vatican=VAT
Prague expelled eighteen Russians. Moscow called the move hostile.|Prague=CZE;Moscow=RUS
The Nigerian navy freed a Greek tanker off Benin.|navy=NGA;Greek=GRC
"We want peace," the Armenian premier said. He blamed Azerbaijan.|He=ARM
The king of Jordan met the king of Bahrain.|king=JOR;the king of Bahrain=BHR
The Organization of American States condemned Nicaragua.|American States=IGO
French President Emmanuel Macron called Vladimir Putin. He asked him to withdraw.|He=FRA
A Chinese company built a port in Sri Lanka.|company=CHN
American Airlines suspended flights to Tel Aviv.|American=
The Suez Canal belongs to Egypt.|Egypt=EGY
The Paris Agreement was ratified by Oman.|Paris=
The Havana Times said Cuba would host troops.|Havana=
The Korean peninsula is tense.|Korean=
The Cuban missile crisis is remembered in Moscow.|Moscow=RUS
India Today reported that Nepal had agreed.|India=
The Bank of England raised rates.|Bank of England=GBR
Guinea pigs were sold in Lima.|Guinea=
The Kuwaiti emir hosted the sultan of Oman; the two rulers prayed together.|the two rulers=KWT+OMN
Germany's Scholz told Hungary's Orban that he would pay.|he=DEU
Iran Opens University in Oman|Iran=IRN;Oman=OMN
The leader of the party praised China.|leader=
Chad asked for help. The leader of the country thanked Oman.|The leader=TCD
Neither Peru nor Chile signed.|Peru=PER;Chile=CHL
"""
"""One text a line (a slash-n is a line end), then `words=codes`: the states or other codes that the words stand for, none if empty.

`#2` asks for the second place where the words stand.
"""

ODD = st.sampled_from(
    [
        "the two countries",
        "Iran",
        "RUSSIA'S",
        "’s",
        "he",
        "its",
        "—",
        "🛰️",
        "\u200f",
        "\u202e",
        "of",
        "and",
        ".",
        "\n",
        "(",
        "US-led",
        "The",
        "Georgia",
        "Atlanta",
        "met",
        "both",
        "\ufeff",
        "Türkiye",
        "৬৬",
        '"',
        "said",
        ",",
        "president",
        "their",
    ]
)


def read(text: str) -> Reading:
    return Reader(load_registers()).read(report_of(text))


def place_of(text: str, words: str) -> tuple[int, int]:
    words, _, nth = words.partition("#")
    start = -1
    for _ in range(int(nth or 1)):
        start = text.index(words, start + 1)
    return start, start + len(words)


def codes_at(reading: Reading, start: int, end: int) -> set[str]:
    """The codes of whoever is mentioned in a stretch; ids for those without a code."""
    return {
        mention.actor.country or mention.actor.code or mention.actor.id
        for mention in reading.mentions
        if mention.start <= start < mention.end or start <= mention.start < end
    }


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_words_stand_for_whom_a_careful_reader_takes_them(case: str) -> None:
    text, _, wanted = case.replace("\\n", "\n").partition("|")
    reading = read(text)
    for item in wanted.split(";"):
        words, _, codes = item.partition("=")
        assert codes_at(reading, *place_of(text, words)) == set(filter(None, codes.split("+"))), words


DYADS = [
    (
        "Iran and Turkey signed a gas deal. "
        "Turkey will pay in lira, and Iran will deliver in May. "
        "Officials from Oman and Qatar watched. "
        "The two governments had quarrelled for years.",
        "The two governments",
        {"TUR", "IRN"},
    ),
    (
        "Chile seeks lithium pact with India\n"
        "Chile and India are close to a pact. "
        "India wants more lithium, and Chile wants more schools. "
        "Analysts in Peru and Bolivia are sceptical. "
        "Both countries hope to sign in May.",
        "Both countries",
        {"CHL", "IND"},
    ),
    (
        "Poland expels Belarusian envoy\n"
        "Poland expelled the Belarusian ambassador on Monday. "
        "Belarus called it a provocation. "
        "Ukraine and Lithuania backed Warsaw. "
        "The two sides have traded accusations all year.",
        "The two sides",
        {"BLR", "POL"},
    ),
]


@pytest.mark.parametrize(("text", "words", "codes"), DYADS)
def test_two_sides_are_those_whom_the_report_is_about_not_the_nearest_pair(
    text: str, words: str, codes: set[str]
) -> None:
    assert codes_at(read(text), *place_of(text, words)) == codes


def test_an_answer_depends_on_the_report_alone() -> None:
    text = "Oman hosted Iran. The two countries signed a pact. It was their first."
    assert read(text) == read(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ODD, max_size=40))
def test_any_string_of_words_is_read_and_each_mention_quotes_its_text(words: list[str]) -> None:
    reading = read(" ".join(words))
    for mention in reading.mentions:
        assert reading.report.text[mention.start : mention.end] == mention.text
        assert mention.text


def test_a_state_is_known_by_a_name_that_only_other_languages_use() -> None:
    assert load_registers().state_called("Allemagne") == load_registers().actor("state:DEU")
    assert load_registers().state_called("Nowhereland") is None


HOME = """The Fiji Times|Vanuatu protested to Fiji. The government said it was sorry.|The government|FJI
The Fiji Times|Vanuatu thanked Fiji. Vanuatu withdrew its note. Our country won.|Our country|FJI
The Fiji Times|Vanuatu protested to Fiji. Fisheries Minister Jone Rasaku smiled.|Jone Rasaku|FJI
Ministry of Foreign Affairs of Chad|Sudan wrote to Chad. The Ministry answered Sudan.|The Ministry|TCD
|ACCRA, April 9 - Togo owes Ghana money, Energy Minister Kofi Amponsem said. Togo said that Togo will pay.|Kofi Amponsem|GHA
The Fiji Times|Chad and Sudan met in Cairo. The government of neither spoke. Minister Ali Haroun smiled.|Ali Haroun|
The Fiji Courier|Chad thanked Sudan. Chad wrote to Sudan and Fiji. The government smiled.|The government|FJI
The Karachi Post of Pakistan|India wrote to Pakistan. Pakistan waited. The Foreign Office said nothing.|The Foreign Office|PAK
The Fiji Times|Vanuatu thanked Fiji. Ambassador Ali Haroun smiled.|Ali Haroun|
The Fiji Times|Vanuatu thanked Fiji. "Our country won," said the president of Vanuatu.|Our country|VUT"""


@pytest.mark.parametrize("case", HOME.splitlines())
def test_a_report_leaves_its_own_states_officials_without_a_state(case: str) -> None:
    outlet, text, words, wanted = case.split("|")
    reading = Reader(load_registers()).read(replace(report_of(text), outlet=outlet or None))
    assert codes_of(reading, words) == wanted


@pytest.mark.parametrize(
    ("dateline", "code"),
    [
        ("ACCRA, April 9 (Courier) -", "GHA"),
        ("KUMASI, Ghana, April 9 -", "GHA"),
        ("OSLO, April 9 -", ""),
        ("April 9 -", ""),
    ],
)
def test_a_dateline_that_stands_apart_says_where_a_report_is_at_home_if_it_speaks_of_that_state(
    dateline: str, code: str
) -> None:
    body = "Togo owes Ghana money, Energy Minister Kofi Amponsem said. Togo said that Togo will pay."
    source = report_of(f"{dateline} {body}")
    passages = (
        Passage(start=0, end=len(dateline), kind="date"),
        Passage(start=len(dateline) + 1, end=len(source.text), kind="body"),
    )
    reading = Reader(load_registers()).read(replace(source, passages=passages))
    assert codes_of(reading, "Kofi Amponsem") == code


def codes_of(reading: Reading, words: str) -> str:
    """The codes of what a phrase stands for, in order, or nothing."""
    found = [mention for mention in reading.mentions if mention.text == words]
    return "+".join(mention.actor.code or "" for mention in found)
