"""Attribution: who says what, by grammar and by quotation marks."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suasion.models import load_spacy
from suasion.read.attribution import find_attributions, holders_at
from suasion.read.parse import parse_report
from suasion.records import Attribution, Dated, Passage, Report


@dataclass(frozen=True)
class AnOutlet:
    name: str
    country: str | None


class TwoOutlets:
    """A register that knows two agencies, whatever the shipped one knows."""

    outlets: TwoOutlets

    def __init__(self) -> None:
        self.outlets = self

    def find(self, name: str, /) -> AnOutlet | None:
        return {"Reuters": AnOutlet("Reuters", "GBR"), "Tass": AnOutlet("TASS", "RUS")}.get(name)


def a_report(text: str, title: bool = False) -> Report:
    cut = text.index("\n") if title else 0
    passages = [Passage(start=0, end=cut, kind="title")] if title else []
    return Report(
        id="r1",
        outlet=None,
        outlet_how="not stated",
        url=None,
        path="a.txt",
        title=None,
        byline=None,
        published=Dated(),
        language="en",
        language_how="stated",
        translated_from=None,
        translated_from_how="not stated",
        original_text=text,
        text=text,
        passages=(*passages, Passage(start=cut, end=len(text), kind="body")),
    )


def attributions(text: str, title: bool = False) -> tuple[Attribution, ...]:
    report = a_report(text, title)
    return find_attributions(report, parse_report(report, load_spacy()), TwoOutlets())


def holders(text: str, words: str, title: bool = False) -> list[tuple[str, str, str]]:
    """Name, kind and stance of those who vouch for the words, innermost first."""
    start = text.index(words)
    found = holders_at(attributions(text, title), start, start + len(words))
    return [(holder.name, holder.kind, holder.stance) for holder in found]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (
            "Reuters reported that Chile had sold frigates to Peru.",
            "sold",
            [("Reuters", "outlet", "asserts")],
        ),
        ("Chile sold frigates to Peru, according to Reuters.", "sold", [("Reuters", "outlet", "asserts")]),
        (
            "As Reuters reported, Oman mediated in the dispute.",
            "mediated",
            [("Reuters", "outlet", "asserts")],
        ),
        (
            "It was reported by Reuters that Ghana had closed the border.",
            "closed",
            [("Reuters", "outlet", "asserts")],
        ),
        ("Turkey will buy jets from Spain, officials say.", "buy", [("officials", "anonymous", "asserts")]),
        ("Analysts doubt that Laos can repay the loan.", "repay", [("Analysts", "anonymous", "doubts")]),
        ("Officials hinted that Kenya would send troops.", "send", [("Officials", "anonymous", "suggests")]),
        (
            "Rumours that Egypt would lease a base spread on Monday.",
            "lease",
            [("unnamed source", "anonymous", "suggests")],
        ),
        (
            "Kenya has reportedly offered troops to Haiti.",
            "offered",
            [("unnamed source", "anonymous", "suggests")],
        ),
        (
            "The villagers, an anonymous Welsh fisherman said, want the fleet to leave.",
            "want",
            [("anonymous Welsh fisherman", "anonymous", "asserts")],
        ),
    ],
)
def test_the_source_of_a_clause_is_found_with_its_kind_and_stance(
    text: str, words: str, expected: list[tuple[str, str, str]]
) -> None:
    assert [
        (name.removeprefix("an "), kind, stance) for name, kind, stance in holders(text, words)
    ] == expected


@pytest.mark.parametrize(
    ("text", "words", "stance"),
    [
        ("Poland denied that it had sent troops to Moldova.", "sent", "denies"),
        ("Poland did not deny that it had sent troops to Moldova.", "sent", "suggests"),
        ("Poland refused to rule out sending troops to Moldova.", "sending", "suggests"),
        ("Poland ruled out sending troops to Moldova.", "sending", "denies"),
        ("Poland neither confirmed nor denied that it had sent troops.", "sent", "suggests"),
        ("Poland threatened to halt exports to Latvia.", "halt", "asserts"),
        ("Poland accused Latvia of smuggling weapons.", "smuggling", "asserts"),
        ("Poland urged Latvia to withdraw its envoy.", "withdraw", "asserts"),
        ("Poland questioned whether Latvia would pay.", "pay", "doubts"),
        ("Poland fears that Latvia may leave the bloc.", "leave", "suggests"),
    ],
)
def test_the_cue_decides_the_stance(text: str, words: str, stance: str) -> None:
    assert [found[2] for found in holders(text, words)] == [stance]


def test_a_quotation_over_several_sentences_belongs_to_its_speaker_and_goes_on_after_the_cue() -> None:
    text = (
        "“We will not wait. The talks are over,” Foreign Minister Ivo Marek said. “The ships sail tomorrow.”"
    )
    for words in ("wait", "over", "sail"):
        assert [name for name, _, _ in holders(text, words)] == ["Ivo Marek"], words
    assert all(found.quoted for found in attributions(text))


def test_straight_and_curly_quotation_marks_are_read_alike() -> None:
    straight = 'The minister stated: "Our ships will sail tomorrow at dawn."'
    curly = "The minister stated: “Our ships will sail tomorrow at dawn.”"
    assert len(attributions(straight)) == len(attributions(curly)) == 1
    assert holders(straight, "sail") == holders(curly, "sail")


def test_a_chain_of_sources_is_ordered_from_the_inside_out() -> None:
    text = "Tass, citing Foreign Minister Ivo Marek, reported that Serbia would receive missiles."
    assert [name for name, _, _ in holders(text, "receive")] == ["Ivo Marek", "TASS"]
    relayed = "The newspaper quoted Ivo Marek as saying that Serbia would receive missiles."
    assert [kind for _, kind, _ in holders(relayed, "receive")] == ["actor", "outlet"]


def test_a_quotation_after_according_to_belongs_to_both_links_of_its_chain() -> None:
    text = "“Serbia will receive missiles. Oman will not,” according to Tass, which cited Ivo Marek."
    assert [name for name, _, _ in holders(text, "receive")] == ["Ivo Marek", "TASS"]


def test_a_clause_before_a_semicolon_is_not_the_content_of_a_verb_after_it() -> None:
    text = "Reuters reported that Chile sold frigates; Oman also called the leaders of Peru."
    assert [name for name, _, _ in holders(text, "sold")] == ["Reuters"]


def test_a_bare_newspaper_means_the_outlet_named_last() -> None:
    text = "Reuters wrote that talks had failed. The agency noted that Oman had left the room."
    assert holders(text, "left") == [("Reuters", "outlet", "asserts")]


def test_a_title_names_its_source_beside_a_colon() -> None:
    text = "Serbia to receive missiles: officials\nThe ministry gave no details."
    assert holders(text, "receive", title=True) == [("officials", "anonymous", "asserts")]


def test_a_quotation_that_nobody_claims_has_an_unnamed_holder() -> None:
    text = "The road was empty.\n“This is the reaction to what happened at the border.”"
    assert holders(text, "reaction") == [("unnamed source", "anonymous", "asserts")]


def test_the_speaker_is_not_a_holder_of_what_stands_outside_the_quotation() -> None:
    text = "“The ships sail tomorrow at dawn,” Ivo Marek said. Chile recalled its envoy."
    assert holders(text, "recalled") == []


def test_i_in_a_quotation_is_its_speaker() -> None:
    text = "“I deny that we sold weapons to anybody,” Ivo Marek said."
    assert {name for name, _, _ in holders(text, "sold")} == {"Ivo Marek"}


words = st.sampled_from(
    [
        "Chile",
        "said",
        "“",
        "”",
        '"',
        ":",
        ",",
        ".",
        "that",
        "Tass",
        "citing",
        "he",
        "according",
        "to",
        "denied",
        "\n",
        "sold",
        "arms",
        "who",
        "'",
        "‘",
        "’",
        "the",
        "newspaper",
        "claims",
        "of",
        "reportedly",
        "not",
        "৬",
        "🚢",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(words, max_size=40).map(" ".join) | st.text(max_size=120))
def test_every_span_quotes_the_text_whatever_the_text(text: str) -> None:
    found = attributions(text)
    assert len({item.id for item in found}) == len(found)
    for item in found:
        assert item.content
        for span in (*item.content, *(part for part in (item.source, item.cue) if part is not None)):
            assert 0 <= span.start < span.end <= len(text)
            assert span.text == text[span.start : span.end]
