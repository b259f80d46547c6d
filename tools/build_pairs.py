"""Build the filter of pairs of words that English uses.

    python tools/build_pairs.py ARPA BIGRAMS WORDNET

ARPA: a text of the pairs in `en-us.lm.bin` of the package pocketsphinx (BSD), two million of broadcasts, subtitles and news, as its
`NGramModel.write` gives them; what else it holds is not read. BIGRAMS: `frequency_bigramdictionary_en_243_342.txt` of the package
symspellpy (MIT), the most frequent pairs in Google Books (Ngrams, CC BY 3.0). WORDNET: the folder `dict` of WordNet 3.0 (WordNet
licence), whose collocations are read. Pairs with a word that `words.txt.gz` does not know are left out.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from suasion.ingest.damage import attested
from suasion.ingest.damage.lexicon import bare, load_lexicon

OUT = Path(attested.__file__).parent / "data/pairs.bloom"
SIZE = 1 << 21
"""Bytes of the filter."""
_ARPA = re.compile(r"[-\dinf.]+\t([a-z']+)\t([a-z']+)\b")
_PLAIN = re.compile(r"([a-z]+)[ _]([a-z]+)(?= |$)")


def pairs(arpa: Path, bigrams: Path, wordnet: Path) -> Iterator[tuple[str, str]]:
    """Give the pairs of all sources in lower case."""
    sources = [(arpa, _ARPA), *((path, _PLAIN) for path in (bigrams, *sorted(wordnet.glob("index.*"))))]
    for path, form in sources:
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            for line in lines:
                if found := form.match(line):
                    yield found[1], found[2]


def main(arpa: Path, bigrams: Path, wordnet: Path) -> None:
    """Write the filter."""
    lexicon, bits = load_lexicon(), bytearray(SIZE)
    known = {
        pair for pair in pairs(arpa, bigrams, wordnet) if all(lexicon.knows(bare(word)) for word in pair)
    }
    for one, other in known:
        for place in attested.places(one, other, SIZE):
            bits[place >> 3] |= 1 << (place & 7)
    OUT.write_bytes(bytes(bits))
    print(len(known), "pairs,", SIZE, "bytes,", f"{sum(map(int.bit_count, bits)) / (8 * SIZE):.2f} full")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
