"""Build the list of pairs of words that English uses though a neighbour put right would make them a fixed expression.

    python tools/build_sound_pairs.py BIGRAMS WORDNET

BIGRAMS: `frequency_bigramdictionary_en_243_342.txt` of the package symspellpy (MIT), the most frequent pairs of words in Google Books
(Ngrams, CC BY 3.0). WORDNET: the folder `dict` of WordNet 3.0 (WordNet licence), whose collocations are read. Of both only those
pairs are kept that the search would else take for damage; `src/suasion/ingest/damage/data/sound_pairs.txt.gz` holds one a
line, in base form. To be run again when `fixed_terms.toml` or `neighbours.toml` change.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from suasion.ingest.damage import fixed, name_book
from suasion.registers import load_registers

OUT = Path(fixed.__file__).parent / "data/sound_pairs.txt.gz"
_PAIR = re.compile(r"([a-z]+(?:[-'][a-z]+)*)[ _]([a-z]+(?:[-'][a-z]+)*)(?= |$)")


def pairs(bigrams: Path, wordnet: Path) -> Iterator[tuple[str, str]]:
    """Give the pairs of both sources in base form."""
    for path in (bigrams, *sorted(wordnet.glob("index.*"))):
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            if found := _PAIR.match(line):
                yield fixed.base_form(found[1]), fixed.base_form(found[2])


def main(bigrams: Path, wordnet: Path) -> None:
    """Write the list."""
    book = name_book(load_registers())
    glossary = fixed.glossary(book.long_names if book else frozenset())
    near = {" ".join(pair) for pair in pairs(bigrams, wordnet) if fixed.is_near(pair, glossary)}
    OUT.write_bytes(gzip.compress("\n".join(sorted(near)).encode(), 9, mtime=0))
    print(len(near), "pairs,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
