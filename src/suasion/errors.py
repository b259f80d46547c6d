"""What can go wrong, as one tree.

::

    SuasionError
    ├── InputError          a path, a file or an argument the user gave cannot be used
    ├── CaseError           the case folder is missing, locked, damaged or from another version
    │   └── UnknownIdError  no record of the case has this id
    ├── ModelError          a model's files are missing or are not the recorded ones
    ├── CodebookError       codebook data contradicts its own form
    ├── RegisterError       register data contradicts its own form
    └── ChainError          two stages do not fit each other: a mistake in suasion itself

Every message says what happened, the likely cause and what to do.
"""

from __future__ import annotations


class SuasionError(Exception):
    """The root: everything that suasion raises on purpose.

    `what` happened, the likely `cause` and the `remedy` are kept apart, so that a page or a
    command can show them apart; `str()` joins them.
    """

    def __init__(self, what: str, *, cause: str = "", remedy: str = "") -> None:
        self.what, self.cause, self.remedy = what, cause, remedy
        super().__init__(" ".join(part for part in (what, cause, remedy) if part))


class InputError(SuasionError):
    """A path, a file or an argument that the user gave cannot be used."""


class CaseError(SuasionError):
    """The case folder is missing, locked, damaged or written by another version."""


class UnknownIdError(CaseError):
    """No record of the case has this id."""


class ModelError(SuasionError):
    """A model's files are missing or are not the recorded ones."""


class CodebookError(SuasionError):
    """Codebook data contradicts its own form."""


class RegisterError(SuasionError):
    """Register data contradicts its own form."""


class ChainError(SuasionError):
    """Two stages do not fit each other: a mistake in suasion itself."""
