"""The command line: one thin command for each thing a case can be asked or told."""

from __future__ import annotations

import os
import sys

from suasion.cli import exporting, importing, judging, looking, measuring, running, sampling, serving, ties
from suasion.cli.app import app
from suasion.cli.talk import FAILED, INTERRUPTED, WRONG_USE, complain
from suasion.errors import InputError, SuasionError

__all__ = ["app", "main"]

_COMMANDS = (running, importing, looking, exporting, judging, sampling, measuring, ties, serving)
"""Importing them has given the application its commands."""


def main() -> None:
    """Run the command line; every error becomes a plain message and an exit status."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except SuasionError as error:
        complain(error)
        sys.exit(WRONG_USE if isinstance(error, InputError) else FAILED)
    except OSError as error:
        complain(_of_system(error))
        sys.exit(FAILED)
    except Exception as error:  # the last line of defence: no type covers a mistake of our own
        if os.environ.get("SUASION_TRACEBACK"):
            raise
        complain(_mistake(error))
        sys.exit(FAILED)


def _of_system(error: OSError) -> SuasionError:
    return SuasionError(
        f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}.",
        cause="The system refused: the disk is full, or a file or folder may not be read or written.",
        remedy="Put that right and run again; the case is as the last finished run left it.",
    )


def _mistake(error: Exception) -> SuasionError:
    return SuasionError(
        f"suasion stopped with {type(error).__name__}: {error}.",
        cause="A mistake in suasion; the case is as the last finished run left it.",
        remedy="Report it with what SUASION_TRACEBACK=1 shows.",
    )
