"""What coders wrote into the sheets of a sample, checked and in a form that can be counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from suasion.codebook import Codebook
from suasion.engine.sheet import ANSWERS, SheetRow, bad_cell, bad_sheet, read_sheet
from suasion.errors import InputError
from suasion.records import FACTUALITIES

FIELDS = ("type", "actors", "recipients", "factuality", "holder")
"""The coded fields that a coder judges."""

YES = frozenset(("yes", "y", "1", "true", "x"))
NO = frozenset(("no", "n", "0", "false"))
NONE = "none"
"""Under `type`: the sentence states no such act at all. Under a side: nobody."""

MOST_MISSED = 20
_SHOWN = 5
_CODE_LETTERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one coder says of one item.

    `right`: all fields are. `fields` says of each whether it is right, `values` what it should be, for agreement (the coded
    value where it is right). `missed` counts the acts that the sentence states and nothing codes; null: the coder left it empty.
    """

    coder: str
    right: bool
    act: bool
    fields: Mapping[str, bool]
    values: Mapping[str, str]
    missed: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of a sample with its verdicts, one a coder, in the order of the sheets; none: nobody answered."""

    row: SheetRow
    verdicts: tuple[Verdict, ...]


def read_items(paths: Sequence[Path], codebook: Codebook) -> list[Item]:
    """Read sheets of one sample and put the verdicts on each item together.

    Without a name under `coder` a sheet's file name is its coder's.

    Raises:
        InputError: a sheet cannot be read or is of another sample, a coder judged an item twice, or cells are not
            valid: the first few are told.
    """
    rows: dict[str, SheetRow] = {}
    found: dict[str, dict[str, Verdict]] = {}
    faults: list[InputError] = []
    for path in paths:
        for number, row in read_sheet(path):
            first = rows.setdefault(row.item, row)
            _check_same(path, number, next(iter(rows.values())), first, row)
            try:
                verdict = verdict_of(path, number, row, codebook)
            except InputError as fault:
                faults.append(fault)
                continue
            verdicts = found.setdefault(row.item, {})
            if verdict is not None and verdict.coder in verdicts:
                allowed = "each coder once for an item; fill in `coder`, or name the files differently"
                raise bad_cell(path, number, "coder", verdict.coder, allowed)
            if verdict is not None:
                verdicts[verdict.coder] = verdict
    if faults:
        raise _joined(faults)
    if not rows:
        raise bad_sheet(paths[0], "it has no rows")
    return [Item(row=row, verdicts=tuple(found.get(item, {}).values())) for item, row in rows.items()]


def _check_same(path: Path, number: int, any_row: SheetRow, first: SheetRow, row: SheetRow) -> None:
    if row.sample != any_row.sample:
        raise InputError(
            f"{path}, row {number}, is of the sample {row.sample}, others are of {any_row.sample}.",
            cause="Sheets of several samples were given together.",
            remedy="Evaluate each sample apart: weights hold within one only.",
        )
    if abs(first.weight - row.weight) > 1e-3 * row.weight:
        raise bad_cell(
            path, number, "weight", str(row.weight), f"{first.weight}, as in the other rows of the item"
        )


def _joined(faults: Sequence[InputError]) -> InputError:
    first = faults[0]
    if len(faults) == 1:
        return first
    more = f" … and {len(faults) - _SHOWN} more." if len(faults) > _SHOWN else ""
    told = " ".join(fault.what for fault in faults[:_SHOWN])
    return InputError(told + more, cause=first.cause, remedy=first.remedy)


def verdict_of(path: Path, number: int, row: SheetRow, codebook: Codebook) -> Verdict | None:
    """Give a row's verdict; null if the coder left it empty.

    Raises:
        InputError: a cell is not valid, or cells contradict each other.
    """
    cells = {name: getattr(row, name).strip() for name in ANSWERS}
    if not any(cells.values()):
        return None
    check = _Check(path, number, codebook)
    coder = row.coder.strip() or path.stem
    missed = check.missed(cells["missed"])
    if row.kind == "sentence":
        if missed is None:
            raise bad_cell(
                path, number, "missed", "", "the number of acts that the sentence states: 0, 1, 2 …"
            )
        check.values(cells)
        act = missed > 0
        return Verdict(coder=coder, right=not act, act=act, fields={}, values={}, missed=missed)
    coded = {name: _plain(name, getattr(row, f"coded_{name}")) for name in FIELDS}
    given = check.values(cells)
    act = given["type"] != NONE
    fields = {name: act and (not given[name] or given[name] in ("yes", coded[name])) for name in FIELDS}
    blind = not cells["right"] and (
        not act or all(given.values())
    )  # nobody can say `right` of what is hidden
    right = all(fields.values()) if blind else check.flag("right", cells["right"])
    if right != all(fields.values()):
        allowed = "yes if every field is right, no if one is not; then say which, `none` under type if no such act is stated"
        raise bad_cell(path, number, "right", cells["right"], allowed)
    meant = {name: coded[name] if fields[name] else given[name] for name in FIELDS}
    values = meant if act else {"type": NONE}
    return Verdict(coder=coder, right=right, act=act, fields=fields, values=values, missed=missed)


@dataclass(frozen=True, slots=True)
class _Check:
    """Checks the cells of one row."""

    path: Path
    number: int
    codebook: Codebook

    def flag(self, column: str, text: str) -> bool:
        word = text.casefold()
        if word not in YES | NO:
            raise bad_cell(self.path, self.number, column, text, "yes, no")
        return word in YES

    def missed(self, text: str) -> int | None:
        word = text.casefold()
        if not word:
            return None
        if word in ("no", "n", "yes", "y"):
            return int(word in YES)
        if not word.removesuffix(".0").isdecimal() or int(word.removesuffix(".0")) > MOST_MISSED:
            raise bad_cell(
                self.path, self.number, "missed", text, f"yes, no, or a number from 0 to {MOST_MISSED}"
            )
        return int(word.removesuffix(".0"))

    def values(self, cells: Mapping[str, str]) -> dict[str, str]:
        """Give what the coder put under each field: empty, `yes`, `no` or the right value in a plain form."""
        return {name: self._value(name, cells[name]) for name in FIELDS}

    def _value(self, name: str, text: str) -> str:
        word = text.casefold()
        if not word or word in ("yes", "y", "no", "n"):
            return {"y": "yes", "n": "no"}.get(word, word)
        plain = _plain(name, text)
        allowed = self._allowed(name)
        if allowed and plain not in allowed:
            raise bad_cell(self.path, self.number, name, text, ", ".join(("yes", "no", *allowed)))
        if name in ("actors", "recipients") and not all(map(_is_code, plain.split("; "))):
            wanted = f"yes, no, {NONE}, or codes of three letters between semicolons (RUS; VEN)"
            raise bad_cell(self.path, self.number, name, text, wanted)
        return plain

    def _allowed(self, name: str) -> tuple[str, ...]:
        known = {"type": (NONE, *self.codebook.types), "factuality": FACTUALITIES}
        return known.get(name, ())


def _plain(name: str, text: str) -> str:
    """Give a value as it is compared: sides as sorted codes, without the words that name them."""
    if name == "type":
        return NONE if text.casefold() == NONE else text.strip().upper()
    if name in ("actors", "recipients"):
        return "; ".join(sorted(set(_codes(text)))) or NONE
    return " ".join(text.casefold().split())


def _is_code(word: str) -> bool:
    return word == NONE or (len(word) == _CODE_LETTERS and word.isascii() and word.isalpha())


def _codes(text: str) -> Iterator[str]:
    for part in text.replace(",", ";").split(";"):
        code = part.partition("(")[0].strip()
        if code:
            yield NONE if code.casefold() == NONE else code.upper()
