"""What stands twice: words, phrases, sentences, lines, and numbers beside themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from suasion.ingest.damage.lexicon import lists, load_lexicon, table
from suasion.ingest.damage.marking import mark
from suasion.ingest.lines import split_lines
from suasion.records import Damage

_WORDS = re.compile(r"(?<![\w’'-])([A-Za-z]{1,30})([.,]? +)((?i:\1))(?![\w’'&-])")
_TOKEN = re.compile(r"\w[\w’'-]*")
_LONGEST_PHRASE = 5
_PAIR = 2
_LEAST_LINE = 5
"""Words of a line that stands twice by mistake and not as a refrain."""
_OF = re.compile(
    r"(?<!\w)((?:January|February|March|April|June|July|August|September|October|November|December)) of \1(?!\w)"
)
_ITSELF = re.compile(r"(?<![\w-])([a-z]{4,20}) of \1(?![\w-])")
_BETWEEN = re.compile(r"(?<!\w)between ([A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})?) and \1(?![\w-]| [A-Z])")
_GIVES = r"(?:provid|giv|offer|sell|send|suppl|lend|grant|deliver|export|suggest|propos)(?:e|es|ed|ing|s|y|ies|ied)?"
_SELF = re.compile(
    rf"(?<!\w)([A-Z][a-z]{{3,20}}) (?:will |would |has |had |may |could |is |was )?{_GIVES} (?:[a-z-]{{2,20}} ){{1,5}}to \1(?![\w’'-])"
)
_RELATIVE = re.compile(
    r"\b(?:what|whatever|who|whoever|where|wherever|when|which|that|those|as)(?: [\w’'-]+){0,4} $",
    re.IGNORECASE,
)
"""Opens a clause whose verb may stand right before the same verb of the main one ("what will be will be")."""
_ASKED = re.compile(r",? (?:I|you|he|she|it|we|they|there|not)\b")
"""After the second of two verbs: a question ("he would, would he?")."""
_SENTENCE = re.compile(r"(?:^|(?<=[.!?\n”\"’)]))[^.!?\n]{25,400}[.!?][”\"’)]?")


def find_repeats(text: str) -> Iterator[Damage]:
    """Find `doubled-word` (words, phrases, "March of March", "record of record") and `doubled-line` (lines, sentences)."""
    yield from _words(text)
    yield from _phrases(text)
    for found in _OF.finditer(text):
        yield mark(text, *found.span(), found.group(1), "doubled-word", 0.92)
    for found in _ITSELF.finditer(text):
        yield mark(text, *found.span(), found.group(1), "doubled-word", 0.7)
    for found in _BETWEEN.finditer(text):
        yield mark(text, *found.span(), None, "doubled-word", 0.7)
    for found in _SELF.finditer(text):
        yield mark(text, found.end() - len(found.group(1)), found.end(), None, "doubled-word", 0.7)
    yield from _lines(text)


def _words(text: str) -> Iterator[Damage]:
    for found in _WORDS.finditer(text):
        word, between, again = found.groups()
        small = word.lower()
        if small in lists()["rightly_doubled"] or not (len(word) > 1 or small == "a"):
            continue
        stop = between[0] in ".,"
        if (stop and again[0].isupper()) or (between[0] == "," and small not in lists()["never_over_comma"]):
            continue
        nation = word in table("terms.toml")["classes"]["nation"]
        if word[0].isupper() and again[0].isupper() and not nation:
            continue  # "Boutros Boutros", "Duran Duran"; and headlines
        sure = small in lists()["nearly_never"] or stop
        foreign = not load_lexicon().knows(word)
        if not sure and (
            foreign or _is_spoken(text, found.start()) or _follows_relative(text, found.start())
        ):
            continue  # "boda boda", "sharp sharp", "those who fish fish"
        if between[0] == "," and _ASKED.match(text, found.end()):
            continue
        yield mark(text, *found.span(), word, "doubled-word", 0.92 if sure else 0.65)


def _is_spoken(text: str, place: int) -> bool:
    """Whether a quotation is open on the line."""
    line = text[max(text.rfind("\n", 0, place) + 1, place - 400) : place]
    return line.count("“") > line.count("”") or line.count('"') % 2 == 1


def _follows_relative(text: str, place: int) -> bool:
    return _RELATIVE.search(text, max(place - 80, 0), place) is not None


def _phrases(text: str) -> Iterator[Damage]:
    """Find two to five words that stand again behind themselves, with nothing but a space between."""
    tokens = list(_TOKEN.finditer(text))
    words = [token.group().lower() for token in tokens]
    i = 0
    while i < len(words):
        size = next(
            (n for n in range(_LONGEST_PHRASE, 1, -1) if words[i : i + n] == words[i + n : i + 2 * n]), 0
        )
        if (
            size
            and i + 2 * size <= len(words)
            and _is_slip(text, tokens[i : i + 2 * size], words[i : i + size])
        ):
            start, middle, end = tokens[i].start(), tokens[i + size - 1].end(), tokens[i + 2 * size - 1].end()
            yield mark(text, start, end, text[start:middle], "doubled-word", 0.9)
            i += 2 * size
        else:
            i += 1


def _is_slip(text: str, tokens: list[re.Match[str]], words: list[str]) -> bool:
    gaps = [text[one.end() : other.start()] for one, other in pairwise(tokens)]
    plain = all(gap.strip(" ") == "" for gap in gaps)
    return (
        plain
        and not _follows_relative(text, tokens[0].start())
        and len(set(words)) > 1
        and lists()["joints"].isdisjoint(words)
        and not (len(words) == _PAIR and words[-1] in lists()["step_words"])
        and not any(map(str.isdigit, words))
    )


def _lines(text: str) -> Iterator[Damage]:
    last = ""
    for line in split_lines(text):
        if line.text == last and len(last.split()) >= _LEAST_LINE:
            yield mark(text, line.start, line.start + len(line.text), "", "doubled-line", 0.9)
        last = line.text or last
    for one, other in pairwise(_SENTENCE.finditer(text)):
        if one.group().strip() == other.group().strip() and text[one.end() : other.start()].strip(" ") == "":
            start = other.end() - len(other.group().lstrip())
            yield mark(text, start, other.end(), "", "doubled-line", 0.9)
