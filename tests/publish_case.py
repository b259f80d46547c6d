"""A made-up case of six reports for the tests of `publish`: every text is ours and nothing in it happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from suasion.codebook import Codebook, load_codebook
from suasion.ids import content_id
from suasion.publish import DossierInput
from suasion.records import (
    Actor,
    Amount,
    Attribution,
    Damage,
    Dated,
    Dispute,
    DisputedValue,
    Event,
    Factuality,
    FactualityCounts,
    Holder,
    Link,
    LinkTarget,
    Mention,
    Origin,
    Participant,
    Passage,
    Place,
    Precision,
    Rejection,
    Report,
    Run,
    Span,
    Statement,
    Tie,
    Window,
)

NAMES = {
    "TUR": "Turkey",
    "KAZ": "Kazakhstan",
    "KEN": "Kenya",
    "NLD": "Netherlands",
    "IND": "India",
    "NPL": "Nepal",
    "USA": "United States",
    "ETH": "Ethiopia",
}
UNDATED = Dated()
PHRASES = {
    "AGREE": ("agreed with", "agree with", "agreement"),
    "AID": ("gave aid to", "give aid to", "aid"),
    "COERCE": ("coerced", "coerce", "coercion"),
    "CONSULT": ("held talks with", "hold talks with", "talks"),
    "COOPERATE": ("cooperated with", "cooperate with", "cooperation"),
    "SANCTION": ("punished", "punish", "punishment"),
    "SUPPORT": ("backed", "back", "support"),
    "THREATEN": ("threatened", "threaten", "threat"),
}
"""Verbs and nouns fixed here, so that a better word in the codebook changes no expectation of these tests."""


def phrased() -> Codebook:
    """The codebook with the phrases of this case."""
    book = load_codebook()
    types = {
        name: replace(book.types[name], verb=verb, verb_base=base, noun=noun)
        for name, (verb, base, noun) in PHRASES.items()
    }
    return replace(book, types={**book.types, **types})


def days(start: str, end: str | None = None, precision: Precision = "day") -> Dated:
    """A stated period."""
    return Dated(
        start=date.fromisoformat(start),
        end=date.fromisoformat(end or start),
        precision=precision,
        how="stated",
    )


def report(title: str, body: str, **given: Any) -> Report:
    """A report with a title line and a body."""
    text = f"{title}\n\n{body}"
    made = Report(
        id=content_id("r", title, body, given.get("outlet")),
        outlet=None,
        outlet_how="not stated",
        url=None,
        path=f"/home/somebody/cases/{title.split(maxsplit=1)[0].lower()}.txt",
        title=title,
        byline=None,
        published=UNDATED,
        language="en",
        language_how="guessed",
        translated_from=None,
        translated_from_how="not stated",
        original_text=text,
        text=text,
        passages=(
            Passage(start=0, end=len(title), kind="title"),
            Passage(start=len(title) + 2, end=len(text), kind="body"),
        ),
    )
    return replace(made, **given)


def state(code: str) -> Actor:
    """A state as an actor."""
    return Actor(id=code, name=NAMES[code], country=code, code=code, sector="GOV")


BLOC = Actor(id="org-ring", name="Ring Council", country=None, code="IGO", sector=None)


def person(word: str, code: str, name: str | None = None) -> tuple[str, Actor]:
    """Words of a sentence that stand for a state or one of its people."""
    return word, Actor(id=name or code, name=name or NAMES[code], country=code, code=code, sector="GOV")


def statement(  # noqa: PLR0917  reads as a sentence
    source: Report,
    sentence: str,
    action: str,
    kind: str,
    actors: list[tuple[str, Actor]],
    recipients: list[tuple[str, Actor]],
    **given: Any,
) -> Statement:
    """A statement at the place where its words stand in the report."""
    start = source.text.index(sentence)

    def span(words: str) -> tuple[int, int]:
        at = source.text.index(words, start)
        return at, at + len(words)

    def take(words: str, actor: Actor) -> Participant:
        a, b = span(words)
        return Participant(
            text=words,
            start=a,
            end=b,
            id=actor.id,
            name=actor.name,
            country=actor.country,
            code=actor.code,
            sector=actor.sector,
        )

    a, b = span(action)
    made = Statement(
        id=content_id("s", source.id, sentence, action, kind),
        report_id=source.id,
        sentence=sentence,
        start=start,
        end=start + len(sentence),
        action=Span(text=action, start=a, end=b),
        event_type=kind,
        mode=None,
        contexts=(),
        instruments=(),
        actors=tuple(take(*item) for item in actors),
        recipients=tuple(take(*item) for item in recipients),
        factuality="occurred",
        content_of=None,
        when=UNDATED,
        where=None,
        where_how="not stated",
        amounts=(),
        holders=(outlet(source),),
        quoted=False,
        probability=0.8,
        coder="test",
        codebook="1.0",
    )
    return replace(made, **given)


def outlet(source: Report) -> Holder:
    """The outlet as the outermost holder."""
    return Holder(
        name=source.outlet or "outlet unknown",
        kind="outlet",
        country=None,
        cue=None,
        stance="asserts",
        start=None,
        end=None,
    )


def speaker(name: str, cue: str = "said") -> Holder:
    """A named person as a holder."""
    return Holder(name=name, kind="actor", country=None, cue=cue, stance="asserts", start=0, end=1)


def as_actor(p: Participant) -> Actor:
    """The actor that a participant is."""
    return Actor(id=p.id, name=p.name, country=p.country, code=p.code, sector=p.sector)


def event(*statements: Statement, origins: tuple[str, ...], **given: Any) -> Event:
    """An event from its statements."""
    first = statements[0]
    reports = tuple(dict.fromkeys(item.report_id for item in statements))
    made = Event(
        id=content_id("e", *[item.id for item in statements]),
        event_type=first.event_type,
        mode=first.mode,
        contexts=(),
        instruments=first.instruments,
        actors=tuple(as_actor(p) for p in first.actors),
        recipients=tuple(as_actor(p) for p in first.recipients),
        factuality=first.factuality,
        status="corroborated" if len(origins) > 1 else "reported",
        content_of=None,
        when=first.when,
        where=first.where,
        where_how="not stated",
        amounts=first.amounts,
        statement_ids=tuple(item.id for item in statements),
        report_ids=reports,
        origins=tuple(
            Origin(id=f"o{name}", name=name, kind="origin", report_ids=reports) for name in origins
        ),
        independent_origins=len(origins),
        disputes=(),
        probability=max(item.probability for item in statements),
    )
    return replace(made, **given)


def tie(source: str, target: str, instrument: str, *events: Event, value: float | None = None) -> Tie:
    """A courtship rate over the whole time."""

    def count(word: Factuality) -> int:
        return sum(item.factuality == word for item in events)

    known = value is not None
    return Tie(
        id=content_id("t", source, target, instrument),
        source=source,
        target=target,
        instrument=instrument,
        window=Window(start=None, end=None, label="all"),
        measure="courtship",
        value=value,
        value_how="estimated" if known else "insufficient",
        unit="events a year",
        low80=value,
        high80=value,
        low95=value,
        high95=value,
        n=len(events),
        effective_n=0.8 * len(events),
        counts=FactualityCounts(
            occurred=count("occurred"),
            planned=count("planned"),
            conditional=count("conditional"),
            possible=count("possible"),
            denied=count("denied"),
        ),
        event_ids=tuple(item.id for item in events),
    )


R1 = report(
    "Ankara courts the steppe",
    "Turkey delivered 20 drones to Kazakhstan on 4 March. President Ozan Demir flew to Astana the next day "
    "and met President Aidar Beken. Demir promised Kazakhstan a loan of $300 million. The Netherlands "
    "threatened to punish Turkey if it sent more drones.",
    outlet="Harbour Courier",
    published=days("2031-03-07"),
    url="https://courier.example/steppe?a=1&b=2",
)
R2 = report(
    "Drones reach Astana",
    "According to the Harbour Courier, Turkey handed 20 drones to Kazakhstan. "
    "The loan would be worth $250 million.",
    outlet="Plain Dealer of the North",
    published=days("2031-03-08"),
)
R3 = report(
    "Türkiye, Kasachstan und die Drohnen",
    "Turkey has transferred twenty d rones to Kazakhstan, officials in Astana said. Analysts do not rule out "
    "a Turkish base in Kazakhstan.",
    language="en",
    translated_from="de",
    translated_from_how="guessed",
    outlet="Abendblatt Nord",
    damage=(Damage(start=67, end=74, surface="d rones", meant="drones", kind="split", confidence=0.9),),
)
R4 = report(
    "Delhi looks north",
    "India gave Nepal 40 ambulances in 2030. India and Nepal held a joint exercise in February. Nepal denied "
    "that India would open a base there. The Ring Council praised India.",
    outlet="Valley Post",
    published=days("2031-03-01"),
)
R5 = report(
    "Delhi looks north", "India gave Nepal 40 ambulances in 2030. Police arrested ten people in Delhi."
)
R6 = report(
    "A quiet week",
    "Nothing much was reported from Nairobi, and Kenya is in the news for its weather.",
    outlet="Valley Post",
)

TURKEY, KAZAKHS = person("Turkey", "TUR"), person("Kazakhstan", "KAZ")
DELIVERED = {"instruments": ("military/arms-transfer",), "when": days("2031-03-04")}
S_DRONES = (
    statement(
        R1,
        "Turkey delivered 20 drones to Kazakhstan on 4 March.",
        "delivered",
        "AID",
        [TURKEY],
        [KAZAKHS],
        **DELIVERED,
    ),
    statement(
        R2,
        "According to the Harbour Courier, Turkey handed 20 drones to Kazakhstan.",
        "handed",
        "AID",
        [TURKEY],
        [KAZAKHS],
        holders=(speaker("Harbour Courier", "according to"), outlet(R2)),
        **DELIVERED,
    ),
    statement(
        R3,
        "Turkey has transferred twenty d rones to Kazakhstan, officials in Astana said.",
        "transferred",
        "AID",
        [TURKEY],
        [KAZAKHS],
        holders=(speaker("officials in Astana"), outlet(R3)),
        **DELIVERED,
    ),
)
S_VISIT = statement(
    R1,
    "President Ozan Demir flew to Astana the next day and met President Aidar Beken.",
    "flew",
    "CONSULT",
    [person("President Ozan Demir", "TUR", "Ozan Demir")],
    [person("Astana", "KAZ")],
    instruments=("diplomatic/visit",),
    when=days("2031-03-05"),
    where=Place(name="Astana", country="KAZ", lat=51.1, lon=71.4, precision="city", text="Astana"),
)
S_PROMISE = statement(
    R1,
    "Demir promised Kazakhstan a loan of $300 million.",
    "promised",
    "AGREE",
    [person("Demir", "TUR", "Ozan Demir")],
    [KAZAKHS],
)
MILLIONS = Amount(value=3e8, unit="USD", text="$300 million", start=0, end=12)
S_LOAN = (
    statement(
        R1,
        "Demir promised Kazakhstan a loan of $300 million.",
        "loan",
        "AID",
        [person("Demir", "TUR", "Ozan Demir")],
        [KAZAKHS],
        instruments=("economic/loan",),
        factuality="planned",
        content_of=S_PROMISE.id,
        amounts=(MILLIONS,),
    ),
    statement(
        R2,
        "The loan would be worth $250 million.",
        "loan",
        "AID",
        [],
        [],
        instruments=("economic/loan",),
        factuality="planned",
        amounts=(replace(MILLIONS, value=2.5e8, text="$250 million"),),
    ),
)
S_THREAT = statement(
    R1,
    "The Netherlands threatened to punish Turkey if it sent more drones.",
    "threatened",
    "THREATEN",
    [person("The Netherlands", "NLD")],
    [TURKEY],
)
S_PUNISH = statement(
    R1,
    "The Netherlands threatened to punish Turkey if it sent more drones.",
    "punish",
    "SANCTION",
    [person("The Netherlands", "NLD")],
    [TURKEY],
    factuality="conditional",
    content_of=S_THREAT.id,
)
S_BASE = statement(
    R3,
    "Analysts do not rule out a Turkish base in Kazakhstan.",
    "base",
    "COOPERATE",
    [person("Turkish", "TUR")],
    [KAZAKHS],
    instruments=("military/basing",),
    factuality="possible",
)
S_AMBULANCES = (
    statement(
        R4,
        "India gave Nepal 40 ambulances in 2030.",
        "gave",
        "AID",
        [person("India", "IND")],
        [person("Nepal", "NPL")],
        instruments=("humanitarian/relief",),
        when=days("2030-01-01", "2030-12-31", "year"),
    ),
    statement(
        R5,
        "India gave Nepal 40 ambulances in 2030.",
        "gave",
        "AID",
        [person("India", "IND")],
        [person("Nepal", "NPL")],
        instruments=("humanitarian/relief",),
        when=days("2030-01-01", "2030-12-31", "year"),
    ),
)
S_EXERCISE = statement(
    R4,
    "India and Nepal held a joint exercise in February.",
    "held",
    "COOPERATE",
    [person("India", "IND"), person("Nepal", "NPL")],
    [],
    instruments=("military/exercise",),
    when=days("2031-02-01", "2031-02-28", "month"),
)
S_NO_BASE = statement(
    R4,
    "Nepal denied that India would open a base there.",
    "open",
    "COOPERATE",
    [person("India", "IND")],
    [person("there", "NPL")],
    instruments=("military/basing",),
    factuality="denied",
)
S_PRAISE = statement(
    R4,
    "The Ring Council praised India.",
    "praised",
    "SUPPORT",
    [("Ring Council", BLOC)],
    [person("India", "IND")],
)
S_ARRESTS = statement(
    R5,
    "Police arrested ten people in Delhi.",
    "arrested",
    "COERCE",
    [person("Police", "IND")],
    [person("people", "IND")],
)

E_DRONES = event(*S_DRONES, origins=("Harbour Courier", "officials in Astana"))
E_VISIT = event(S_VISIT, origins=("Harbour Courier",))
E_PROMISE = event(S_PROMISE, origins=("Harbour Courier",))
E_LOAN = event(
    *S_LOAN,
    origins=("Harbour Courier",),
    content_of=E_PROMISE.id,
    status="disputed",
    disputes=(
        Dispute(
            field="amount",
            values=(
                DisputedValue(
                    value="$300 million", statement_ids=(S_LOAN[0].id,), holders=("Harbour Courier",)
                ),
                DisputedValue(
                    value="$250 million",
                    statement_ids=(S_LOAN[1].id,),
                    holders=("Plain Dealer of the North",),
                ),
            ),
        ),
    ),
)
E_THREAT = event(S_THREAT, origins=("Harbour Courier",))
E_PUNISH = event(S_PUNISH, origins=("Harbour Courier",), content_of=E_THREAT.id)
E_BASE = event(S_BASE, origins=("Abendblatt Nord",))
E_AMBULANCES = event(*S_AMBULANCES, origins=("Valley Post",))
E_EXERCISE = event(S_EXERCISE, origins=("Valley Post",))
E_NO_BASE = event(S_NO_BASE, origins=("Valley Post",))
E_PRAISE = event(S_PRAISE, origins=("Valley Post",))
E_ARRESTS = event(S_ARRESTS, origins=("Delhi looks north",))
STATEMENTS = (
    *S_DRONES,
    S_VISIT,
    S_PROMISE,
    *S_LOAN,
    S_THREAT,
    S_PUNISH,
    S_BASE,
    *S_AMBULANCES,
    S_EXERCISE,
    S_NO_BASE,
    S_PRAISE,
    S_ARRESTS,
)
EVENTS = (
    E_DRONES,
    E_VISIT,
    E_PROMISE,
    E_LOAN,
    E_THREAT,
    E_PUNISH,
    E_BASE,
    E_AMBULANCES,
    E_EXERCISE,
    E_NO_BASE,
    E_PRAISE,
    E_ARRESTS,
)
LINKS = (
    Link(
        id="l1",
        from_report=R2.id,
        to=LinkTarget(kind="report", id=R1.id, name="Harbour Courier"),
        relation="relays",
        evidence=Span(text="According to the Harbour Courier", start=21, end=53),
        score=0.95,
        reasons=("names the outlet",),
    ),
    Link(
        id="l2",
        from_report=R5.id,
        to=LinkTarget(kind="report", id=R4.id, name="Valley Post"),
        relation="copies",
        evidence=None,
        score=0.71,
        reasons=("shares 71 % of its wording",),
    ),
)
TIES = (
    tie("TUR", "KAZ", "all", E_DRONES, E_VISIT, E_PROMISE, E_LOAN, E_BASE),
    tie("TUR", "KAZ", "military/arms-transfer", E_DRONES),
    tie("TUR", "KAZ", "military/basing", E_BASE),
    tie("IND", "NPL", "all", E_AMBULANCES, E_EXERCISE, E_NO_BASE),
    tie("NPL", "IND", "all", E_EXERCISE),
)
REJECTIONS = (
    Rejection(
        id="x1",
        stage="ingest",
        input_id="/home/somebody/cases/noise.bin",
        reason="binary",
        detail="/home/somebody/cases/noise.bin holds no text. It may be a picture. Give a text file.",
    ),
)
KENYA = Mention(id="m1", report_id=R6.id, actor=state("KEN"), start=0, end=1, text="Kenya", how="name")
ATTRIBUTION = Attribution(
    id="a1",
    report_id=R2.id,
    holder=speaker("Harbour Courier"),
    source=None,
    cue=None,
    content=(),
    stance="asserts",
    quoted=False,
)
RUN = Run(
    id="u1",
    started=datetime(2031, 3, 9, tzinfo=UTC),
    finished=None,
    version="0.1.0",
    paths=("/home/somebody/cases",),
    counts=(),
    fingerprints=(("coding", "abc"), ("ingest", "def")),
)


def made_up_case(**given: Any) -> DossierInput:
    """The whole case; fields given by name replace its own."""
    made = DossierInput(
        title="Drones for the steppe",
        run=RUN,
        reports=(R1, R2, R3, R4, R5, R6),
        statements=STATEMENTS,
        events=EVENTS,
        links=LINKS,
        ties=TIES,
        attributions=(ATTRIBUTION,),
        rejections=REJECTIONS,
        codebook=phrased(),
        country_names=NAMES,
        mentions=(KENYA,),
    )
    return replace(made, **given)
