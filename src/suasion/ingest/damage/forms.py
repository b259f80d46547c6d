"""Words in a form that no sentence of English allows: what a machine leaves when it loses the other language's grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator

from suasion.ingest.damage.attested import sound_pairs
from suasion.ingest.damage.lexicon import Lexicon, lists, load_lexicon
from suasion.ingest.damage.marking import mark
from suasion.records import Damage

_ADVERB = r"(?:(?:so far|not|never|already|also|always|recently|repeatedly|since|just|now|yet|once|often|long|again) ){0,2}"
_AFTER_HAVE = re.compile(
    rf"(?<![\w’'-])(has|have|had|having) {_ADVERB}([a-z]{{3,20}}) (?=(?:the|a|an|its|his|her|their|that|all|any)\b)"
)
_CAUSED = re.compile(r"(?:who|what|you|we|they|i|did|does|do|to|us|could|would)$")
_PRONOUN = re.compile(r"(?<![\w’'-])(he|she|they|we|He|She|They|We) ([a-z]{2,20}ing) (?=[a-z])")
_BEFORE_PRONOUN = re.compile(
    r"(?:with|without|of|by|than|as|like|and|or|are|were|was|is|who|about|but|am|be|while|when|that|[’']s) $",
    re.IGNORECASE,
)
_MODAL = "can|could|must|should|would|cannot|did not|does not|do not|didn’t|doesn’t"
_OPENS_PHRASE = "the|a|an|its|his|her|their|that|to|in"
_AFTER_MODAL = re.compile(
    rf"(?<![\w’'-])({_MODAL}) ([a-z]{{4,20}}ed|[a-z]{{3,20}}s) (?=(?:{_OPENS_PHRASE})\b)"
)
_ONE = re.compile(r"(?<![\w’'-])([Aa]n?) ([a-z]{3,20}s)(?=[.;)\]]|,(?! (?:[a-z’-]+,? ){1,4}(?:and|or) ))")
_BROKEN_STOP = re.compile(r"(?<![\w.’'-])([a-z]{4,20})(\. )([a-z]{2,20})(?![\w.:])")
_ADJECTIVAL = "al|(?<!m)an|ic|ese|ish|ary|ive"
"""Endings; a noun in -man is no adjective."""
_BEHIND = re.compile(
    rf"(?<![\w’'-])(?:[Tt]he|[Aa]n?|its|his|their|of|in) ([a-z]{{4,20}}) ([a-z]{{3,20}}(?:{_ADJECTIVAL}))"
    r"(?=[.,;:)]| (?:of|in|and|to|for|with|on|at|was|were|is|has|had|have|said|will|by|that)(?!\w))"
)
_ADJECTIVE = re.compile(rf"(?:{_ADJECTIVAL})$")
_SHORTEST = 4
_DOES_TO = (
    "accus|detain|criti[cs]i[sz]|denounc|thank|arrest|murder|kidnap|support|defend|attack|assassinat|captur|interview|congratulat|condemn|blam"
    "|prais|oust|urg|recogni[sz]"
)
_SOMEBODY = r"(?:the )?[A-Z][a-z]|(?:the|his|its|their) (?:president|minister|government|opposition)"
_PERSONAL = re.compile(rf"(?<![\w’'-])(?:{_DOES_TO})(?:ed|ing) to (?={_SOMEBODY})")


def find_forms(text: str) -> Iterator[Damage]:
    """Find `wrong-form` and `broken-sentence`.

    A form: "has refuse the", "he attracting", "must takes", "an exercises", "the alliance international". A sentence: a stop within one.
    """
    lexicon = load_lexicon()
    yield from _have(text, lexicon)
    yield from _pronouns(text, lexicon)
    yield from _modals(text, lexicon)
    yield from _articles(text, lexicon)
    yield from _order(text, lexicon)
    yield from _stops(text, lexicon)
    for found in _PERSONAL.finditer(text):
        yield mark(
            text, found.start(), found.end() - 1, found.group().removesuffix(" to "), "wrong-form", 0.8
        )


def _have(text: str, lexicon: Lexicon) -> Iterator[Damage]:
    for found in _AFTER_HAVE.finditer(text):
        verb = found.group(2)
        if (
            verb in lexicon.verbs
            and verb not in lists()["base_participles"]
            and not verb.endswith(("ed", "en", "ing"))
        ):
            if sound_pairs().holds(found.group(1), verb):
                continue
            before = text[max(0, found.start() - 12) : found.start()].strip().split()
            if before and _CAUSED.match(before[-1].lower()):
                continue
            yield mark(
                text, found.start(1), found.end(2), _with_last(found, participle(verb)), "wrong-form", 0.8
            )


def _with_last(found: re.Match[str], word: str) -> str:
    """Put another word for the match's second group."""
    whole = found.group()
    return whole[: found.start(2) - found.start()] + word


def participle(verb: str) -> str:
    """Give the regular past participle."""
    if verb.endswith("e"):
        return verb + "d"
    return verb[:-1] + "ied" if verb.endswith("y") and verb[-2] not in "aeiou" else verb + "ed"


def _pronouns(text: str, lexicon: Lexicon) -> Iterator[Damage]:
    for found in _PRONOUN.finditer(text):
        word = found.group(2)
        if word in lists()["no_gerunds"] or not _stem(word, lexicon):
            continue
        if _BEFORE_PRONOUN.search(text[max(0, found.start() - 9) : found.start()]):
            continue
        yield mark(text, found.start(1), found.end(2), None, "wrong-form", 0.7)


def _stem(gerund: str, lexicon: Lexicon) -> str | None:
    """Give the verb of an -ing form."""
    stem = gerund[:-3]
    return next(
        (verb for verb in (stem, stem + "e", stem[:-1]) if len(verb) > 1 and verb in lexicon.verbs), None
    )


def _modals(text: str, lexicon: Lexicon) -> Iterator[Damage]:
    for found in _AFTER_MODAL.finditer(text):
        word = found.group(2)
        stems = (word[:-2], word[:-1]) if word.endswith("ed") else (word[:-1],)
        verb = next((stem for stem in stems if len(stem) >= _SHORTEST and stem in lexicon.verbs), None)
        if verb and word not in lexicon.verbs and not word.endswith(("ss", "us", "is")):
            yield mark(text, found.start(1), found.end(2), _with_last(found, verb), "wrong-form", 0.75)


def _articles(text: str, lexicon: Lexicon) -> Iterator[Damage]:
    for found in _ONE.finditer(text):
        word = found.group(2)
        plural = (
            word[:-1] in lexicon.words
            and word not in lists()["singular_s"]
            and not word.endswith(("ss", "us", "is", "ics", "ness"))
        )
        if plural:
            yield mark(text, *found.span(), None, "wrong-form", 0.65)


def _order(text: str, lexicon: Lexicon) -> Iterator[Damage]:
    """An adjective behind its noun, where English has the pair the other way round alone."""
    for found in _BEHIND.finditer(text):
        noun, adjective = found.groups()
        known = (
            noun in lexicon.words
            and adjective in lexicon.words
            and not _ADJECTIVE.search(noun)
            and adjective not in lists()["nouns_like_adjectives"]
        )
        if known and sound_pairs().holds(adjective, noun) and not sound_pairs().holds(noun, adjective):
            yield mark(text, found.start(1), found.end(), f"{adjective} {noun}", "wrong-form", 0.65)


def _stops(text: str, lexicon: Lexicon) -> Iterator[Damage]:
    for found in _BROKEN_STOP.finditer(text):
        first, _, second = found.groups()
        if first in lists()["abbreviations"] or first not in lexicon.words or second not in lexicon.words:
            continue
        yield mark(text, *found.span(), f"{first} {second}", "broken-sentence", 0.7)
