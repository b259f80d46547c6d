"""Who says what in a report: sources, cues and contents, from grammar and quotation marks.

`find_attributions` joins what the parse of each sentence shows (`drafts`) with the quotation marks of the
text (`quotations`) and names the sources (`holders`). `holders_at` says who vouches for a stretch of text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from suasion.ids import content_id
from suasion.read.attribution.cues import Lexicon, load_lexicon
from suasion.read.attribution.drafts import find_drafts
from suasion.read.attribution.grammar import Draft, runs
from suasion.read.attribution.holders import FIRST_PERSON, NOBODY, HasOutlets, Namer, Who
from suasion.read.attribution.learned import RoleSpans, Tagged, coded_text, fitted, with_learned
from suasion.read.attribution.quotations import Quotation, find_quotations
from suasion.records import Attribution, Holder, Report, Sentence, Span, Stance
from suasion.tree import Tree

Stretch = tuple[int, int]

NEAR = 60
"""A cue and a quotation with at most so many code points between them may belong together."""
BUCKET = 2_000
"""Code points: sentences and quotations are seldom longer, and what is a bucket away is not near."""
_EDGE = " \t\n,.;:-–—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An attribution in positions of the text, before its id is made."""

    who: Who
    source: Stretch | None
    cue: Stretch | None
    content: tuple[Stretch, ...]
    stance: Stance
    quoted: bool = False
    takes_quote: bool = False
    first_person: bool = False
    self_quoting: bool = False


def find_attributions(
    report: Report,
    sentences: Sequence[Sentence],
    registers: HasOutlets,
    tag: Callable[[str], RoleSpans] | None = None,
) -> tuple[Attribution, ...]:
    """Find all attributions of a report, in order of position.

    `sentences` are the report's, in order, with their references resolved as far as they can be. `tag` is the
    learned tagger, which gives the spans of source, cue and content in a text; without it the rules stand alone.
    """
    lexicon = load_lexicon()
    quotations = find_quotations(report.text)
    tagged = Tagged.of_spans(len(report.text), tag(coded_text(report))) if tag is not None else None
    found = list(_from_sentences(report.text, sentences, Namer(registers, lexicon), lexicon, tagged))
    found = _with_quotations(report.text, found, quotations)
    found = [item for item in found if item.content]
    neighbours = _Neighbours(found)
    found = [_spoken(item, found, neighbours) for item in found]
    found = [item for item in found if not (item.self_quoting and item.stance in {"asserts", "suggests"})]
    found.sort(key=lambda item: (item.content[0], item.cue or (0, 0)))
    return tuple(_attribution(report, item) for item in dict.fromkeys(found))


def holders_at(attributions: Iterable[Attribution], start: int, end: int) -> tuple[Holder, ...]:
    """Say who vouches for what stands at `start..end`: innermost first, the report's own outlet left out.

    A source holds the stretch if one of its contents contains all of it; a shorter content is further inside.
    """
    holding = [
        item for item in attributions if any(span.start <= start and end <= span.end for span in item.content)
    ]
    holding.sort(key=lambda item: (sum(span.end - span.start for span in item.content), item.id))
    return tuple(item.holder for item in holding)


# --------------------------------------------------------------------------- from grammar


def _from_sentences(
    text: str, sentences: Sequence[Sentence], namer: Namer, lexicon: Lexicon, tagged: Tagged | None
) -> Iterator[Found]:
    for sentence in sentences:
        tree = Tree(sentence.tokens)
        drafts = find_drafts(sentence, lexicon)
        if tagged is not None:
            drafts = with_learned(sentence, drafts, tagged, lexicon)
        roles = tagged.tokens(sentence) if tagged is not None else None
        for draft in drafts:
            who = namer.name(sentence, tree, draft)
            yield _found(text, sentence, fitted(draft, roles) if roles is not None else draft, who)
        namer.read(sentence, tree)


def _found(text: str, sentence: Sentence, draft: Draft, who: Who) -> Found:
    source = _whole(text, sentence, draft.source)
    head = sentence.tokens[draft.source_head].text.lower() if draft.source_head is not None else ""
    return Found(
        who=who,
        source=source,
        cue=_whole(text, sentence, draft.cue) or _mark(sentence, draft.cue),
        content=_stretches(text, sentence, draft.content),
        stance=draft.stance,
        takes_quote=draft.takes_quote,
        first_person=head in FIRST_PERSON,
    )


def _mark(sentence: Sentence, positions: Sequence[int]) -> Stretch:
    """Give the place of a cue that is a punctuation mark."""
    return sentence.tokens[positions[0]].start, sentence.tokens[positions[-1]].end


def _whole(text: str, sentence: Sentence, positions: Sequence[int]) -> Stretch | None:
    """From the first to the last of the positions, where they leave no gap; else the longest run of them."""
    found = runs(positions)
    if not found:
        return None
    first, last = max(found, key=lambda run: run[1] - run[0])
    return _trimmed(text, sentence.tokens[first].start, sentence.tokens[last].end)


def _stretches(text: str, sentence: Sentence, positions: Sequence[int]) -> tuple[Stretch, ...]:
    stretches = (
        _trimmed(text, sentence.tokens[first].start, sentence.tokens[last].end)
        for first, last in runs(positions)
    )
    return tuple(stretch for stretch in stretches if stretch is not None)


def _trimmed(text: str, start: int, end: int) -> Stretch | None:
    while start < end and text[start] in _EDGE:
        start += 1
    while (
        end > start
        and text[end - 1] in _EDGE
        and not (text[end - 1] == "." and text[start:end].count(".") > 1)
    ):
        end -= 1
    return (start, end) if start < end else None


class _Neighbours:
    """Where in the text attributions lie, so that a line of a long report takes no longer than another."""

    def __init__(self, found: Sequence[Found]) -> None:
        self._places: dict[int, list[int]] = {}
        for place, item in enumerate(found):
            for bucket in {at // BUCKET for part in (item.cue, *item.content) if part for at in part}:
                self._places.setdefault(bucket, []).append(place)

    def around(self, start: int, end: int) -> list[int]:
        """Give the places in the list, in order, of what lies near the stretch."""
        buckets = range(start // BUCKET - 1, end // BUCKET + 2)
        return sorted({place for bucket in buckets for place in self._places.get(bucket, ())})


# --------------------------------------------------------------------------- from quotation marks


def _with_quotations(text: str, found: Sequence[Found], quotations: Sequence[Quotation]) -> list[Found]:
    """Give every quotation its source: by grammar, by the nearest cue, by the quotation before it."""
    results = list(found)
    neighbours = _Neighbours(results)
    last: Found | None = None
    for quotation in quotations:
        candidates = neighbours.around(quotation.start, quotation.end)
        holding = _holding(results, candidates, quotation)
        for place in holding:
            results[place] = _stretched(results[place], quotation, place == holding[0])
        if holding:
            last = results[holding[0]] if quotation.speech else last
            continue
        if not quotation.speech:
            continue
        cue = _cue_near(text, results, candidates, quotation)
        if cue is not None:
            results[cue] = _stretched(results[cue], quotation)
            last = results[cue]
        elif last is not None and _continues(text, last, quotation):
            last = replace(last, cue=None, content=((quotation.start, quotation.end),), quoted=True)
            results.append(last)
        elif quotation.closed or quotation.start == quotation.paragraph:
            results.append(_orphan(quotation))
    return results


def _holding(found: Sequence[Found], candidates: Sequence[int], quotation: Quotation) -> list[int]:
    """Find the attributions by grammar that a quotation belongs to, innermost first."""
    meeting = [
        (sum(end - start for start, end in item.content), place)
        for place, item in ((place, found[place]) for place in candidates)
        if item.takes_quote
        and item.cue is not None
        and not _inside(item.cue, quotation)
        and any(start < quotation.end and quotation.start < end for start, end in item.content)
    ]
    return [place for _, place in sorted(meeting)]


def _stretched(item: Found, quotation: Quotation, quoted: bool = True) -> Found:
    """Give the attribution with the whole quotation in its content."""
    content: list[Stretch] = []
    for start, end in sorted([*item.content, (quotation.start, quotation.end)]):
        if content and start <= content[-1][1] + 2:
            content[-1] = (content[-1][0], max(end, content[-1][1]))
        else:
            content.append((start, end))
    return replace(item, content=tuple(_without(content, item.cue)), quoted=quoted or item.quoted)


def _without(content: Sequence[Stretch], cue: Stretch | None) -> Iterator[Stretch]:
    """Give the stretches, cut where they would run over the cue."""
    for start, end in content:
        if cue is None or cue[1] <= start or end <= cue[0]:
            yield start, end
        elif start < cue[0]:
            yield start, cue[0]
        elif cue[1] < end:
            yield cue[1], end


def _cue_near(
    text: str, found: Sequence[Found], candidates: Sequence[int], quotation: Quotation
) -> int | None:
    """Find the nearest cue that can take a quotation: in its paragraph, or before it with a colon."""
    best: tuple[int, int] | None = None
    for place in candidates:
        item = found[place]
        if not item.takes_quote or item.cue is None or _inside(item.cue, quotation):
            continue
        parts = [part for part in (item.cue, item.source) if part is not None]
        gap = min(_gap(part, quotation) for part in parts)
        if gap > NEAR or not _may_introduce(text, item, quotation):
            continue
        rank = (gap, place)
        best = rank if best is None or rank < best else best
    return best[1] if best is not None else None


def _gap(part: Stretch, quotation: Quotation) -> int:
    return max(quotation.start - part[1], part[0] - quotation.end)


def _may_introduce(text: str, item: Found, quotation: Quotation) -> bool:
    cue = item.cue or (0, 0)
    if cue[0] >= quotation.end:
        between = text[quotation.end : cue[0]]
        return "\n" not in between and not _ends_sentence(between)
    between = text[cue[1] : quotation.start]
    return not _ends_sentence(between.rstrip().rstrip(":")) and (
        "\n" not in between or between.rstrip().endswith(":")
    )


def _ends_sentence(between: str) -> bool:
    return any(mark in between for mark in (". ", "! ", "? ", "\n\n")) or between.endswith(".")


def _continues(text: str, last: Found, quotation: Quotation) -> bool:
    """Whether the last speaker goes on: nothing but space stands between, one paragraph break at most."""
    end = max(stretch[1] for stretch in last.content)
    between = text[end : quotation.start]
    return quotation.start >= end and "\n" not in between.strip("\n ") and between.count("\n") <= 2  # noqa: PLR2004


def _orphan(quotation: Quotation) -> Found:
    return Found(
        who=NOBODY,
        source=None,
        cue=None,
        content=((quotation.start, quotation.end),),
        stance="asserts",
        quoted=True,
    )


def _inside(part: Stretch, quotation: Quotation) -> bool:
    return quotation.start <= part[0] and part[1] <= quotation.end


def _spoken(item: Found, found: Sequence[Found], neighbours: _Neighbours) -> Found:
    """Say who "I" is: the source of the quotation around it. "I think" there adds nothing to "she said"."""
    if not item.first_person or item.source is None:
        return item
    at = item.source[0]
    speaking = [
        other
        for other in (found[place] for place in neighbours.around(at, at + 1))
        if other.quoted and not other.first_person and any(start <= at < end for start, end in other.content)
    ]
    if not speaking:
        return item
    inner = min(speaking, key=lambda other: sum(end - start for start, end in other.content))
    return replace(item, who=inner.who, self_quoting=True)


# --------------------------------------------------------------------------- the record


def _attribution(report: Report, item: Found) -> Attribution:
    content = tuple(_span(report.text, stretch) for stretch in item.content)
    cue = _span(report.text, item.cue) if item.cue else None
    source = _span(report.text, item.source) if item.source else None
    holder = Holder(
        name=item.who.name,
        kind=item.who.kind,
        country=item.who.country,
        cue=cue.text if cue else None,
        stance=item.stance,
        start=source.start if source else None,
        end=source.end if source else None,
    )
    where = ",".join(
        f"{span.start}-{span.end}" for span in (*content, *(part for part in (cue, source) if part))
    )
    return Attribution(
        id=content_id("a", report.id, where, item.who.name, item.stance),
        report_id=report.id,
        holder=holder,
        source=source,
        cue=cue,
        content=content,
        stance=item.stance,
        quoted=item.quoted,
    )


def _span(text: str, stretch: Stretch) -> Span:
    return Span(text=text[stretch[0] : stretch[1]], start=stretch[0], end=stretch[1])
