"""Web pages to drafts: trafilatura finds the text; what a page states of itself is read from its metadata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from lxml import etree, html  # type: ignore[import-untyped]

from suasion.ingest.decode import declared_charset, decode
from suasion.ingest.drafts import Draft, Refusal

MAX_TAGS = 60_000
"""A page with more tags is no report: extraction takes time that grows faster than they do."""
_DATES = (
    *("article:published_time", "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued"),
    *("dcterms.date", "dcterms.created", "dcterms.issued", "pubdate", "publishdate", "publish-date"),
    *("parsely-pub-date", "sailthru.date", "publication_date", "citation_publication_date"),
    *("cxenseparse:recs:publishtime", "article.published", "published_time"),
)
_OUTLETS = (
    "og:site_name",
    "publisher",
    "dc.publisher",
    "dcterms.publisher",
    "article:publisher",
    "application-name",
    "citation_journal_title",
)
_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title", "headline")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "byl", "sailthru.author")
_URLS = ("og:url", "twitter:url")
_MAX_FIELD = 500
_MAX_FURNITURE = 160
"""Characters."""
_PARAGRAPH = 60
"""Characters; a closed paragraph of more than these begins the text."""
_BEFORE, _BEHIND = 6, 15
"""Elements before and behind the heading."""
_MARKED = re.compile(
    r"byline|author|\bdate|dateline|\bmeta\b|posted|publish|timestamp|source|credit|entry-info|post-info"
)
Json = dict[str, object]


def page_draft(raw: bytes) -> Draft | Refusal:
    """Read a page."""
    decoded = decode(raw, declared_charset(raw))
    if isinstance(decoded, Refusal):
        return decoded
    if decoded.count("<") > MAX_TAGS:
        return Refusal(
            reason="too-large",
            detail=f"The page has more than {MAX_TAGS:,} tags; no report has. "
            "Save the report's own page or its text.",
        )
    tree = _tree(decoded)
    text = _extract(decoded) if tree is not None else None
    if tree is None or not text or not text.strip():
        return Refusal(
            reason="no-text",
            detail="No report was found on the page; it may need a script to show one. "
            "Save its text instead.",
        )
    return _draft(tree, text)


def _tree(page: str) -> html.HtmlElement | None:
    # The parser refuses strings with an encoding declaration; bytes with a known encoding are always taken.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(page.encode("utf-8"), parser=parser)
    except (
        etree.LxmlError,
        ValueError,
        AssertionError,
    ):  # lxml answers an empty document in any of these ways
        return None


def _extract(page: str) -> str | None:
    import trafilatura  # noqa: PLC0415 - a second that a run without pages must not pay

    try:
        found = trafilatura.bare_extraction(
            page, include_comments=False, include_tables=True, with_metadata=False, favor_recall=True
        )
    except Exception:  # noqa: BLE001 - trafilatura and lxml raise untyped errors (AttributeError, RecursionError …) on broken pages
        return None
    text = getattr(found, "text", None)
    return text if isinstance(text, str) else None


def _draft(tree: html.HtmlElement, text: str) -> Draft:
    metas = _metas(tree)
    article = _linked_data(tree)
    return Draft(
        original_text=text,
        text=text,
        source="the page's metadata",
        title=_meta(metas, _TITLES) or _string(article.get("headline")) or _heading(tree),
        outlet=_outlet(metas, article),
        url=_address(tree, metas, article),
        published=_meta(metas, _DATES) or _string(article.get("datePublished")) or _time(tree),
        byline=_author(metas, article),
        page_title=_window_title(tree),
        furniture=tuple(_furniture(tree)),
        language=(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or None),
    )


def _metas(tree: html.HtmlElement) -> dict[str, str]:
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        value = (element.get("content") or "").strip()
        if name and value:
            metas.setdefault(name.strip().lower(), value[:_MAX_FIELD])
    return metas


def _meta(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _linked_data(tree: html.HtmlElement) -> Json:
    """Give the page's article as schema.org describes it (https://schema.org/NewsArticle), or nothing."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            given = json.loads((script.text or "")[:200_000])
        except (ValueError, RecursionError):
            continue
        for item in _objects(given, 4):
            if re.search("Article|Posting|Report", str(item.get("@type"))):
                return item
    return {}


def _objects(given: object, depth: int) -> Iterator[Json]:
    if isinstance(given, dict):
        yield given
        given = given.get("@graph")
    if isinstance(given, list) and depth:
        for item in given:
            yield from _objects(item, depth - 1)


def _string(given: object) -> str | None:
    """Give a text, or the name of a thing, or those of several."""
    if isinstance(given, list):
        names = [name for name in map(_string, given[:5]) if name]
        return ", ".join(names) or None
    value = given.get("name") if isinstance(given, dict) else given
    return value.strip()[:_MAX_FIELD] if isinstance(value, str) and value.strip() else None


def _outlet(metas: dict[str, str], article: Json) -> str | None:
    names = (_meta(metas, (name,)) for name in _OUTLETS)
    name = next((value for value in names if value and not value.startswith(("http:", "https:", "@"))), None)
    return name or _string(article.get("publisher"))


def _author(metas: dict[str, str], article: Json) -> str | None:
    names = (_meta(metas, (name,)) for name in _AUTHORS)
    name = next((value for value in names if value and not value.startswith(("http:", "https:", "@"))), None)
    return name or _string(article.get("author"))


def _address(tree: html.HtmlElement, metas: dict[str, str], article: Json) -> str | None:
    links = tree.xpath("//link[@rel='canonical']/@href")
    candidates = [
        *(str(link) for link in links),
        _meta(metas, _URLS) or "",
        _string(article.get("url")) or "",
    ]
    return next((link.strip() for link in candidates if link.strip().startswith(("http:", "https:"))), None)


def _heading(tree: html.HtmlElement) -> str | None:
    for name in ("h1", "title"):
        for element in tree.iter(name):
            words = " ".join(str(element.text_content()).split())
            if words:
                return words[:_MAX_FIELD]
    return None


def _window_title(tree: html.HtmlElement) -> str | None:
    words = next((str(element.text_content()) for element in tree.iter("title")), "")
    return " ".join(words.split())[:_MAX_FIELD] or None


def _furniture(tree: html.HtmlElement) -> Iterator[str]:
    """Give the short lines marked as byline or day right before or behind the heading, and the copyright line.

    A page's other teasers have bylines and days too: the walk ends with the first paragraph.
    """
    for heading in tree.xpath("(//h1)[1]"):
        yield from _marked_lines(heading.xpath("following::*")[:_BEHIND])
        yield from _marked_lines(heading.xpath("preceding::*")[-_BEFORE:])
    for element in tree.xpath("//footer | //*[contains(@class, 'copyright') or contains(@id, 'copyright')]")[
        :5
    ]:
        found = re.search(r"(?:©|\(c\)|[Cc]opyright)[^\n]{3,100}", str(element.text_content())[:3000])
        if found:
            yield " ".join(found.group().split())


def _marked_lines(elements: Sequence[html.HtmlElement]) -> Iterator[str]:
    for element in elements:
        words = _words(element)
        if element.tag == "p" and len(words) > _PARAGRAPH and words.endswith((".", "”", '"')):
            return
        outside = element.xpath("ancestor-or-self::nav or ancestor-or-self::aside")
        if words and len(words) <= _MAX_FURNITURE and _MARKED.search(_marks(element)) and not outside:
            yield words


def _words(element: html.HtmlElement) -> str:
    return " ".join(str(element.text_content())[:2000].split())


def _marks(element: html.HtmlElement) -> str:
    return " ".join(element.get(name) or "" for name in ("class", "id", "itemprop", "rel")).lower()


def _time(tree: html.HtmlElement) -> str | None:
    """Give the day of a `<time>` that is marked as that of publication, or that stands before the text."""
    marked = tree.xpath(
        "//time[@datetime][@pubdate or @itemprop='datePublished' "
        "or contains(@class, 'publish') or contains(@class, 'entry-date')]"
    )
    head = tree.xpath(
        "//article//header//time[@datetime] "
        "| //h1/following-sibling::*[position() < 4]/descendant-or-self::time[@datetime]"
    )
    return next((str(element.get("datetime")).strip()[:_MAX_FIELD] for element in [*marked, *head]), None)
