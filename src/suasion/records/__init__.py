"""The records: the only vocabulary that the rooms share.

Conventions, everywhere:

- A *span* is half-open (`start <= i < end`) and counts Unicode code points of `Report.text`; the quoted
  text is stored with the position, so that a mismatch can be seen.
- A *period* of days is closed: `start` and `end` are its first and last day.
- Nulls are written, not left out; what could not be found has a `..._how` beside it that says why.
- Records are frozen. Ids are content-derived (`ids.content_id`) and begin with a letter for the kind:
  `r` report, `s` statement, `l` link, `e` event, `t` tie, `m` mention, `a` attribution, `j` judgement,
  `x` rejection, `u` run.

*statement* = what one report says, with who says it. *event* = what we conclude happened, from all its
statements. *tie* = what passed between two states in a window. The words are never swapped.
"""

from suasion.records.derived import Framing, FramingKind, Quotation
from suasion.records.kept import (
    OURS,
    Attribution,
    Event,
    Judgement,
    Link,
    Mention,
    Record,
    Rejection,
    Report,
    Run,
    Statement,
    Tie,
    Window,
)
from suasion.records.parts import (
    CODED_PASSAGES,
    FACTUALITIES,
    Actor,
    Amount,
    Anchor,
    Damage,
    Dated,
    Dispute,
    DisputedValue,
    EventStatus,
    Factuality,
    FactualityCounts,
    Holder,
    HolderKind,
    Imported,
    LinkTarget,
    Origin,
    Participant,
    Passage,
    PassageKind,
    Place,
    Precision,
    Relation,
    Span,
    Speaker,
    StageCount,
    StageName,
    Stance,
    Turn,
)
from suasion.records.reading import PlaceExpression, Reading, Reference, Sentence, TimeExpression, Token
from suasion.records.selection import Group, MeasureName, Selection, TieQuery

__all__ = [
    "CODED_PASSAGES",
    "FACTUALITIES",
    "OURS",
    "Actor",
    "Amount",
    "Anchor",
    "Attribution",
    "Damage",
    "Dated",
    "Dispute",
    "DisputedValue",
    "Event",
    "EventStatus",
    "Factuality",
    "FactualityCounts",
    "Framing",
    "FramingKind",
    "Group",
    "Holder",
    "HolderKind",
    "Imported",
    "Judgement",
    "Link",
    "LinkTarget",
    "MeasureName",
    "Mention",
    "Origin",
    "Participant",
    "Passage",
    "PassageKind",
    "Place",
    "PlaceExpression",
    "Precision",
    "Quotation",
    "Reading",
    "Record",
    "Reference",
    "Rejection",
    "Relation",
    "Report",
    "Run",
    "Selection",
    "Sentence",
    "Span",
    "Speaker",
    "StageCount",
    "StageName",
    "Stance",
    "Statement",
    "Tie",
    "TieQuery",
    "TimeExpression",
    "Token",
    "Turn",
    "Window",
]
