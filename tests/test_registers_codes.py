"""Other people's codes of states."""

from __future__ import annotations

import pytest

from suasion.registers import CODE_SCHEMES, CodeScheme, load_registers

CODES = load_registers().codes
WRITTEN = [(scheme, country) for scheme in CODE_SCHEMES for country in sorted(CODES.from_country[scheme])]


@pytest.mark.parametrize(
    ("scheme", "code", "country"),
    [
        ("fips", "RS", "RUS"),
        ("iso2", "RS", "SRB"),
        ("fips", "CH", "CHN"),
        ("iso2", "CH", "CHE"),
        ("fips", "UP", "UKR"),
        ("fips", "GZ", "PSE"),
        ("cow", "365", "RUS"),
        ("cow", "255", "DEU"),
        ("cow", "678", "YEM"),
        ("cameo", "ROM", "ROU"),
        ("cameo", "KSV", "XKX"),
        ("cameo", "usa", "USA"),
        ("iso3", "ZZZ", None),
        ("fips", "", None),
        ("fips", None, None),
    ],
)
def test_a_code_means_what_its_own_scheme_says(
    scheme: CodeScheme, code: str | None, country: str | None
) -> None:
    assert CODES.country(code, scheme) == country


def test_the_code_that_is_written_for_a_state_reads_back_as_that_state_or_as_its_heir_in_cameo() -> None:
    read = {(scheme, one): CODES.country(CODES.code(one, scheme), scheme) for scheme, one in WRITTEN}
    others = {key: country for key, country in read.items() if country != key[1]}
    assert others == {("cameo", "TMP"): "TLS", ("cameo", "ZAR"): "COD"}


def test_every_state_of_today_has_a_fips_code_but_those_that_fips_never_listed() -> None:
    states = {actor.country for key, actor in load_registers().actors.items() if key.startswith("state:")}
    lacking = {code for code in states if code and CODES.fips(code) is None}
    assert lacking <= {"CSK", "ZAR", "TMP"}
