"""The words that make an outlet the source of a sentence. Which words, `data/lexicon.toml` says; how they stand, this."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from suasion.reconcile.lexicon import Lexicon, load_lexicon
from suasion.reconcile.needles import Needles
from suasion.reconcile.runs import MADE

_ADVERB = r"has|have|had|also|already|even|just|later|first|itself|now|since|then|further|yesterday|today|earlier|meanwhile|only|[a-z]+ly"
_WHEN = (
    r"(?:[Oo]n \w+day|(?:this|last) \w+|(?:in|on|at|over|from|for) (?:its |the |an? )?(?:[\w’'-]++ ?){1,3})"
)
"""Its words are never cut in two, or a row of such phrases could be parted in millions of ways."""
_ADVERBS = rf"(?:(?:{_ADVERB}|{_WHEN}),? ){{0,5}}"
"""Five in a row are more than anybody writes; any number of them would take minutes where no verb follows."""
_PIECES = (
    "report|article|investigation|account|story|interview|analysis|dispatch|scoop|column|editorial|edition|footage"
    "|version|count|tally|estimate|headline|calculation|microphone|front page|broadcast|commentary|bulletin|long read"
)
_OTHER_NEEDLES = (
    "told",
    "first to",
    "called “",
    'called "',
    "called it",
    " via ",
    "://",
    "www.",
    "has it",
    "had it",
    "had the",
    "has the",
    "spoke",
    "put",
    "gave",
    "got",
    "spent",
    "week's",
    "day's",
)
_NO_CLAUSE = r"(?!(?:that|which|who|whom|whose|because|licen[cs]e|access)\b)"
"""Words that begin a clause of their own: what follows is not what the verb before governs."""
OUTLET_NOUNS = (
    r"(?:(?:online |state |official |private |party |government )?(?:news(?:paper)?|media|press|information) )?"
    r"(?:agency|outlet|site|website|portal|channel)|(?:news(?:paper)?|media) (?:service|group|organi[sz]ation)|newspaper|wire service"
    r"|daily|(?:bi|twice-)?(?:weekly|monthly)|fortnightly|quarterly|magazine|broadcaster|tabloid|radio station"
    r"|television(?: channel| station)?|paper|publication"
)
_COINED = (
    r"(?!Ex|Em|Cy|Op)[A-Z][\w’'-]*(?:press|inform|news|pravda|vesti|media|online|avisen|bladet|posten|tidning(?:en)?|[zZ]eitung|gazeta)"
    r"|[A-Z]+TV[A-Z]?\d?|TV[A-Z\d]+"
)
"""One word that is made like an outlet's name ("Batinform")."""
COINED_NAME = re.compile(
    r"(?=.{3,8}$)[A-Z][A-Za-z]?[A-Z]+(?:-?\d+)?|(?!Ma?c[A-Z]|De[A-Z]|D[iu][A-Z]|L[aei][A-Z]|Fitz|Van)[A-Z][a-z]+[A-Z]\w+"
)
"""An acronym, or a word with a capital inside ("InsideSources"), as persons seldom have."""
_TO_READERS = "in|on|at|via|through"
"""Before an outlet where something appears."""


_ANY_VERB = (
    r"(?!(?:afterwards|always|backs|bans|besides|does|funds|has|his|includes|is|its|owns|perhaps|sometimes|sponsors|sues|this|thus"
    r"|towards|unless|versus|was|whereas)\b)[a-z]{3,}s"
)
"""Whatever an outlet does with what stands before it ("…, scoffs the Courier.")."""

_MAY_INVERT = re.compile(r"[,;”\"’'] (?:as |so |thus )?[a-z]{3,}s (?:[a-z]+ ){0,2}[“\"]?[^\W\d_a-z]")
_MAY_CREDIT = re.compile(r"[)\]][\s.;,]*$|^To (?:the )?[A-Z]|[”\"].*[a-z]ed to (?:the )?[A-Z]")
_IN_CREDITS = (")", "]", "To ", "ed to ")
"""One of these is in all that `_MAY_CREDIT` finds."""


def alternatives(words: Iterable[str]) -> str:
    """Make a pattern of words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def inflected(verbs: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Give the finite forms and participles of verbs by their base form; an entry may name its past forms after it."""
    return {entry.split()[0]: _forms(*entry.split()) for entry in verbs}


def _forms(base: str, *past: str) -> tuple[str, ...]:
    if base.endswith("y") and base[-2] not in "aeo":
        third, regular = f"{base[:-1]}ies", f"{base[:-1]}ied"
    else:
        third = f"{base}es" if base.endswith(("s", "sh", "ch", "x")) else f"{base}s"
        regular = f"{base}d" if base.endswith("e") else f"{base}ed"
    return (third, *(past or (regular,)))


def _progressive(base: str) -> str:
    return f"{base[:-1] if base.endswith('e') else base}ing"


class Cues:
    """The patterns that the word lists make."""

    def __init__(self) -> None:
        words = load_lexicon()
        telling, speaking = inflected(words.telling_verbs), inflected(words.speaking_verbs)
        tells = [form for forms in telling.values() for form in forms]
        telling_now = [*map(_progressive, telling)]
        speaks = [*(form for forms in speaking.values() for form in forms), *map(_progressive, speaking)]
        phrases = [
            *words.citing_phrases,
            *words.gathered,
            *words.words_given,
            *words.pieces_published,
            *words.papers_given,
            *words.only_media_do,
        ]
        self._may_cue = Needles(
            [*tells, *telling_now, *speaks, *phrases, *_PIECES.split("|"), *_OTHER_NEEDLES]
        )
        verbs = "|".join(
            [alternatives([*tells, *telling_now, "report", "write", "say"]), *words.telling_phrases]
        )
        self._media_ends = tuple(words.media_nouns)
        self._before_names(words, tells, speaks)
        self._after_names(words, verbs)
        self._media(words, verbs)

    def _before_names(self, words: Lexicon, tells: Sequence[str], speaks: Sequence[str]) -> None:
        media = alternatives(words.media_nouns)
        credits_ = alternatives(words.credit_words)
        self.credit = re.compile(
            rf"(?:\b(?:{credits_})s?\s*[:/]?\s*(?:by|from|courtesy of|via|the)?\s*|[/©]\s*)$", re.IGNORECASE
        )
        self.credited = re.compile(r"^\s*(?:/|via\b|\)?\s*$)")
        between = (
            rf"(?:the|a|an|its|their|{media}|{alternatives(words.media_adjectives)}"
            rf"|[\w-]+-(?:{MADE})|(?:this|last) \w+['’]s|\w+day['’]s"
            rf"|(?:{alternatives(words.people_and_places)}|{media})s? (?:of|at|from)|[A-Z][\w’'.-]*(?:\s(?:of|at|from))?)"
        )
        passive = alternatives([*tells, *words.gathered])
        in_between = r"(?:[,]?\s+(?:[\w’'-]+)){0,4}?"
        speech = (
            rf"(?:{alternatives(words.words_given)})s?(?!\s+request)(?:\s+[\w’'-]+){{0,3}}?\s+(?:to|with|for|by|from|{_TO_READERS})"
            r"|interviews?(?:\s+[\w’'-]+){4,7}?\s+with"
            rf"|(?:{alternatives(words.pieces_published)})s?[”\"’']?(?:\s+(?:published|carried|aired|broadcast|posted|printed|shown|released))?"
            rf"(?:\s+(?:of|by|from|for|{_TO_READERS})|(?:\s+[\w’'-]+){{1,3}}?\s+from)"
            rf"|(?:{alternatives(speaks)})(?:\s+(?:it|this|so))?(?:\s+{_WHEN})?\s+(?:to|with|for|{_TO_READERS})"
            rf"|(?:{passive}|(?!(?:{alternatives(words.done_by_parties)})\b)\w{{2,}}(?:ed|en|wn|ght)(?: together)?){in_between}\s+by"
            rf"|(?:{alternatives([*tells, 'seen', 'read'])})(?:\s+{_WHEN})?\s+(?:{_TO_READERS})"
        )
        unharmed = rf"(?<!\w)(?!(?:{alternatives(words.done_to_parties)})s?\b)[\w’'”-]+,?\s+"
        page = rf"{unharmed}(?:{_TO_READERS}|by)(?:\s+{between}){{0,3}}?\s+(?:{alternatives(words.pages)})s?\s+(?:of|belonging to|run by)"
        papers, are = alternatives(words.papers), alternatives(words.papers_are)
        given = rf"(?i:{papers})s?\s[^.,;:]{{0,40}}?\b(?:{alternatives(words.papers_given)})"
        citing = rf"(?:(?i:{alternatives(words.citing_phrases)}|{speech})|{page}|{given}|(?:\b[a-z]+|['’]s|[,;(—–-])\s*\bvia)"
        self.citing = re.compile(rf"(?<!\w){citing}(?:\s+{between}){{0,5}}[\s“\"‘']*$")
        """Before an outlet."""
        self.inverted = re.compile(
            rf"(?:^|[,;”\"’'])\s*(?:(?:as|so|thus|about (?:it|this|that))\s+)?"
            rf"(?:{alternatives(tells)}|{_ANY_VERB})\s+(?:{between}\s+){{0,3}}[“\"‘']?$"
        )
        """Before an outlet that ends its clause: "…, writes the Courier.", "…, scoffs the Courier."."""
        self.said = re.compile(rf"\b(?:{alternatives(tells)})\s+(?:{between}\s+){{0,3}}[“\"‘']?$")
        """The same before a name that is known to be an outlet's, wherever it stands."""
        self.at_outlet = re.compile(rf"(?:^|{unharmed})(?:[Ii]n|[Oo]n)(?:\s+{between}){{0,5}}[\s“\"‘']*$")
        """Something stands in or on the outlet, unless it is done to it."""
        self.joined = re.compile(
            rf"^[”\"’']?\s*(?:,(?:\s+and)?|and|or|as well as)\s+(?:(?:by|to|in|with)\s+)?(?:{between}\s+){{0,4}}[“\"‘']?$"
        )
        """Between two outlets that have their verb in common."""
        self.said_to = re.compile(
            rf"\b(?:{alternatives(speaks)})(?:,?\s+{_NO_CLAUSE}[\w’'-]+){{0,9}}?,?\s+to\s+(?:{between}\s+){{0,3}}$"
            rf"|[”\"][^“”\"]{{1,80}}?[a-z]+ed\s+to\s+(?:{between}\s+){{0,3}}$"
        )
        """Before a known outlet: "said a fisherman to", and whatever is done to it behind a quotation ("… whined a fisherman to")."""
        self.what_is_told = re.compile(
            r"^(?:[.,]|\s+(?:that|he|she|it|they|in|on|at|last|this|earlier|of)\b)"
        )
        self.addressed = re.compile(r"^To (?:the )?$")
        """Before a known outlet that a comma follows: "To Le Monde, he refused to say"."""
        self.noun_before = re.compile(
            rf"\b(?:{media})\s+(?:(?:called|named)\s+)?(?:the\s+)?[“\"‘']?$", re.IGNORECASE
        )
        self.noun_apposed = re.compile(rf"\b(?:{media}),\s+(?:the\s+)?[“\"‘']?$")
        """Before a name that a comma follows: "a weekly, Marejada,"."""
        self.interviewed = re.compile(
            rf"\b(?:(?:{alternatives(words.words_given)})s?(?:\s+(?:given|granted|made))?\s+(?:to|with)|told)\s+(?:the\s+)?$"
        )
        """Before an acronym: what is spoken to is an outlet."""
        self.only_media = re.compile(
            rf"\b(?:(?:{alternatives(words.only_media_do)})(?:\s+\w+ly)?\s+by|leaked to|first (?:reported|published|revealed)\s+(?:by|in)"
            rf"|(?:comment|remark|interview)s?\s+(?:published|carried|printed)\s+(?:by|in|on)|interviews?\s+(?:(?:given|granted)\s+)?(?:to|for)"
            rf"|(?:(?:it|as)(?: (?:was|is|has been))? reported by)"
            rf"|(?i:{papers})s?\s[^.,;:]{{0,40}}?\b(?:(?:{are})\s+by|leaked to|shared with))"
            r"\s+(?:the\s+)?[“\"‘']?$"
        )
        """Before a name: who does so with news or papers is an outlet."""
        self.person_after = re.compile(
            r"^,?\s+(?:who\b|whose\b|(?:an?|the)\s+(?:[\w’'-]+\s+){0,4}?"
            rf"(?:{alternatives(words.persons_at_outlets)})\b)"
        )
        """After a name: it is no outlet's, but a person's."""

    def _after_names(self, words: Lexicon, verbs: str) -> None:
        media = alternatives(words.media_nouns)
        self.clause_end = re.compile(
            r"^[”\"’']?\s*(?:[,.;:)]|$|which\b|referring\b|citing\b|quoting\b|with reference\b|on \w+day\b|in (?:its|an?)\b)"
        )
        what = rf"(?:\s+(?:(?:{alternatives(words.media_adjectives)})\s)?(?:{media}|(?:(?:news|media) )?(?:group|house|organi[sz]ation)))?"
        whence = (
            r"(?:['’]s(?:\s+[A-Z][\w’-]*){1,3}(?:\s(?:programme|program|show|service|bulletin|man|woman))?)?"
            r"(?:\s+(?:(?:of|in|from)\s+)?[A-Z]\w+){0,2}(?:\s*\([^()]{1,30}\))?"
            r"(?:\s*,[^,.;]{1,80},(?:[^,.;]{1,60},)?|\s*,)?"
        )
        self.says = re.compile(rf"^[”\"’']?{what}{whence}\s+{_ADVERBS}(?P<verb>{verbs})\b")
        itself = "channel|network|company|agency|newspaper|outlet|broadcaster"
        thing = r"\s+(?:(?!(?:of|on|in|that|to|for|by)\b)[\w’'-]+\s+){0,4}?"
        self.gains = re.compile(
            rf"(?:{alternatives(words.getting_verbs)}){thing}(?:{alternatives(words.gains_of_parties)})s?\b"
            rf"|\w+{thing}(?:{alternatives(words.sold_space)})s?\b"
        )
        """The outlet does not tell, by the verb that was found, but gets a prize or sells space."""
        self.of_a_person = re.compile(
            rf"\w,?\s+(?:of|from|at|with)\s+(?:the\s+)?(?:(?:{media})\s+)?[“\"‘']?$"
        )
        """Before an outlet that a clause with "who" follows: what comes after that, a person does."""
        self.who = re.compile(r"^[”\"’']?,\s+(?:who|whose)\b")
        self.own_words = re.compile(
            rf"\b(?:said|says|confirmed|warned|added|insisted|insists|denied|stated)\s+(?:that\s+)?(?:it|its|the (?:{itself}))\b"
            r"(?!\s+(?:has|had|have)\s+(?:seen|obtained|learn|reviewed|spoken))"
        )
        """The outlet speaks of itself, as a party to the story."""
        self.wires = re.compile(
            r"^[”\"’']?\s+(?:(?:inform|report|transmit|communicate|tell|write|announce)s|reported|informed)"
            r"(?:,?\s+(?:with (?:a )?(?:reference|link)|citing|quoting|referring)\b)"
            r"|^[”\"’']?\s+(?:inform|report|transmit|communicate)s\s*[.,]"
        )
        """After a name that nothing calls an outlet's: "…, Batum informs.", "Batum reports with reference to the ministry"."""
        self.acts = re.compile(
            rf"^[”\"’']?{what}{whence}\s+{_ADVERBS}"
            rf"(?P<verb>(?!(?:{alternatives(words.acts_of_parties)})\b)(?:[a-z]+ed|brought|dug|drew|gave|got|held|made|put|sent|spent))\b"
        )
        """After a registered outlet: what else it may do with news than tell it ("pieced together")."""
        self.has_report = re.compile(
            rf"^(?:['’]s)?\s+(?:(?!(?:will|would|can|could|to|must|should) )[a-z]+ )?(?:{_PIECES})s?\b"
        )
        self.writer = re.compile(
            rf"^(?:['’]s)?\s+(?:[a-z-]+ )?(?:correspondent|reporter|journalist|columnist|editor)s?\b[^.;]{{0,60}}?\b"
            rf"(?!accus|blam)(?:{verbs})\b"
        )
        self.bygone = re.compile(
            r"\b(?:[Ff]ormer|[Ee]x|[Oo]ne-?time)[\s-]+$|\bwho (?:once|formerly|previously|used to)\b[^,.]*$"
        )
        """Before an outlet: what somebody did or was there, other news."""
        self.when_asked = re.compile(r",\s+(?:when )?(?:asked|approached|contacted)\b")
        """Within what stands between an outlet and its verb: it answers for itself."""
        self.negated = re.compile(rf"\b(?:{alternatives(words.negations)})\b|n['’]t\b")
        self.no_telling = re.compile(rf"{self.negated.pattern}|^ask(?:ed|s)?\b")
        """In the cue of an attribution: the outlet does not tell what follows."""
        apposed = r"[”\"’']?\s*,\s+(?:the|an?|[A-Z]\w+['’]s)\s+(?:[\w-]+\s+){0,3}?"
        kind = rf"(?:(?:{alternatives(words.media_adjectives)})\s+)?"
        self.noun_after = re.compile(
            rf"^(?:[”\"’']?\s+{kind}|{apposed})(?:{OUTLET_NOUNS})\b(?!['’]s\b|\s+[“\"]?[A-Z])"
        )
        self.any_media = re.compile(rf"\s+(?:{OUTLET_NOUNS}|media|press|outlets|newspapers|papers)\b")
        """After an adjective: media without a name."""
        self.indefinite = re.compile(r"\b[Aa]n?\s+$")
        """Before one word: it says what the outlet is like ("an Atlanta newspaper")."""
        self.anaphor = re.compile(
            rf"\b[Tt]he (?:[A-Z]\w+ )?(?:{OUTLET_NOUNS}|paper|outlet|channel|site)\b(?! of\b)"
        )
        self.told_it = re.compile(r"\b(?:told|interview with|according to|citing|quoted by|said to)\s*$")
        """Before "the agency" and the like."""
        self.elsewhere = re.compile(
            r"\b(?:follow|subscribe|sign up|download|visit|watch|listen|click|share|contact|advertise|donate|see also|read more)\b",
            re.IGNORECASE,
        )
        """Beside an address: it invites readers, and says not whence the news is."""
        self.reportedly = re.compile(r"\b(?:reportedly|(?:was|is|were|are) reported to)\b")
        self.this_news = re.compile(r"(?:This|That|The|These) (?:information|news|details?|figures?)\b")

        self.listed = re.compile(r"[(\[](?:[^()\[\]]{2,60}[,;/]\s)?$")
        self.list_ends = re.compile(r"^(?:[,;/]\s[^()\[\]]{2,60})?(?=[)\]])")
        """About an outlet in brackets, alone or among others."""
        self.ends_item = re.compile(r"^[)\]][\s.;,]*(?:$|\n|[A-Z][^.:\n]{2,40}:\s)")
        """After an outlet in brackets: an item of news ends there."""
        self.spelled_before = re.compile(r"[A-Z][\w’'-]*\s[(\[]$")
        """Before it: its name in full."""

    def _media(self, words: Lexicon, verbs: str) -> None:
        self.may_name_state_media = Needles(words.state_media)
        own_media = alternatives(words.state_media)
        self.state_media = re.compile(rf"\b([A-Z][a-z]+(?: [A-Z][a-z]+)?)(?:['’]s)? (?:{own_media})\b")
        told = rf"{_ADVERBS}(?:{verbs})\b"
        self.state_media_in = re.compile(
            rf"\b(?i:{own_media})(?: in ([A-Z][a-z]+) {told}| {told}[^.,;]{{0,12}}? in ([A-Z][a-z]+))"
        )
        """State media known by the capital they sit in."""
        self.state_media_bare = re.compile(
            rf"\b(?:told|tells|telling|said on|announced on|appeared on|according to|citing|quoted by|in remarks to|interview (?:with|on))"
            rf" (?:the )?(?:{own_media})\b"
        )
        """State media without an owner, as sources."""
        lasts, within = alternatives(words.name_lasts), alternatives(words.name_words)
        media_like = (
            rf"(?:{alternatives(words.name_firsts)})\s+\S.*|.*\S[\s-](?:{lasts})(?:\s+Online)?"
            rf"|(?:{lasts})\s+[Oo]f\s+.*|(?:.*[\s-])?(?:{within})(?:[\s-].*)?"
        )
        self.media_name = re.compile(rf"{media_like}|{_COINED}")
        """A name that is made like an outlet's."""

    def may_cue(self, sentence: str) -> bool:
        """Whether a sentence may make an outlet its source: surely if this is false, it does not."""
        return (
            self._may_cue(sentence)
            or _MAY_INVERT.search(sentence) is not None
            or (any(map(sentence.__contains__, _IN_CREDITS)) and _MAY_CREDIT.search(sentence) is not None)
        )

    def calls_outlet(self, before: str) -> bool:
        """Whether a media noun stands before a name: what `noun_before` finds."""
        bare = before.rstrip("“\"‘'").rstrip().casefold()
        for word in ("the", "called", "named"):
            bare = bare.removesuffix(f" {word}").rstrip()
        return bare.endswith(self._media_ends) and self.noun_before.search(before) is not None


@cache
def load_cues() -> Cues:
    """Compile the patterns (once per process)."""
    return Cues()
