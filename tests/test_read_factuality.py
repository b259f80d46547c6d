"""Factuality: whether an act happened, is planned, hangs on a condition, is guessed or denied, as its innermost holder says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from read_helpers import report_of
from suasion.models import load_spacy
from suasion.read.factuality import SentenceFactuality, compose
from suasion.read.parse import parse_report
from suasion.read.words import Class
from suasion.records import FACTUALITIES, Factuality, Token

CASES = """
Not one Chadian soldier entered Sudan.|entered=denied
Not a single ship reached Aden.|reached=denied
Oman has not contracted, agreed or negotiated any loan with Qatar.|contracted=denied,agreed=denied,negotiated=denied
Peru did not sell, lend or give helicopters to Chile.|sell=denied,lend=denied,give=denied
Peru sold, lent or gave helicopters to Chile.|lent=occurred,gave=occurred
At no time did Lao troops cross the river.|cross=denied
Under no circumstances will Togo send police to Benin.|send=denied
The report that Kenya has signed a pact with Uganda does not reflect the truth.|signed=denied
Reports of an attack by Mali on Niger have nothing to do with reality.|attack=denied
The claim that Ghana made Togo an offer has no basis.|made=denied
Israel has neither confirmed nor denied that its jets struck the depot.|struck=possible
Ankara neither confirmed nor denied the delivery of drones to Chad.|delivery=possible
Tehran would neither confirm nor deny that it had supplied missiles to Sudan.|supplied=possible
The Kremlin refused to rule out sending troops to Niger.|sending=possible
Paris did not rule out deploying soldiers to Armenia.|deploying=possible
Berlin ruled out sending cruise missiles to Kyiv.|sending=denied
Washington has ruled out a visit to Caracas.|visit=denied
Ottawa stopped short of imposing sanctions on Georgia.|imposing=denied
Japan stopped short of recognising the new government.|recognising=denied
The declaration fell short of condemning Myanmar.|condemning=denied
Serbia has no plans to recognise Kosovo.|recognise=denied
There are no plans to send troops to Haiti, the minister said.|send=denied
Poland has no intention of expelling the envoy.|expelling=denied
Oman said it would mediate between Iran and Yemen.|mediate=planned
The minister said Kenya would send police to Haiti.|send=planned
President Tokayev is to visit Seoul in March.|visit=planned
The two ministers are to meet in Doha on Friday.|meet=planned
The prime minister was to visit Baku last week.|visit=planned
Egypt to supply Lebanon with gas.|supply=planned
Vietnam, Laos to hold joint drill in May.|hold=planned
Rwanda sent troops to Mozambique to fight insurgents.|sent=occurred,fight=planned
Algeria recalled its ambassador from Madrid to protest against the decision.|recalled=occurred
Cyprus called off a visit by the Turkish envoy.|visit=denied
A planned summit between India and Pakistan was cancelled.|summit=denied
Denmark cancelled talks with Mali.|talks=denied
The talks between Sudan and Chad were postponed indefinitely.|talks=denied
Morocco postponed the visit of the Tunisian minister.|visit=denied
Eritrea reportedly shipped weapons to the rebels.|shipped=possible
North Korea allegedly hacked a bank in Dhaka.|hacked=possible
Belarus has apparently closed its border with Latvia.|closed=possible
Did Iran send drones to Ethiopia?|send=possible
Will Turkey invade northern Syria?|invade=possible
Niger would have granted Russia a base near Agadez.|granted=possible
Bahrain offered Iraq a loan in exchange for oil.|offered=occurred
Sudan would host a base in exchange for arms, a diplomat said.|host=conditional
Seoul offered to lift sanctions in exchange for disarmament.|lift=conditional
Fears of a Chinese invasion of Taiwan are growing.|invasion=possible
Fears that Eritrea will attack Tigray have grown.|attack=possible
Hopes for a ceasefire between Sudan and the rebels faded.|ceasefire=possible
Speculation that Belgrade would recognise Pristina was rife.|recognise=possible
Amid speculation about the deployment of Russian missiles in Cuba, markets fell.|deployment=possible
Kigali denied accusations that it armed the rebels.|armed=denied
Tehran rejected claims that it had sent fighters to Iraq.|sent=denied
Moscow dismissed as baseless the allegation that it poisoned the dissident.|poisoned=denied
Claims that Beijing hacked the ministry are baseless, the spokesman said.|hacked=denied
The claim that Qatar funded the group is false.|funded=denied
London denied having any evidence of an imminent invasion of Moldova.|invasion=denied
Burundi denies any involvement in the war in Congo.|involvement=denied
Minsk denied any role in the attack on Vilnius.|role=denied
Talk of deploying missiles to Serbia was dismissed by the minister.|deploying=denied
The general speculated about the deployment of Russian troops in Nicaragua.|deployment=possible
The envoy hinted at the deployment of Chinese troops in Mali.|deployment=possible
The minister suggested a visit to Tbilisi.|visit=possible
The deputy minister hinted that Moscow could send missiles to Caracas.|send=possible
Kyiv urged Berlin to supply tanks.|urged=occurred,supply=possible
Lebanon asked Cyprus to extend the ceasefire.|extend=possible
Armenia called for sanctions against Azerbaijan.|sanctions=possible
Finland called on Hungary to ratify the treaty.|ratify=possible
Ghana promised to send troops to Niger.|promised=occurred,send=planned
Brazil agreed to buy fighter jets from Sweden.|buy=planned
The president ordered the army to withdraw from the valley.|withdraw=planned
Spain ordered the expulsion of two Russian diplomats.|expulsion=planned
Greece and Egypt agreed on the delivery of gas.|delivery=planned
Iraq demanded the withdrawal of Turkish troops.|withdrawal=possible
Mexico requested the extradition of the general.|extradition=possible
Romania pledged that it would train Ukrainian pilots.|train=planned
Chad threatened to close the border with Sudan.|close=planned
If Ankara sends troops, Athens will respond.|sends=conditional,respond=conditional
Athens would respond if Ankara sent troops.|respond=conditional
Unless Baku withdraws, Yerevan will close the road.|close=conditional
China may sell drones to Algeria.|sell=possible
Nigeria could impose sanctions on Niger.|impose=possible
Bolivia did not expel the ambassador.|expel=denied
Peru never recognised the government in Caracas.|recognised=denied
No Kenyan troops were sent to Somalia.|sent=denied
Tunisia failed to repay the loan.|repay=denied
Jordan managed to free the hostages.|free=occurred
Lithuania began supplying ammunition to Ukraine.|supplying=occurred
Mali stopped cooperating with France.|cooperating=denied
Kuwait said that it had donated vaccines to Jordan.|donated=occurred
Qatar confirmed that it had paid the salaries.|paid=occurred
The Pentagon believes that Russia moved missiles into Belarus.|moved=possible
Diplomats expect Riyadh to host the summit.|host=planned
It is unlikely that Hungary will approve the loan.|approve=denied
It is possible that Russia sends ships to Havana.|sends=possible
Uganda is ready to mediate between Sudan and Ethiopia.|mediate=planned
Estonia is considering expelling the ambassador.|expelling=possible
Thailand is reluctant to join the sanctions.|join=denied
The ambassador criticised the bombing of the hospital by Syria.|bombing=occurred
France condemned the attack on the embassy.|attack=occurred
Warsaw welcomed the decision to send troops.|send=planned
Slovakia halted deliveries of arms to Ukraine.|deliveries=denied
Kazakhstan was accused of helping Russia to evade sanctions.|helping=occurred
The United States accused Iran of supplying drones to Russia.|supplying=occurred
Havana denied that it had sent soldiers to Angola.|sent=denied
Havana did not deny that it had sent soldiers to Angola.|sent=possible
Azerbaijan denied shelling the village.|shelling=denied
The government denied reports of a secret deal with Israel.|deal=denied
The spokesman declined to say whether Berlin had sent tanks.|sent=possible
It remains unclear whether Libya received the missiles.|received=possible
Instead of sending troops, Japan donated money.|sending=denied,donated=occurred
Tajikistan closed the border without warning Kyrgyzstan.|warning=denied
The alleged attack on the Iranian ship angered Tehran.|attack=possible
The foiled attack on the Danish embassy alarmed Oslo.|attack=denied
The planned visit of the Omani sultan to Iran caused a stir.|visit=planned
Islamabad wants to buy helicopters from Turkey.|buy=possible
Rabat hopes that Madrid will recognise its claim.|recognise=possible
The minister warned that Russia would cut gas supplies.|cut=planned
Malawi is on the verge of signing a loan agreement with China.|signing=planned
Cambodia is in talks to buy tanks from China.|buy=possible
Norway has yet to deliver the jets to Ukraine.|deliver=denied
Canada has not yet sent the vehicles.|sent=denied
The Philippines nearly clashed with China.|clashed=denied
The ship almost collided with a Chinese vessel.|collided=denied
Only then did Ghana recognise the government.|recognise=occurred
Angola was forced to accept the loan.|accept=occurred
Turkey prevented Sweden from joining the alliance.|joining=denied
The envoy was expected to travel to Tripoli.|travel=planned
Swiss officials said they were prepared to host talks between Armenia and Azerbaijan.|host=planned
Bulgaria was on the point of expelling a diplomat.|expelling=planned
According to the minister, Georgia will train Ukrainian soldiers.|train=planned
Rumours that Cuba had admitted Chinese spies were denied.|admitted=denied
Ecuador considered but rejected a proposal to host a base.|host=denied
Senegal dropped plans to buy jets from Brazil.|buy=denied
Zambia abandoned its plan to recognise Western Sahara.|recognise=denied
Iran's alleged supply of drones to Russia was discussed.|supply=possible
Pakistan had planned to send a delegation to Kabul.|send=planned
The Emirates vowed never to recognise the junta.|recognise=denied
Sri Lanka cannot repay the loan.|repay=denied
Laos will not join the alliance.|join=denied
Nepal should reject the offer, the lawmaker said.|reject=possible
Iceland is said to have sold a ship to Ghana.|sold=possible
Croatia is reported to be training Libyan police.|training=possible
Haiti is thought to have paid the ransom.|paid=possible
Kigali has denied any part in the shelling of Goma.|shelling=denied
Beirut found no evidence of a Syrian attack.|attack=denied
Asked whether Seoul had supplied shells to Kyiv, the minister declined to comment.|supplied=possible
Vilnius would not exclude the possibility of expelling the diplomat.|expelling=possible
Russia has not ruled out a deployment of missiles to Cuba.|deployment=possible
The general would not rule out that troops would be sent to Serbia.|sent=possible
Lusaka hinted that it might default on the loan.|default=possible
Belarus is preparing to receive nuclear missiles.|receive=planned
Hungary blocked a shipment of arms to Moldova.|shipment=denied
Slovenia lifted sanctions on Serbia.|lifted=occurred
France withdrew its troops from Mali.|withdrew=occurred
France has started withdrawing its troops from Niger.|withdrawing=occurred
The navy will conduct exercises with India next week.|conduct=planned,exercises=planned
The army conducted exercises with India.|conducted=occurred,exercises=occurred
Britain announced the delivery of tanks to Poland.|delivery=planned
Britain announced new sanctions against Syria.|sanctions=planned
A visit to Ankara by the Iraqi premier is planned for May.|visit=planned
The premier, who will visit Ankara in May, praised Turkey.|visit=planned,praised=occurred
The premier arrived in Ankara to discuss water.|arrived=occurred
Japan plans to send ships, the minister told parliament.|send=planned
The delegation left Harare without signing the agreement.|signing=denied
Jakarta warned Canberra against sending submarines.|sending=possible
Jakarta warned Canberra not to send submarines.|send=denied
Kabul accused Islamabad of bombing two villages.|bombing=occurred
Islamabad rejected the accusation that it bombed two villages.|bombed=denied
Islamabad denied it had bombed the villages.|bombed=denied
Reports that Doha had paid the ransom were false.|paid=denied
Media reports said that Doha had paid the ransom.|paid=occurred
According to unconfirmed reports, Doha paid the ransom.|paid=possible
Niger let France evacuate its citizens.|evacuate=occurred
Algiers did not allow French planes to cross its territory.|cross=denied
Algiers refused to allow French planes to cross its territory.|cross=denied
Turkey allowed Swedish jets to cross its airspace.|cross=occurred
The court ordered the seizure of a Russian ship.|seizure=planned
Somalia severed ties with Kenya after accusing it of meddling.|severed=occurred,accusing=occurred,meddling=occurred
Before sending troops, Addis Ababa consulted Nairobi.|consulted=occurred,sending=occurred
After threatening to expel the envoy, Nairobi relented.|expel=planned
Prague considers the invasion of Georgia a crime.|invasion=occurred
Since the invasion of Ukraine, Finland has sent weapons.|invasion=occurred,sent=occurred
The possible invasion of Taiwan worries Manila.|invasion=possible
Manila worries about an invasion of Taiwan.|invasion=possible
In the event of an attack on Poland, NATO would respond.|attack=conditional,respond=conditional
Moscow said it could deploy missiles in Cuba if talks failed.|deploy=possible
Moscow said it would deploy missiles in Cuba if talks failed.|deploy=conditional
Kyiv will never recognise the annexation.|recognise=denied
Qatar is willing to finance the salaries of Lebanese soldiers.|finance=planned
Nairobi is unwilling to send police to Haiti.|send=denied
Bamako was unable to repay the debt.|repay=denied
The Gulf state is keen to mediate.|mediate=possible
The treaty obliges France to defend Greece.|defend=occurred
India was invited to join the group.|join=planned
India was asked to join the group.|join=possible
Angola was told to repay the loan.|repay=possible
The two countries are expected to sign a pact next month.|sign=planned
The signing of the pact is scheduled for Monday.|signing=planned
The foreign ministers will discuss the possible sale of jets.|sale=possible
Chile and Peru held talks on reopening the border.|reopening=possible
Chile and Peru agreed on reopening the border.|reopening=planned
Peru is close to reopening the border.|reopening=planned
Mexico resisted pressure to expel the ambassador.|expel=denied
Mexico yielded to pressure and expelled the ambassador.|expelled=occurred
The embassy dismissed speculation that Havana would host troops.|host=denied
The embassy described reports of an arms deal as false.|deal=denied
Oslo averted a clash with Moscow.|clash=denied
Plans for a joint exercise were shelved.|exercise=denied
The joint exercise did not take place.|exercise=denied
The summit took place in Cairo.|summit=occurred
The summit will take place in Cairo.|summit=planned
No agreement was reached.|agreement=denied
Sweden handed over the jets, which had been promised in May.|handed=occurred
The jets promised to Kyiv have not arrived.|arrived=denied
Weapons meant to be sent to Mali were seized in Dakar.|seized=occurred
Germany promised in May to deliver tanks and delivered them in June.|deliver=planned,delivered=occurred
Seoul says it has not decided whether to send shells.|send=possible
Manila protested over the ramming of its boat by a Chinese vessel.|ramming=occurred
Baku's threat to shell Stepanakert drew criticism.|shell=planned
Tbilisi ignored a request to extradite the banker.|extradite=denied
Tbilisi rejected a request to extradite the banker.|extradite=denied
Nigeria's plan to invade Niger failed.|invade=planned
Ethiopia is yet to sign the agreement.|sign=denied
It is not true that Cuba sent soldiers.|sent=denied
It is false that Cuba sent soldiers.|sent=denied
Cuba is not sending soldiers.|sending=denied
Cuba is sending soldiers next month.|sending=planned
Ghana is due to receive vaccines from India.|receive=planned
Ghana was due to receive vaccines from India last year.|receive=planned
China's blockade of Taiwan, should it come, would hurt Japan.|blockade=occurred
Pakistan would buy no more Russian oil, the official said.|buy=denied
Ghana made no offer to Togo.|made=denied
Neither Laos nor Cambodia condemned the invasion of Ukraine.|condemned=denied
Thai rice went to Iraq, Iraqi oil went to Thailand.|went=occurred
Moscow never participated in colonizing the continent.|participated=denied,colonizing=denied
Doha denied that it was continuing to pay the rebels.|continuing=denied,pay=denied
The president denied sending weapons, and accused Kyiv of lying.|sending=denied,accused=occurred,lying=occurred
The premier said he was counting on regular meetings with Cuba.|meetings=planned
Beijing may also be pressing big companies to leave Vilnius.|pressing=possible,leave=possible
The ministry denies that there is any boycott of Lithuania.|boycott=denied
Brussels threatened new sanctions against Minsk.|sanctions=planned
Paris threatened to reduce its contingent in Mali unless the junta relents.|reduce=conditional
Tokyo lets Korean lorries use the port.|use=occurred
Minsk is refusing to release the prisoners.|release=denied
Yerevan has agreed in principle to reopen the border.|reopen=planned
Yerevan had long refused to reopen the border but did so on Friday.|reopen=denied
The two armies will jointly produce a missile.|produce=planned
The minister said the sides were discussing the sale of tanks.|sale=possible
The sale of tanks to Oman, worth a billion dollars, was approved on Monday.|sale=planned
The sale of tanks to Oman was completed on Monday.|sale=occurred
Talks on a loan are under way.|Talks=occurred
Moldova asked the EU for aid.|aid=possible
Russia supplied arms to Mali in return for gold.|supplied=occurred
The Kremlin threatened retaliation.|retaliation=planned
The foreign ministry promised an investigation.|investigation=planned
There was no agreement between Egypt and Sudan.|agreement=denied
Kenya said there would be no deal with Somalia.|deal=denied
Reports of an attack on the base could not be confirmed.|attack=possible
Nobody has claimed responsibility for the attack on the embassy.|attack=occurred
A threatened boycott of the games by Canada did not materialise.|boycott=denied
Sudan backed away from a threat to expel the envoy.|expel=denied
Cairo reversed its decision to withdraw its troops.|withdraw=denied
Cairo confirmed its decision to withdraw its troops.|withdraw=planned
Warsaw would have sent jets if Washington had agreed.|sent=conditional
It is not clear that Iran fired the missile.|fired=possible
Iran may or may not have fired the missile.|fired=possible
Whether Iran fired the missile is unknown.|fired=possible
Oslo doubts that Minsk will withdraw.|withdraw=possible
Kyiv fears Russian strikes.|strikes=possible
Kyiv feared that Russia would strike.|strike=possible
The aim of the visit is to sign a pact.|sign=planned
The agreement provides for the delivery of gas to Chad.|delivery=planned
The agreement, signed in May, provides for joint patrols.|signed=occurred,patrols=planned
The visit comes after Tehran agreed to free the sailors.|visit=occurred,free=planned
The deal allows Turkey to build a base.|build=planned
Russia was the first to send vaccines to Peru.|send=occurred
Serbia was among the first countries to receive the vaccine.|receive=occurred
Oman is the only state to recognise the council.|recognise=occurred
Russia was the first to send Argentina, Mexico and Nicaragua its vaccines.|send=occurred
It was the day when Chad invaded Libya.|invaded=occurred
Spain sold arms and tanks to Morocco.|sold=occurred
Ministers fear interference in the Colombian election.|interference=possible
Russia is accused of interference in the Colombian election.|interference=occurred
Nairobi allows eighty Belgian soldiers to take part in the drill.|take=occurred
The four ministers agreed to consider ways to deepen cooperation.|cooperation=planned
The general threatened the deployment of missiles in Cuba.|deployment=planned
The envoy speculated that his country might send troops to Cuba.|send=possible
Asked about a possible deployment of troops to Cuba, he refused to rule it out.|deployment=possible
Analysts speculate that Minsk intends to send troops to Kyiv.|send=possible
Bolivia, where China built a dam, borrowed money from Brazil.|built=occurred,borrowed=occurred
The vaccines, donated by India, arrived in Dhaka.|donated=occurred,arrived=occurred
The loan to be granted by China will pay for a railway.|granted=planned
The railway to be built by China will cost a billion.|built=planned
Ankara, seeking to mend ties, invited the Greek premier.|mend=possible,invited=occurred
India is helping Sri Lanka to repay its debt.|helping=occurred
Turkey has been supplying drones to Ukraine since 2019.|supplying=occurred
The EU has yet to approve the loan, which Kyiv requested in May.|approve=denied,requested=occurred
Minsk has long been suspected of smuggling cigarettes into Lithuania.|smuggling=possible
Belgrade is suspected of selling arms to Kyiv.|selling=possible
Poland is believed to have shipped tanks to Kyiv.|shipped=possible
Chad's government said there was no truth to reports that it had freed the rebels.|freed=denied
"""
"""One sentence a line: the text, then `word=factuality` for one or more of its predicates."""


def factuality_of(text: str) -> dict[str, Factuality | None]:
    """By word; the first of two equal words counts."""
    found: dict[str, Factuality | None] = {}
    for sentence in parse_report(report_of(text), load_spacy()):
        values = SentenceFactuality(sentence.tokens).all()
        for token in sentence.tokens:
            found.setdefault(token.text, values[token.i])
    return found


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_a_predicate_is_as_certain_as_its_innermost_holder_says(case: str) -> None:
    text, _, wanted = case.partition("|")
    expected = dict(item.split("=") for item in wanted.split(","))
    found = factuality_of(text)
    assert {word: found[word] for word in expected} == expected


def test_words_that_are_no_predicates_have_no_factuality() -> None:
    assert factuality_of("The Omani sultan went to Doha.")["Doha"] is None


@given(
    st.sampled_from([None, "planned", "possible", "denied", "reported", "implied", "conditional", "shared"]),
    st.sampled_from(FACTUALITIES),
    st.sampled_from(FACTUALITIES),
)
def test_only_a_denied_denial_or_silence_makes_a_denied_content_anything_else(
    outer: Class | None, governor: Factuality, inner: Factuality
) -> None:
    value = compose(outer, governor, inner)
    assert value in FACTUALITIES
    assert value == "denied" or inner != "denied" or outer == "denied"


@given(st.sampled_from(FACTUALITIES), st.sampled_from(FACTUALITIES))
def test_no_plan_or_guess_becomes_a_deed_by_being_embedded(governor: Factuality, inner: Factuality) -> None:
    for outer in ("planned", "possible", "conditional"):
        assert compose(outer, governor, inner) != "occurred"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["VERB", "NOUN", "ADP", "ADJ", "AUX"]),
            st.sampled_from(
                ["ROOT", "xcomp", "conj", "pobj", "dobj", "advcl", "prep", "ccomp", "acl", "nsubj"]
            ),
            st.integers(0, 11),
        ),
        max_size=12,
    )
)
def test_a_parse_of_any_shape_has_an_answer(words: list[tuple[str, str, int]]) -> None:
    tokens = [
        Token(
            i=i,
            text="deny",
            start=5 * i,
            end=5 * i + 4,
            lemma="deny",
            pos=pos,
            tag="VB",
            dep=dep if head % (i + 1) != i else "ROOT",
            head=head % (i + 1),
            entity="",
        )
        for i, (pos, dep, head) in enumerate(words)
    ]
    assert len(SentenceFactuality(tokens).all()) == len(tokens)
