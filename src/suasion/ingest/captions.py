"""Photo captions and their credits, on a line of their own or glued to what stands before them."""

from __future__ import annotations

import re
from functools import cache

from suasion.ingest.lines import LONG_LINE, Line, is_open, sentences
from suasion.ingest.phrases import load_phrases, plain

_CAPTION_SENTENCES = 2
_CREDIT_WORDS = 6
_TAIL = 130
"""Characters; a credit is sought no further from the end of a line."""
_MEDIUM = (
    r"(?:[Ff]ile |FILE |Stock |Screen ?)?"
    r"(?:[Pp]hoto(?:graph)?s?|PHOTO|[Pp]ictures?|[Ii]mages?|[Ii]llustration|[Ff]oto|[Cc]redits?|[Gg]rab|[Vv]ideo)"
)
_CAPITAL_MEDIUM = (
    r"(?:(?:File|Stock|Archive|Handout) (?=[PpIi])[A-Za-z]+|FILE PHOTO"
    r"|Photo(?:graph)?s?|PHOTO|Pictures?|Images?|Illustration|Foto|Credits?)"
)
_ROLE = r"\s?(?:[Cc]redits?|[Ss]ource|[Cc]ourtesy)?\s?"
_MARK = r"(?:[:©/|]|\.\.\.|…|(?<=ource),(?= [A-Z])|(?:by|[Cc]ourtesy(?: of)?)(?= [A-Z]))\s?"
_NAME = r"(?:(?![a-z]{2}\.\s)[^\n!?]){2,80}"
_LABELLED = re.compile(rf"{_MEDIUM}{_ROLE}{_MARK}{_NAME}$")
_LABELLED_LATER = re.compile(
    rf"(?:(?<=[a-z.!?”\"')0-9])|(?<=[\s|([–—-])){_CAPITAL_MEDIUM}{_ROLE}{_MARK}{_NAME}$"
)
_BRACKETED = re.compile(r"\s?[(\[](?P<in>[^()\[\]\n]{2,110})[)\]]?\.?$")
_SLASHED = re.compile(
    r"(?:\s?[©|]\s?|\s[–—-]\s|(?<=[.!?”\"\])])\s?|^)"
    r"(?P<in>[A-Z][\w.’'&-]*(?:\s[A-Z][\w.’'&-]*){0,4}\s?/\s?[A-Z][\w .’'&/-]{1,60}|©\s?[^\n.!?]{2,60})$"
)
_COPYRIGHT = re.compile(r"\s?©\s?(?=[A-Z])[^\n.!?©]{2,60}$")
_MEDIUM_WORD = re.compile(r"\b(?:photos?|pictures?|images?|handout|courtesy|credit|©)", re.IGNORECASE)
_CAPTION_HEAD = re.compile(
    r"^(?:FILE(?: PHOTO| PICTURE| IMAGE)?|File (?:photo|picture|image)|PHOTO|Photo|Image|Picture|Pictured"
    r"|Caption|(?:Image|Photo) caption)\s?(?:[:–—-]|,\s)"
)
_CAPTION_LABEL = re.compile(r"^(?:image|photo|picture|video) caption[,:]?$", re.IGNORECASE)
_NAMED_HEAD = re.compile(
    r"^(?:[A-Z][\w.’'-]*,?\s+(?:\([^)]{1,20}\),?\s+|(?:of|and|the|de|del|bin|al)\s+)*){1,9}$"
)


@cache
def _bare_agency() -> re.Pattern[str]:
    return re.compile(rf"(?:\s?[|–—-]\s?|(?<=[.!?”\")]))(?P<in>(?:{load_phrases().credited.pattern}))$")


def credit_start(line: str) -> int | None:
    """Find where the photo credit at a line's end begins, or none: "…the quayPhoto: EFE", "… (NAME/AFP)"."""
    offset = max(0, len(line) - _TAIL)
    tail = line[offset:]
    found = (_LABELLED.match(tail) if not offset else None) or _LABELLED_LATER.search(tail)
    if found and len(found.group().split()) <= 2 * _CREDIT_WORDS:
        return offset + found.start()
    found = _COPYRIGHT.search(tail)
    if found and len(found.group().split()) <= _CREDIT_WORDS:
        return offset + found.start()
    for pattern in (_BRACKETED, _SLASHED):
        found = pattern.search(tail)
        if found and _is_credit(found.group("in")):
            return offset + found.start()
    found = _bare_agency().search(tail) or _signed_open(line, tail)
    return offset + found.start() if found else None


def _signed_open(line: str, tail: str) -> re.Match[str] | None:
    """Find "(Agency)" behind an open line: behind a closed sentence it signs the report, not a picture."""
    found = _BRACKETED.search(tail)
    signed = found is not None and load_phrases().credited.fullmatch(found.group("in").strip()) is not None
    if not found or not signed or len(line.split()) > LONG_LINE:
        return None
    return found if is_open(tail[: found.start()]) and found.start() > 0 else None


def _is_credit(words: str) -> bool:
    credited = load_phrases().credited.search(words)
    if words.startswith("©") or re.match(r"(?:[Ff]ile )?[Pp](?:hoto|icture)\b|[Ii]mage\b", words):
        return True
    return credited is not None and bool("/" in words or " via " in words or _MEDIUM_WORD.search(words))


def caption_start(line: str, credit: int) -> int:
    """Find where a credit's caption begins: with the line or, behind a paragraph, with its last sentence."""
    before = line[:credit].rstrip(" ([|–—-")
    spans = sentences(before)
    if len(spans) <= _CAPTION_SENTENCES and len(before.split()) <= LONG_LINE * 2:
        return 0
    return next((start for start, end in reversed(spans) if len(before[start:end].split()) >= 4), 0)  # noqa: PLR2004


def is_caption(line: Line) -> bool:
    """Whether a line without a credit is a caption: it says where to look, or shows people posing."""
    if _CAPTION_HEAD.match(line.text):
        return True
    folded = plain(line.text)
    if (
        len(sentences(line.text)) <= _CAPTION_SENTENCES
        and line.words <= LONG_LINE * 2
        and load_phrases().caption_cue.search(folded)
    ):
        return True
    verb = (
        load_phrases().caption_verb.search(folded) if is_open(line.text) and line.words <= LONG_LINE else None
    )
    return verb is not None and _NAMED_HEAD.match(line.text[: verb.start()].strip() + " ") is not None


def is_caption_label(line: str) -> bool:
    """Whether a line only says that the next one is a caption."""
    return _CAPTION_LABEL.match(line) is not None


def is_credit_only(line: str) -> bool:
    """Whether a line is a credit and nothing else."""
    return credit_start(line) == 0
