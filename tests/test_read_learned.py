"""The learned tagger adds attributions that no list has, and leaves to the rules what they know better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from read_helpers import report_of
from suasion.models import load_spacy
from suasion.read.attribution import find_attributions
from suasion.read.attribution.learned import RoleSpans, Tagged, coded_text
from suasion.read.parse import parse_report
from suasion.records import Attribution, Passage
from suasion.registers import load_registers


def attributions(text: str, words: Mapping[str, tuple[str, ...]]) -> tuple[Attribution, ...]:
    """Read a text with a tagger that finds just these words in each role."""

    def tag(shown: str) -> RoleSpans:
        return {
            role: tuple((shown.index(part), shown.index(part) + len(part)) for part in words.get(role, ()))
            for role in ("source", "cue", "content")
        }

    report = report_of(text)
    return find_attributions(report, parse_report(report, load_spacy()), load_registers(), tag)


def test_a_cue_that_no_list_has_makes_a_row_with_its_subject_and_clause() -> None:
    (found,) = attributions(
        "Jane Doe grumped that the port would close.",
        {"source": ("Jane Doe",), "cue": ("grumped",), "content": ("that the port would close",)},
    )
    assert (found.holder.name, found.stance) == ("Jane Doe", "asserts")
    assert found.cue is not None
    assert found.cue.text == "grumped"
    assert [span.text for span in found.content] == ["that the port would close"]


def test_a_cue_that_the_rules_found_too_is_one_row_with_their_stance() -> None:
    (found,) = attributions(
        "The minister denied that the port would close.",
        {"source": ("The minister",), "cue": ("denied",), "content": ("that the port would close",)},
    )
    assert found.stance == "denies"


def test_without_anything_tagged_the_rules_stand_alone() -> None:
    text = "The minister said that the port would close."
    report = report_of(text)
    alone = find_attributions(report, parse_report(report, load_spacy()), load_registers())
    assert attributions(text, {}) == alone
    assert alone


def test_a_tagged_cue_without_content_or_without_a_word_makes_no_row() -> None:
    text = "The mayor sang to the crowd."
    assert attributions(text, {"source": ("The mayor",), "cue": ("sang",)}) == ()
    assert attributions(text, {"cue": ("to",), "content": ("the crowd",)}) == ()


def test_a_negated_cue_doubts_what_it_would_assert() -> None:
    (found,) = attributions(
        "Jane Doe did not grump that the port would close.",
        {"source": ("Jane Doe",), "cue": ("did not grump",), "content": ("that the port would close",)},
    )
    assert found.stance == "doubts"


def test_a_source_reaches_as_far_as_the_tagger_sees_it_but_is_named_by_the_rules() -> None:
    (found,) = attributions(
        "Jane Doe, a fisher from Lima, said that the port would close.",
        {"source": ("Jane Doe, a fisher from Lima",), "cue": ("said",), "content": ("that the port",)},
    )
    assert found.holder.name == "Jane Doe"
    assert found.source is not None
    assert found.source.text.startswith("Jane Doe, a fisher")


def test_the_tagger_sees_coded_passages_in_their_places() -> None:
    passages = (Passage(start=0, end=10, kind="boilerplate"), Passage(start=11, end=22, kind="body"))
    report = replace(report_of("Read more.\nPeru spoke."), passages=passages)
    assert coded_text(report) == "\n" * 11 + "Peru spoke."


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted), max_size=5))
@settings(deadline=None)
def test_tokens_in_a_role_are_those_that_a_span_touches(spans: list[list[int]]) -> None:
    text = "Peru said that talks go on now"
    (sentence,) = parse_report(report_of(text), load_spacy())
    given_spans = [(start, min(end, len(text))) for start, end in spans if start < min(end, len(text))]
    roles = Tagged.of_spans(len(text), {"source": given_spans, "cue": (), "content": ()}).tokens(sentence)
    touched = {at for start, end in given_spans for at in range(start, end)}
    assert roles.source == tuple(
        token.i for token in sentence.tokens if touched & set(range(token.start, token.end))
    )
