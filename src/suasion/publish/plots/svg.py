"""SVG as text: what is text is always escaped, and the same drawing gives the same bytes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

from markupsafe import Markup, escape

from suasion.ids import content_id

_VARIABLE = re.compile(r"var\(--[\w-]+,\s*(#[0-9a-f]{3,6}|[a-z]+)\)")
_FONT = 'Helvetica, Arial, "Liberation Sans", sans-serif'


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One drawing: its size in user units (CSS pixels at full size), its marks, and what it says in words."""

    width: float
    height: float
    body: Markup
    title: str
    description: str


def number(value: float) -> str:
    """Write a coordinate, to a tenth of a pixel and without a trailing zero."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def plain(text: str) -> str:
    """Drop what no XML may hold (control characters, lone surrogates) and marks that turn the direction of writing."""
    return "".join(
        " " if c in "\t\n\r" else c
        for c in text
        if c in "\t\n\r" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Cn", "Co"}
    )


def tag(name: str, *children: str, **attributes: str | float) -> Markup:
    """Make an element. A child that is no `Markup` is text; `text_anchor` is written `text-anchor`, `class_` `class`."""
    said = Markup("").join(
        Markup(' {}="{}"').format(
            key.rstrip("_").replace("_", "-"), plain(value) if isinstance(value, str) else number(value)
        )
        for key, value in attributes.items()
    )
    inner = Markup("").join(
        child if isinstance(child, Markup) else escape(plain(child)) for child in children
    )
    return (
        Markup("<{}{}>{}</{}>").format(Markup(name), said, inner, Markup(name))
        if inner
        else Markup("<{}{}/>").format(Markup(name), said)
    )


def group(*children: Markup, **attributes: str | float) -> Markup:
    """Put elements into a `g`; no elements give nothing."""
    return tag("g", *children, **attributes) if any(children) else Markup("")


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    """Draw a straight line."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def text(  # noqa: PLR0917 - a place, a text and its look, as in SVG itself
    x: float, y: float, said: str, class_: str, size: float, anchor: str = "start"
) -> Markup:
    """Write one line of text whose baseline is at `y`."""
    return tag("text", said, x=x, y=y, class_=class_, font_size=size, text_anchor=anchor)


def shape(points: list[tuple[float, float]], *, closed: bool = False) -> str:
    """Give the path through some points."""
    joined = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"M{joined}" + ("Z" if closed else "")


def in_page(drawing: Drawing) -> Markup:
    """Give a drawing as an image of an HTML page, whose style sheet holds `plots.css`."""
    return _image(drawing, Markup(""), 'class="plot"')


def alone(drawing: Drawing) -> str:
    """Give a drawing as a file of its own: plain and light, its style inside."""
    style = tag("style", Markup(_VARIABLE.sub(r"\1", _rules()) + f"text {{ font-family: {_FONT}; }}\n"))
    paper = tag("rect", width=drawing.width, height=drawing.height, class_="paper")
    return str(_image(drawing, style + paper, 'xmlns="http://www.w3.org/2000/svg" class="plot"')) + "\n"


@cache
def _rules() -> str:
    """Give the part of the style sheet that a file of its own needs: all that does not depend on where it is shown."""
    sheet = (resources.files("suasion.publish") / "templates" / "plots.css").read_text(encoding="utf-8")
    return "".join(row + "\n" for row in sheet.splitlines() if row.startswith(".plot "))


def _image(drawing: Drawing, head: Markup, attributes: str) -> Markup:
    name = content_id("g", drawing.title, drawing.description, str(drawing.body))
    size = Markup('width="{w}" height="{h}" viewBox="0 0 {w} {h}"').format(
        w=number(drawing.width), h=number(drawing.height)
    )
    label = Markup('role="img" aria-labelledby="{n}-t {n}-d"').format(n=name)
    opening = Markup("<svg {} {} {}>").format(Markup(attributes), size, label)
    said = tag("title", drawing.title, id=f"{name}-t") + tag("desc", drawing.description, id=f"{name}-d")
    return opening + said + head + drawing.body + Markup("</svg>")
