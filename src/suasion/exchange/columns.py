"""The columns of the field's formats, by their exact names and in their order, and the formats' quirks.

Readers and writers share them. Sources: POLECAT (doi:10.7910/DVN/AJGVIT, documented at doi:10.7910/DVN/LMFPIP), ICEWS
(doi:10.7910/DVN/28075), the GDELT event codebooks 1.03 and 2.0, the PLOVER 2.0 manual (chapter Data Fields), the ACLED codebook.
"""

from __future__ import annotations

from collections.abc import Mapping

POLECAT_COLUMNS: tuple[str, ...] = (
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
)
"""40, tab-separated, under a header. Quad codes are words (`MATERIAL CONFLICT`), dates ISO."""

POLECAT_RENAMED: Mapping[str, str] = {"Event Intensity": "Intensity"}
"""Headers of later files by our name for the column."""

POLECAT_EMPTY: tuple[str, ...] = ("Headline", "Event Text", "Feed", "Story ID")
"""Headers that some files carry with no data under them: drop them, and supply our names for the rest."""

POLECAT_NULL = "None"
POLECAT_LIST = "; "
"""What joins the members of a list in one cell."""

ICEWS_COLUMNS: tuple[str, ...] = (
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
)
"""20, tab-separated, under a header, no quoting. The key is (Event ID, Event Date): ids alone repeat.

`Event Text` is the label of the CAMEO code, no sentence; countries are English names, sectors a list.
"""

ICEWS_KEY: tuple[str, str] = ("Event ID", "Event Date")
ICEWS_NULLS: frozenset[str] = frozenset({"", "NULL", "NA"})
ICEWS_NULL = "NULL"


def _gdelt_actor(side: int) -> tuple[str, ...]:
    parts = (
        "Code",
        "Name",
        "CountryCode",
        "KnownGroupCode",
        "EthnicCode",
        "Religion1Code",
        "Religion2Code",
        "Type1Code",
        "Type2Code",
        "Type3Code",
    )
    return tuple(f"Actor{side}{part}" for part in parts)


def _gdelt_place(of: str) -> tuple[str, ...]:
    parts = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
    return tuple(f"{of}Geo_{part}" for part in parts)


GDELT_COLUMNS: tuple[str, ...] = (
    "GLOBALEVENTID",
    "SQLDATE",
    "MonthYear",
    "Year",
    "FractionDate",
    *_gdelt_actor(1),
    *_gdelt_actor(2),
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    *_gdelt_place("Actor1"),
    *_gdelt_place("Actor2"),
    *_gdelt_place("Action"),
    "DATEADDED",
    "SOURCEURL",
)
"""GDELT 2.0: 61, tab-separated, no header. A null is an empty cell.

Places have FIPS 10-4 countries, actors CAMEO's. `SQLDATE` (YYYYMMDD) is the day of the event as guessed, `DATEADDED`
(YYYYMMDDHHMMSS, UTC) the time at which GDELT came to know it.
"""

GDELT_1_COLUMNS: tuple[str, ...] = tuple(name for name in GDELT_COLUMNS if not name.endswith("ADM2Code"))
"""GDELT 1.0, daily files: 58, with `DATEADDED` as YYYYMMDD."""

GDELT_1_BACKFILE_COLUMNS: tuple[str, ...] = GDELT_1_COLUMNS[:-1]
"""GDELT 1.0 before April 2013: 57, no `SOURCEURL`."""

GDELT_MENTION_COLUMNS: tuple[str, ...] = (
    "GLOBALEVENTID",
    "EventTimeDate",
    "MentionTimeDate",
    "MentionType",
    "MentionSourceName",
    "MentionIdentifier",
    "SentenceID",
    "Actor1CharOffset",
    "Actor2CharOffset",
    "ActionCharOffset",
    "InRawText",
    "Confidence",
    "MentionDocLen",
    "MentionDocTone",
    "MentionDocTranslationInfo",
    "Extras",
)
"""GDELT 2.0 mentions: 16, tab-separated, no header. Offsets are -1 where unknown, `Confidence` is a percentage."""

PLOVER_FIELDS: tuple[str, ...] = (
    "id",
    "has_event",
    "date",
    "time",
    "enddate",
    "endtime",
    "actor",
    "recipient",
    "event",
    "event_loc",
    "event_text",
    "quad_code",
    "event_scale",
    "mode",
    "context",
    "link",
    "text",
    "text_info",
    "cite_info",
    "coder",
    "coded_date",
    "coded_time",
    "comment",
    "size",
    "instrument",
    "factuality",
    "probability",
    "independent_origins",
)
"""PLOVER's fields of a JSON line; the last four are ours, as the manual lets providers add some.

`id`, `date`, `actor` and `event` are required; `actor`, `event`, `mode`, `context` and `instrument` are lists.
"""

PLOVER_TEXTS: frozenset[str] = frozenset(
    {
        "id",
        "date",
        "time",
        "enddate",
        "endtime",
        "link",
        "text",
        "coder",
        "coded_date",
        "coded_time",
        "comment",
    }
)
"""Those that hold plain text (`event_text` may be a list)."""

PLOVER_AUXILIARY: Mapping[str, str] = {
    "historical": "occurred",
    "future": "planned",
    "hypothetical": "possible",
    "negation": "denied",
}
"""PLOVER's auxiliary modes, which stand among an event's modes, by the factuality that they say."""

ACLED_COLUMNS: tuple[str, ...] = (
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
)
"""31, CSV under a header; `tags` is missing from some files. Actor 1 and actor 2 have no direction."""

ICEWS_SECTORS: Mapping[str, str] = {
    "AGR": "Agricultural",
    "BUS": "Business",
    "COP": "Police",
    "CRM": "Criminals / Gangs",
    "CVL": "General Population / Civilian / Social",
    "EDU": "Education",
    "ELI": "Elite",
    "GOV": "Government",
    "JRN": "News",
    "JUD": "Judicial",
    "LAB": "Labor",
    "LEG": "Legislative / Parliamentary",
    "MED": "Medical / Health",
    "MIL": "Military",
    "OPP": "Opposition",
    "PRM": "Paramilitary",
    "PTY": "Parties",
    "REB": "Rebel",
    "REF": "Refugees / Displaced",
    "REL": "Religious",
    "SOC": "Social",
    "SPY": "Intelligence",
    "UAF": "Unidentified Forces",
}
"""ICEWS's words for PLOVER's sectors on the way out; the registers read its finer ones too."""

ICEWS_KINDS: Mapping[str, str] = {
    "IGO": "International Government Organization",
    "UNO": "International Government Organization",
    "EUR": "International Government Organization",
    "NGO": "Nongovernmental Organization (International)",
    "MNC": "Multinational Corporation",
    "IMG": "International Militarized Group",
}
"""ICEWS's words for actors that are no state's, by PLOVER's codes."""

CAMEO_SECTORS: Mapping[str, str] = {"JRN": "MED", "MED": "HLH"}
"""CAMEO's codes for PLOVER's sectors where they differ: MED is the media there, and medicine here."""
