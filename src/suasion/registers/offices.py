"""Which offices can be meant by a name for one, in a given state."""

from __future__ import annotations

from collections.abc import Mapping

LEADER = "leader"
_HEADS_OF_STATE = ("supreme leader", "monarch", "president", "pope", "leader")
_ALTERNATIVES: Mapping[str, tuple[str, ...]] = {
    "head of state": _HEADS_OF_STATE,
    "head of government": ("prime minister", "president", "leader"),
    "prime minister": ("prime minister",),
    "president": ("president",),
    "leader": (
        "president",
        "prime minister",
        "monarch",
        "supreme leader",
        "secretary-general",
        "director-general",
    ),
    "secretary-general": ("secretary-general", "director-general", "president"),
    "director-general": ("director-general", "secretary-general", "president"),
}


def resolve_office(office: str, country: str, executives: Mapping[str, str]) -> tuple[str, ...]:
    """Give the canonical offices to try, the likeliest first.

    `executives` names the office that leads a state where it is not the president ('prime minister' in DEU).
    """
    if office in {LEADER, "head"}:
        first = executives.get(country, "president")
        return (first, *(other for other in _ALTERNATIVES[LEADER] if other != first))
    return _ALTERNATIVES.get(office, (office,))
