"""Numbers and dates that cannot be: by arithmetic and the calendar."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Iterator

from suasion.ingest.damage.letters import one_number
from suasion.ingest.damage.lexicon import lists
from suasion.ingest.damage.marking import mark
from suasion.records import Damage

_SCALE = (
    r"(?:thousand|million|billion|trillion|percent|per cent|people|soldiers|troops|dollars|euros|tons|tonnes)"
)
_TWICE = re.compile(rf"(?<![\w.,/-])([$€£¥]? ?)(\d[\d.,]{{0,14}})( +)(\d[\d.,]{{0,14}}) {_SCALE}\b")
_LARGE = "thousand|lakh|million|crore|billion|trillion"
_SCALES = re.compile(rf"(?<!\w)(\d[\d.,]{{0,14}} )({_LARGE})( +)({_LARGE})(?!\w)")
_POWERS = {"thousand": 3, "lakh": 5, "million": 6, "crore": 7, "billion": 9, "trillion": 12}
_PRODUCTS = {("thousand", "million"): "billion", ("thousand", "billion"): "trillion"}
_SCALE_OF = re.compile(
    rf"(?<!\w)(?:\d[\d.,]{{0,14}}|one|two|three|four|five|six|ten|several) (({_LARGE})s? of ({_LARGE})s?)(?!\w)"
)
_MILLIARD = re.compile(r"(?<=\d )milliards?(?!\w)")
_SAME = re.compile(
    r"(?<![\w.,:/-])(?<!\d )(?:(\d{2,6})( +)\1(?= [a-z]{3,}|[.,;]? ?$)|(?<=[a-z] )(\d) \3(?= [a-z]{3,}s(?!\w)))"
)
_WORDED = re.compile(
    r"(?<![\w-])(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred)( +)(\d{1,3})(?= [a-z]{3,})",
    re.IGNORECASE,
)
_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100,
}  # fmt: skip
_SIGNS = re.compile(r"(?<!\w)([$€£¥])( ?[$€£¥])(?= ?\d)|(?<=\d)( ?%)( ?%| percent| per cent)(?!\w)")
_COMMA = re.compile(
    r"(?<![\w.,])(\d{1,3}),(\d{1,2}) ?(%|percent|per cent|million|billion|trillion|bln|mln|degrees|kilomet\w{1,4}|tons|tonnes|points)(?!\w)"
)
_TWO_POINTS = re.compile(r"(?<![\w.,/:-])\d{1,3}\.\d\.\d (?=(?:million|billion|trillion|percent|per cent)\b)")
_POINTS = re.compile(r"(?<![\w.,/:-])(\d{1,3}(?:\.\d{3}){2,})(,\d{1,2})?(?![\w.]\d)")
_POINT = re.compile(
    r"(?<![\w.,/:$€£-])(\d{1,3}\.\d{3}) (?=(?:people|soldiers|troops|men|dead|deaths|injured|migrants|refugees|tons|tonnes|victims|cases"
    r"|families|workers|houses|kilomet\w{1,4}|square|hectares|voters|police|doses)\b)"
)
_OF_THE = r"(?:the|all|its|our|registered|eligible|[A-Z][a-z]{1,20}(?:'s|’s)?)"
_SHARE = re.compile(
    rf"(?<![\w.,-])(\d{{3,5}}(?:\.\d+)?) ?(?:%|percent|per cent) of (?:{_OF_THE} ){{0,2}}([a-z']{{3,15}})"
)
_TURNOUT = re.compile(
    r"(?<!\w)(?i:turnout|literacy rate|unemployment(?: rate)?|approval(?: rating)?|vaccination rate)"
    r" (?:\w{2,8} ){0,3}?(\d{3,5}(?:\.\d+)?) ?(?:%|percent|per cent)(?! of)"
)
_WHOLE = 100
_DOUBTED = re.compile(
    r"exceed|impossib|implausib|fraud|irregular|rigg|inflat|stuff|anomal|observer|scrutin|the roll\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NEXT = re.compile(r" ([a-z]+)")
_MOVED = re.compile(
    r"(?:f[ae]ll|r[io]se|slip|drop|cut|reduc|rais|increas|decreas|declin|down|up|gr[eo]w|climb|went)\w* $"
)
"""Before two numbers of a quantity that changes."""
_NUMBERED = re.compile(r"(?:[A-Z][a-z]{2,}|[Nn]os?\.?|№) $")
"""Before the number of a document."""
_MONTHS = list(month_name)
"""By number: the first is empty."""
_MONTH = "|".join([*_MONTHS[1:], "Sept", *(name[:3] for name in _MONTHS[1:])])
_DAY_MONTH = re.compile(rf"(?<![\w.,:/-])(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH})(?: (\d{{4}}))?(?!\w)")
_MONTH_DAY = re.compile(
    rf"(?<!\w)({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?(?:, ?(\d{{4}}))?(?![\w:.%-]|,\d| ?(?:percent|per cent|million|billion))"
)
_LEAP = 2024
_LAST = 31
_AROUND = 150
"""Characters on either side of a share in which somebody may doubt it."""
_SPAN = re.compile(
    r"(?<!\w)((?i:between|from)) ((?:19|20)\d\d) (and|to|until|till) ((?:19|20)\d\d)(?![\w,.-]\d| levels?| prices?| dollars?)(?!\w)"
)
_YEARS = re.compile(
    r"(?<!\w)(?:year|season|budget|period|term|in) ((?:19|20)\d\d)[-–]((?:19|20)\d\d)(?![\w-])"
)
"""A span of years; one that goes back cannot be."""
_LONG_YEAR = re.compile(
    r"(?<!\w)(?:[Ii]n|[Ss]ince|until|of|year|before|after|by) ((?:19|20)\d{3})"
    r"(?= ?[,.;)]| (?:and|the|when|with|to|was|were|has|some|there|it|he|she|they|we)\b)(?!,\d)(?!\.\d)"
)
_CLOCK = re.compile(r"(?<!\w)[Aa]t (2[4-9]|[3-9]\d):([0-5]\d)(?![\d:-])")
_FIGURES = re.compile(r"(?<![\w./-])(\d{1,2})([/.])(\d{1,2})\2((?:19|20)\d\d)(?![\w/]|\.\d)")
_MONTH_OF = re.compile(
    rf"(?<!\w)({_MONTH}) of (\d{{1,2}})(?!\d|[:.,]\d|[%-]| (?:percent|per cent|million|billion))"
)
_YEAR_APART = re.compile(r"(?<!\w)(?:in|since|until|by) ((?:2|two) thousand (\d\d))(?!\w)")
_MONTHS_IN_YEAR = 12


def find_numbers(text: str) -> Iterator[Damage]:
    """Find `wrong-number`: doubled, in another language's form, more than the whole, not on the calendar or clock."""
    yield from _doubled(text)
    yield from _foreign(text)
    yield from _shares(text)
    yield from _dates(text)
    yield from _figures(text)


def _doubled(text: str) -> Iterator[Damage]:
    for found in _TWICE.finditer(text):
        _, first, _, second = found.groups()
        start, end = found.start(2), found.end(4)
        bare = [first.replace(",", ""), second.replace(",", "")]
        meant = one_number(bare)
        year = first != second and _YEAR.fullmatch(first)  # "by 2030 30 percent"
        if meant and not year and first.rstrip(".,") == first:
            yield mark(text, start, end, first if bare[0] == meant else second, "wrong-number", 0.88)
    for found in _SAME.finditer(text):
        yield mark(text, *found.span(), found.group(1) or found.group(3), "wrong-number", 0.8)
    for found in _WORDED.finditer(text):
        size = _NEXT.match(text, found.end())
        if (
            _WORDS[found.group(1).lower()] == int(found.group(3))
            and size
            and size[1] not in lists()["measures"]
        ):
            yield mark(text, *found.span(), found.group(3), "wrong-number", 0.8)
    yield from _scales(text)
    for found in _SIGNS.finditer(text):
        meant = (found.group(1) or found.group(3) or "").strip()
        yield mark(text, *found.span(), meant, "wrong-number", 0.7)


def _scales(text: str) -> Iterator[Damage]:
    """Scales that stand twice or do not go together: "6 billion billion", "2 thousand of millions", "61 milliard"."""
    for found in _SCALES.finditer(text):
        _, first, _, second = found.groups()
        if first == second:
            yield mark(text, found.start(2), found.end(), first, "wrong-number", 0.9)
        elif _POWERS[first] > _POWERS[second] or (first, second) in _PRODUCTS:
            meant = _PRODUCTS.get((first, second))
            yield mark(text, found.start(2), found.end(), meant, "wrong-number", 0.6)
    for found in _SCALE_OF.finditer(text):
        meant = _PRODUCTS.get((found.group(2), found.group(3)))
        yield mark(text, *found.span(1), meant, "wrong-number", 0.85 if meant else 0.6)
    for found in _MILLIARD.finditer(text):
        yield mark(text, *found.span(), "billion", "wrong-number", 0.9)


def _foreign(text: str) -> Iterator[Damage]:
    """Commas for points and points for commas: "3,5 %", "1.200.000"."""
    for found in _COMMA.finditer(text):
        end = found.end(2)
        yield mark(text, found.start(), end, f"{found.group(1)}.{found.group(2)}", "wrong-number", 0.85)
    for found in _TWO_POINTS.finditer(text):
        yield mark(text, found.start(), found.end() - 1, None, "wrong-number", 0.75)
    for found in _POINTS.finditer(text):
        whole = found.group(1).replace(".", ",") + (found.group(2) or "").replace(",", ".")
        yield mark(text, *found.span(), whole, "wrong-number", 0.88)
    for found in _POINT.finditer(text):
        yield mark(text, found.start(1), found.end(1), found.group(1).replace(".", ","), "wrong-number", 0.75)


def _shares(text: str) -> Iterator[Damage]:
    for found in _SHARE.finditer(text):
        if _is_too_much(text, found) and found.group(2) in lists()["wholes"]:
            yield mark(text, found.start(), found.end(1), None, "wrong-number", 0.7)
    for found in _TURNOUT.finditer(text):
        if _is_too_much(text, found):
            yield mark(text, *found.span(1), None, "wrong-number", 0.75)


def _is_too_much(text: str, found: re.Match[str]) -> bool:
    """Whether a share is more than the whole, and the report does not wonder at it."""
    around = text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
    return float(found.group(1)) > _WHOLE and not _DOUBTED.search(around)


def _figures(text: str) -> Iterator[Damage]:
    """Dates in figures that are none in either order ("13/32/2021"), and in forms that English does not know ("July of 10")."""
    for found in _FIGURES.finditer(text):
        one, other, year = int(found.group(1)), int(found.group(3)), int(found.group(4))
        numbered = _NUMBERED.search(text, max(0, found.start() - 20), found.start())
        if not (numbered or _is_day(one, other, year) or _is_day(other, one, year)):
            yield mark(text, *found.span(), None, "wrong-number", 0.75)
    for found in _MONTH_OF.finditer(text):
        day_month = f"{found.group(1)} {found.group(2)}"
        yield mark(text, *found.span(), day_month, "wrong-number", 0.7)
    for found in _YEAR_APART.finditer(text):
        yield mark(text, *found.span(1), f"20{found.group(2)}", "wrong-number", 0.8)


def _is_day(day: int, month: int, year: int) -> bool:
    return 1 <= month <= _MONTHS_IN_YEAR and 1 <= day <= monthrange(year, month)[1]


def _month(name: str) -> int:
    """Give the number (1-12) of a month by its name or the beginning of it."""
    return next(number for number, month in enumerate(_MONTHS) if number and month.startswith(name))


def _dates(text: str) -> Iterator[Damage]:
    for pattern, day, month in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        for found in pattern.finditer(text):
            year = int(found.group(3) or _LEAP)
            number = int(found.group(day))
            last = monthrange(min(max(year, 1), 9998), _month(found.group(month)))[1]
            if not 1 <= number <= last and (found.group(3) or not _is_count(text, found, number)):
                yield mark(text, *found.span(), None, "wrong-number", 0.8)
    for found in _SPAN.finditer(text):
        back = int(found.group(2)) > int(found.group(4))
        fits = (found.group(1).lower() == "between") == (found.group(3) == "and")
        if back and fits and not _MOVED.search(text, max(0, found.start() - 20), found.start()):
            yield mark(text, *found.span(), None, "wrong-number", 0.7)
    for found in _YEARS.finditer(text):
        if int(found.group(1)) > int(found.group(2)):
            yield mark(text, found.start(1), found.end(), None, "wrong-number", 0.7)
    for found in _LONG_YEAR.finditer(text):
        if int(found.group(1)) % _WHOLE:  # "a crowd of 20000"
            yield mark(text, *found.span(1), None, "wrong-number", 0.7)
    for found in _CLOCK.finditer(text):
        if found.group(1) != "24":
            yield mark(text, found.start(1), found.end(), None, "wrong-number", 0.7)


def _is_count(text: str, found: re.Match[str], number: int) -> bool:
    """Whether a number beside a month counts something else ("in May 45 people died") or is a year ("May 68")."""
    before = text[max(0, found.start() - 10) : found.start()].split()[-1:]
    if found.group().startswith(str(number)):
        return text.startswith(" Day", found.end())  # "45 May Day marchers"
    if number > _LAST:
        return before not in (["on"], ["On"])
    counted = _NEXT.match(text, found.end()) is not None
    return counted and bool(before) and before[0].lower() in ("in", "since", "during", "last", "this")
