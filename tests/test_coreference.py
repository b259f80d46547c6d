"""Event coreference: the gold's form, the measures by hand, and which mentions are joined."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.errors import InputError
from suasion.evaluation import evaluate
from suasion.evaluation.clusters import score_clusters
from suasion.evaluation.coreference import make_resolving, mentions_of, places_of, pool_of, score_coreference
from suasion.evaluation.coreference_gold import read_coreference
from suasion.evaluation.coreference_shapes import CoreferenceScores
from suasion.models.trees import Trees
from suasion.reconcile.coreference import Document, Place, load_scorer, support
from suasion.reconcile.coreference.grouping import average_link, part_by_modularity
from suasion.reconcile.coreference.phrases import (
    PHRASE_NAMES,
    PhraseWeights,
    phrase_features,
    told_in_phrases,
)
from suasion.reconcile.coreference.stories import story_groups
from suasion.reconcile.coreference.support import support_features
from suasion.reconcile.coreference.telling import read_tellings

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tools"))
from marked_phrases import read_story, write_pool  # noqa: E402 - a tool beside the package

FLOORS = tomllib.loads((ROOT / "tests" / "quality_floors.toml").read_text(encoding="utf-8"))
STORIES = sorted((ROOT / "tests" / "gold" / "phrases").glob("*.txt"))
QUAKE = (
    "A strong earthquake shook Tonga on Friday .",
    "The quake killed nine people , officials said .",
)
AGAIN = ("Nine died when a quake struck Tonga on Friday .", "The earthquake was felt in Fiji .")
MERGER = ("The Oslo shipyard Haugen bought its rival Berg .", "The purchase was announced in March .")


def written(
    path: Path, sentences: tuple[str, ...], marked: list[tuple[str, int, list[str]]], chains: str = ""
) -> None:
    """Write a document whose mentions are (tag, sentence, words), numbered from 1."""
    ids: dict[tuple[int, str], str] = {}
    lines = [f'<Document doc_name="{path.name}">']
    for number, sentence in enumerate(sentences):
        for place, word in enumerate(sentence.split()):
            key = str(len(ids) + 1)
            ids[number, word] = key
            lines.append(f'<token t_id="{key}" sentence="{number}" number="{place}">{word}</token>')
    lines.append("<Markables>")
    for m_id, (tag, number, words) in enumerate(marked, start=1):
        anchors = "".join(f'<token_anchor t_id="{ids[number, word]}"/>' for word in words)
        lines.append(f'<{tag} m_id="{m_id}">{anchors}</{tag}>')
    lines += [
        chains.partition("|")[0],
        "</Markables><Relations>",
        chains.partition("|")[2],
        "</Relations></Document>",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")


def a_pool(folder: Path) -> Path:
    """Write two reports of an earthquake and one of a purchase."""
    instance = '<ACTION_OCCURRENCE m_id="90" RELATED_TO="" TAG_DESCRIPTOR="quake" instance_id="ACT1" />'
    across = '<CROSS_DOC_COREF r_id="7" note="ACT1">{}<target m_id="90" /></CROSS_DOC_COREF>'
    (folder / "1").mkdir(parents=True)
    written(
        folder / "1" / "1_1ecb.xml",
        QUAKE,
        [
            ("ACTION_OCCURRENCE", 0, ["earthquake"]),
            ("ACTION_OCCURRENCE", 1, ["quake"]),
            ("ACTION_CAUSATIVE", 1, ["killed"]),
            ("HUMAN_PART", 1, ["people"]),
        ],
        f"{instance}|" + across.format('<source m_id="1" /><source m_id="2" />'),
    )
    written(
        folder / "1" / "1_2ecb.xml",
        AGAIN,
        [("ACTION_OCCURRENCE", 0, ["quake"]), ("ACTION_OCCURRENCE", 1, ["earthquake"])],
        f"{instance}|" + across.format('<source m_id="1" /><source m_id="2" />'),
    )
    written(
        folder / "1" / "1_1ecbplus.xml",
        MERGER,
        [("ACTION_OCCURRENCE", 0, ["bought"]), ("NEG_ACTION_OCCURRENCE", 1, ["purchase"])],
        '|<INTRA_DOC_COREF r_id="3"><source m_id="1" /><source m_id="2" /></INTRA_DOC_COREF>',
    )
    return folder


# ------------------------------------------------------------------ gold


def test_chains_across_documents_go_by_instance_others_by_document_and_the_rest_are_alone(
    tmp_path: Path,
) -> None:
    quakes, bought, again = read_coreference(a_pool(tmp_path))
    assert {it.cluster for it in (*quakes.mentions[:2], *again.mentions)} == {"ACT1"}
    assert len({it.cluster for it in bought.mentions}) == 1
    assert quakes.mentions[2].cluster not in {"ACT1", bought.mentions[0].cluster}


def test_only_event_mentions_are_read_and_they_lie_where_their_words_are(tmp_path: Path) -> None:
    found = [
        document.sentences[it.sentence][it.start : it.end]
        for document in read_coreference(a_pool(tmp_path))
        for it in document.mentions
    ]
    assert found == ["earthquake", "quake", "killed", "bought", "purchase", "quake", "earthquake"]


def test_a_list_of_sentences_above_the_folder_keeps_its_sentences_alone(tmp_path: Path) -> None:
    a_pool(tmp_path)
    (tmp_path / "listed.csv").write_text("Topic,File,Sentence Number\n1,1ecb,1\n1,2ecb,0\n", encoding="utf-8")
    kept = [(it.document, it.sentence) for d in read_coreference(tmp_path / "1") for it in d.mentions]
    assert kept == [("1_1ecb", 1), ("1_1ecb", 1), ("1_2ecb", 0)]


def test_a_list_that_names_none_of_the_documents_does_not_matter(tmp_path: Path) -> None:
    a_pool(tmp_path)
    (tmp_path / "other.csv").write_text("Topic,File,Sentence Number\n9,1ecb,1\n", encoding="utf-8")
    (tmp_path / "prices.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert sum(len(document.mentions) for document in read_coreference(tmp_path)) == 7


@pytest.mark.parametrize(
    "content", ["<Document/>", '<Document><token t_id="1">a</token></Document>', "no xml"]
)
def test_what_is_no_document_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.xml").write_text(content, encoding="utf-8")
    with pytest.raises(InputError):
        read_coreference(tmp_path)


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \.xml file"):
        read_coreference(tmp_path)


# ------------------------------------------------------------------ measures


def test_the_measures_are_those_computed_by_hand() -> None:
    gold = dict(zip("abcdefg", "1112233", strict=True))
    found = dict(zip("abcdefg", "1122223", strict=True))
    scores = score_clusters(gold, found)
    # answered {ab} {cdef} {g}; links of the gold: 2 + 1 + 1; kept: ab, de → 2 of 4; of the answer's 1 + 3 links: ab, de → 2 of 4
    assert (scores.muc.precision, scores.muc.recall) == pytest.approx((2 / 4, 2 / 4))
    # precision: a b 2/2, c 1/4, d e 2/4, f 1/4, g 1; recall: a b 2/3, c 1/3, d e 1, f 1/2, g 1/2
    assert scores.b3.precision == pytest.approx((1 + 1 + 1 / 4 + 1 / 2 + 1 / 2 + 1 / 4 + 1) / 7)
    assert scores.b3.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1 + 1 / 2 + 1 / 2) / 7)
    # pairing abc-ab 4/5, de-cdef 4/6, fg-g 2/3
    assert scores.ceafe.precision == pytest.approx((4 / 5 + 4 / 6 + 2 / 3) / 3)
    assert scores.conll_f1 == pytest.approx((scores.muc.f1 + scores.b3.f1 + scores.ceafe.f1) / 3)


def test_the_gold_itself_scores_one_and_all_alone_has_no_links(tmp_path: Path) -> None:
    documents = read_coreference(a_pool(tmp_path))
    gold = [it.cluster for document in documents for it in document.mentions]
    assert score_coreference(documents, lambda _: gold, lambda _: None).conll_f1 == 1
    alone = score_coreference(documents, lambda _: [str(i) for i in range(7)], lambda _: None)
    assert (alone.muc.recall, alone.b3.precision, alone.answered) == (0, 1, 7)


# ------------------------------------------------------------------ answers


def test_the_earthquake_is_joined_across_documents_and_the_purchase_is_none_of_it(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    scores = evaluate("coreference", a_pool(tmp_path / "pool"), predictions=out)
    assert isinstance(scores, CoreferenceScores)
    assert (scores.n, scores.clusters, scores.documents) == (7, 3, 3)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {frozenset(line) for line in lines} == {frozenset(("document", "sentence", "tokens", "cluster"))}
    by_document = {
        name: {it["cluster"] for it in lines if it["document"] == name}
        for name in ("1_1ecb", "1_2ecb", "1_1ecbplus")
    }
    assert by_document["1_1ecb"] & by_document["1_2ecb"]
    assert not by_document["1_1ecbplus"] & (by_document["1_1ecb"] | by_document["1_2ecb"])


def a_place(text: str, words: str) -> Place:
    return Place(text=text, start=text.index(words), end=text.index(words) + len(words))


def test_one_event_in_other_words_is_likelier_than_another_event() -> None:
    scorer = load_scorer()
    signed = a_place("Malta and Norway signed a fishing treaty in Oslo on Monday.", "signed")
    again = a_place("A fishing treaty was signed by Norway and Malta in Oslo.", "signed")
    other = a_place("The striker scored twice as Ajax beat Porto in the final.", "scored")
    assert scorer.score(signed, again) > 0.5
    assert scorer.score(signed, other) < 0.1
    assert scorer.score(again, signed) == pytest.approx(scorer.score(signed, again))


@given(st.permutations(range(5)))
@settings(max_examples=5, deadline=None)
def test_the_order_of_mentions_and_documents_does_not_matter(order: list[int]) -> None:
    documents = [
        Document(id="a", sentences=QUAKE),
        Document(id="b", sentences=AGAIN),
        Document(id="c", sentences=MERGER),
    ]
    places = [
        Place(text=text, start=text.index(word), end=text.index(word) + len(word), document=name, number=number)
        for name, number, text, word in (
            ("a", 0, QUAKE[0], "earthquake"), ("a", 1, QUAKE[1], "quake"), ("b", 0, AGAIN[0], "quake"),
            ("c", 0, MERGER[0], "bought"), ("c", 1, MERGER[1], "purchase"),
        )
    ]  # fmt: skip
    expected = load_scorer().resolve(documents, places)
    mixed = load_scorer().resolve(documents[::-1], [places[i] for i in order])
    assert sorted(sorted(order[i] for i in group) for group in mixed) == expected


@pytest.mark.parametrize(
    ("text", "phrase", "head"),
    [
        (
            "The historic meeting between the two leaders ended early.",
            "The historic meeting between the two leaders",
            "meeting",
        ),
        ("Both sides held talks on Monday.", "held talks", "talk"),
        ("The minister is under investigation.", "under investigation", "investigation"),
        ("The gunman was taken into custody.", "taken into custody", "custody"),
    ],
)
def test_the_head_of_a_phrase_is_the_word_that_tells_the_event(text: str, phrase: str, head: str) -> None:
    (telling,) = read_tellings([a_place(text, phrase)])
    assert telling.head == head


def test_a_span_without_a_word_is_answered_too() -> None:
    empty = Place(text="Rain fell.", start=4, end=5)
    assert 0 <= load_scorer().score(empty, a_place("Rain fell.", "fell")) <= 1


# ------------------------------------------------------------------ phrases


@pytest.mark.parametrize("reader", ["strict", "loose"])
def test_outlets_that_call_one_happening_by_many_names_are_joined_as_a_strict_and_a_loose_reader_would(
    reader: str,
) -> None:
    documents = [it for path in STORIES for it in read_story(path, loose=reader == "loose")]
    scores = score_coreference(documents, make_resolving(), lambda _: None)
    assert (scores.n, scores.documents) == (361, 20)
    assert scores.conll_f1 >= FLOORS["phrases"][reader]


def test_a_marked_story_has_its_phrases_where_its_words_are(tmp_path: Path) -> None:
    path = tmp_path / "herring.txt"
    path.write_text(
        "= walkout>exit\n# wire\nOslo [exit left] [pact the pact].\n# liberal\nIts [walkout rash walkout] hurt.\n",
        encoding="utf-8",
    )
    strict, loose = (read_story(path, loose=it) for it in (False, True))
    found = [
        (document.sentences[it.sentence][it.start : it.end], it.cluster)
        for document in strict
        for it in document.mentions
    ]
    assert found == [
        ("left", "herring/exit"), ("the pact", "herring/pact"), ("rash walkout", "herring/walkout"),
    ]  # fmt: skip
    assert loose[1].mentions[0].cluster == "herring/exit"


def test_a_marked_story_is_the_same_in_xml(tmp_path: Path) -> None:
    write_pool(STORIES[:1], tmp_path, loose=False)
    marked, written_ = read_story(STORIES[0], loose=False), read_coreference(tmp_path)
    assert [it.cluster for it in mentions_of(written_)] == [it.cluster for it in mentions_of(marked)]
    assert [len(it.sentences) for it in written_] == [len(it.sentences) for it in marked]


def test_mentions_are_phrases_when_they_have_many_words_on_average() -> None:
    text = "Oslo tore up a deal that worked ."
    word, phrase = a_place(text, "tore"), a_place(text, "tore up a deal that worked")
    assert not told_in_phrases([])
    assert not told_in_phrases([word] * 20)
    assert not told_in_phrases([phrase])  # one may be a slip of the pen
    assert not told_in_phrases([word] * 50 + [phrase] * 5)
    assert told_in_phrases([word] * 20 + [phrase] * 20)


def test_the_weights_of_phrases_add_up_and_what_is_not_known_adds_nothing() -> None:
    pair = np.full((1, 31), -1.0, dtype=np.float32)
    row = phrase_features(pair, np.array([0.5]), np.array([0.8]), np.array([0.4]))
    assert row[0].tolist() == pytest.approx([0, 0.8, 0.4, 0, 0, 0, 0, 0, 0])
    weights = PhraseWeights(base=-1.0, weights={**dict.fromkeys(PHRASE_NAMES, 0.0), "in_sentence": 2.0})
    assert weights.probabilities(row) == pytest.approx(1 / (1 + np.exp(1 - 1.6)))


@given(st.permutations(range(20)))
@settings(max_examples=3, deadline=None)
def test_the_order_of_phrases_does_not_matter(order: list[int]) -> None:
    told = read_story(STORIES[0], loose=False)[:2]
    documents, places = pool_of(told), places_of(told)[:20]
    assert told_in_phrases(places)
    expected = load_scorer().resolve(documents, places)
    mixed = load_scorer().resolve(documents[::-1], [places[i] for i in order])
    assert sorted(sorted(order[i] for i in group) for group in mixed) == expected


# ------------------------------------------------------------------ parts


def test_average_link_weighs_groups_by_their_members() -> None:
    likeness = np.array([[1, 0.9, 0.5, 0], [0.9, 1, 0.4, 0], [0.5, 0.4, 1, 0.6], [0, 0, 0.6, 1]])
    assert average_link(likeness, 0.7) == [[0, 1], [2], [3]]
    assert average_link(likeness, 0.5) == [[0, 1], [2, 3]]  # then (.5 + 0 + .4 + 0) / 4
    assert average_link(likeness, 0.22) == [[0, 1, 2, 3]]
    assert average_link(np.zeros((0, 0)), 0.5) == []


@given(st.integers(0, 10_000), st.integers(1, 9))
@settings(max_examples=30, deadline=None)
def test_average_link_groups_each_once_and_parts_below_the_least(seed: int, size: int) -> None:
    table = np.random.default_rng(seed).random((size, size))
    table = (table + table.T) / 2
    groups = average_link(table, 0.5)
    assert sorted(i for group in groups for i in group) == list(range(size))
    for one in groups:
        for other in groups:
            assert one is other or table[np.ix_(one, other)].mean() < 0.5 + 1e-9


def two_blocks(inside: float, across: float, sizes: tuple[int, int] = (4, 3)) -> np.ndarray:
    """Write how alike the members of two blocks are, each pair a little differently."""
    side = np.repeat([0, 1], sizes)
    table = np.where(np.equal.outer(side, side), inside, across)
    places = np.arange(len(side))
    return table + np.add.outer(places, places) / 1000


def test_a_group_of_two_blocks_is_parted_from_the_modularity_computed_by_hand() -> None:
    blocks = np.repeat(np.repeat(np.eye(2), 2, axis=0), 2, axis=1)
    # all likeness lies within the halves, and each half has half of all: 1 - (1/4 + 1/4)
    assert part_by_modularity(blocks, 0.5) == [[0, 1], [2, 3]]
    assert part_by_modularity(blocks, 0.51) == [[0, 1, 2, 3]]
    three = np.repeat(np.repeat(np.eye(3), 2, axis=0), 2, axis=1)
    assert part_by_modularity(three, 0.3) == [[0, 1], [2, 3], [4, 5]]


@pytest.mark.parametrize("likeness", [0.0, 0.4, 1.0])
def test_a_group_that_is_alike_throughout_or_not_at_all_is_not_parted(likeness: float) -> None:
    for size in (1, 2, 3, 8):
        assert part_by_modularity(np.full((size, size), likeness), 0.01) == [list(range(size))]


@given(st.permutations(range(7)))
@settings(max_examples=30, deadline=None)
def test_the_order_of_a_group_does_not_change_how_it_is_parted(order: list[int]) -> None:
    found = part_by_modularity(two_blocks(0.8, 0.4)[np.ix_(order, order)], 0.04)
    assert sorted(sorted(order[i] for i in part) for part in found) == [[0, 1, 2, 3], [4, 5, 6]]


def test_two_stories_that_are_alike_are_told_apart_when_each_is_more_like_itself() -> None:
    alike = two_blocks(0.8, 0.4)
    assert average_link(alike, 0.3) == [list(range(7))]
    assert story_groups(alike) == [[0, 1, 2, 3], [4, 5, 6]]
    assert story_groups(two_blocks(0.8, 0.75)) == [list(range(7))]


def a_table() -> np.ndarray:
    """Write the first answers for five mentions: 0 and 1 in one sentence of a document, 2 and 3 in one of another, 4 in a third."""
    table = np.zeros((5, 5))
    for i, j, p in ((0, 2, 0.6), (0, 4, 0.9), (2, 4, 0.8), (1, 3, 0.7), (1, 2, 0.2), (0, 3, 0.005)):
        table[i, j] = table[j, i] = p
    return table


def test_the_mentions_around_a_pair_say_what_was_computed_by_hand() -> None:
    found = support_features(a_table(), [("a", 0), ("a", 0), ("b", 0), ("b", 0), ("c", 0)], list("aabbc"))
    # 4 is alike to 0 and to 2; partners 0: .9 beside .6, 2: .8 + .2; 1 and 3 are told beside them; 0's best other in b is 3
    expected = {
        "first": 0.6, "best_third": 0.8, "best_thirds": 0.8 / 3, "common": 0.8 / (0.9 + 1.0 - 0.8),
        "fewer_partners": 0.9, "more_partners": 1.0, "beside": 0.7, "best_beside": 0.7, "across": 0.2,
        "least_lead": 0.6 - 0.2, "most_lead": 0.6,
    }  # fmt: skip
    assert dict(zip(support.NAMES, found[0, 2], strict=True)) == pytest.approx(expected)


@given(st.permutations(range(5)))
@settings(max_examples=20, deadline=None)
def test_the_order_of_mentions_does_not_change_what_those_around_say(order: list[int]) -> None:
    sentences = [("a", 0), ("a", 0), ("b", 0), ("b", 0), ("c", 0)]
    expected = support_features(a_table(), sentences, list("aabbc"))
    found = support_features(
        a_table()[np.ix_(order, order)], [sentences[i] for i in order], ["aabbc"[i] for i in order]
    )
    assert found == pytest.approx(expected[np.ix_(order, order)])
    assert expected == pytest.approx(expected.transpose(1, 0, 2))


def test_a_group_of_one_has_no_one_around() -> None:
    assert support_features(np.zeros((1, 1)), [("a", 0)], ["a"]).shape == (1, 1, len(support.NAMES))


def test_trees_add_up_what_their_leaves_say(tmp_path: Path) -> None:
    Trees(
        feature=np.array([0, -1, -1, -1], dtype=np.int16),
        threshold=np.array([2.5, 0, 0, 0]),
        left=np.array([1, 0, 0, 0], dtype=np.int32),
        right=np.array([2, 0, 0, 0], dtype=np.int32),
        value=np.array([0, -1, 1, 0.5], dtype=np.float32),
        roots=np.array([0, 3], dtype=np.int32),
        base=0.25,
    ).save(tmp_path / "trees.npz")
    found = Trees.load(tmp_path / "trees.npz").probabilities(np.array([[2.5], [3.0]], dtype=np.float32))
    assert found == pytest.approx(1 / (1 + np.exp([0.25, -1.75])))
