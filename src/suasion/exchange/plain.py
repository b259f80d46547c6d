"""Words of reports made fit for formats that markup, line breaks or control characters could break; nothing else is changed."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold even as a reference (its production 2, Char)."""
_NOT_LINE = re.compile("[\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
"""White space and control characters, runs of them at once. Marks of writing direction and joiners are kept: they are spelling."""
_NOT_TOKEN = re.compile(r"[^A-Za-z0-9.:-]")
_URL_SAFE = "!#$&'()*+,/:;=?@[]~%"


def xml_text(words: str) -> str:
    """Leave out what XML cannot hold; mark-up is escaped by the one who writes the element."""
    return words if words.isprintable() else _NOT_XML.sub("", words)


def one_line(words: str) -> str:
    """Bring words onto one line, with single spaces."""
    if words.isprintable() and "  " not in words:  # most words: no pattern is tried
        return words.strip(" ")
    return _NOT_LINE.sub(" ", words).strip()


def xml_token(key: str) -> str:
    """Give an id as an XML name token; different ids stay different (`_` and others become `_5f_`)."""
    return _NOT_TOKEN.sub(lambda found: f"_{ord(found[0]):x}_", key)


def web_address(url: str | None) -> str | None:
    """Give a web address in ASCII with nothing to escape; null for what is none (`javascript:`, a path)."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return None
    return quote(url.strip(), safe=_URL_SAFE)
