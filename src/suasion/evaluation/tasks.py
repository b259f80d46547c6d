"""The evaluation tasks: what `suasion evaluate TASK FILE` runs, with the real reader and coder behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import msgspec

from suasion.codebook import load_codebook
from suasion.errors import InputError
from suasion.evaluation.attribution import check_layout, read_annotated, score_attribution
from suasion.evaluation.gold import (
    check_either,
    check_file,
    check_folder,
    read_factuality,
    read_pairs,
    read_statements,
)
from suasion.evaluation.scoring import Writer, score_factuality, score_pairs, score_statements
from suasion.evaluation.shapes import Prediction, Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A gold file, where to write predictions (null: nowhere), and whether content statements count too.

    `more` files are for tasks that take several.
    """

    path: Path
    more: tuple[Path, ...] = ()
    predictions: Path | None = None
    all_statements: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task by its name on the command line. `run` streams the file, so its size does not matter."""

    name: str
    summary: str
    run: Callable[[Evaluation], Scores]
    check: Callable[[Path], None] = check_file
    """Refuses what is no gold of this task, before seconds of loading models."""
    many: bool = False
    """Whether it takes several files."""


def evaluate(
    task: str,
    path: Path,
    *,
    more: Sequence[Path] = (),
    predictions: Path | None = None,
    all_statements: bool = False,
) -> Scores:
    """Run one task on one gold file, or `sample` on the sheets of several coders.

    Raises:
        InputError: no task has this name, the gold file is not of the form, or predictions cannot be written.
    """
    if task not in TASKS:
        raise InputError(
            f"'{task}' is no evaluation task.",
            cause="A misspelt name.",
            remedy=f"Use one of {', '.join(TASKS)}.",
        )
    if more and not TASKS[task].many:
        raise InputError(
            f"{task} scores one file at a time; {1 + len(more)} were given.",
            cause="Only the sheets of a sample are scored together.",
            remedy="Run it once for each file.",
        )
    TASKS[task].check(path)
    if predictions is not None and predictions.exists() and predictions.samefile(path):
        raise InputError(
            f"{predictions} is the gold file itself.",
            cause="The predictions would overwrite it.",
            remedy="Give another path with --predictions.",
        )
    given = Evaluation(path=path, more=tuple(more), predictions=predictions, all_statements=all_statements)
    return TASKS[task].run(given)


# The answers import the reader and coder, and these spaCy (seconds): only a task that runs pays for it.
def _event_type(given: Evaluation) -> Scores:
    from suasion.evaluation.answers import make_pair_typer  # noqa: PLC0415  see above

    codebook = load_codebook()
    with _writer(given.predictions) as write:
        return score_pairs(read_pairs(given.path, codebook), make_pair_typer(codebook), codebook, write)


def _statements(given: Evaluation) -> Scores:
    from suasion.evaluation.answers import make_coding  # noqa: PLC0415  see above

    codebook = load_codebook()
    rows = read_statements(given.path, codebook)
    with _writer(given.predictions) as write:
        return score_statements(rows, make_coding(codebook), codebook, write, content=given.all_statements)


def _factuality(given: Evaluation) -> Scores:
    from suasion.evaluation.answers import make_certainty  # noqa: PLC0415  see above

    with _writer(given.predictions) as write:
        return score_factuality(read_factuality(given.path), make_certainty(), write)


def _attribution(given: Evaluation) -> Scores:
    from suasion.evaluation.answers import make_attributing  # noqa: PLC0415  see above

    with _writer(given.predictions) as write:
        return score_attribution(read_annotated(given.path), make_attributing(), write)


def _times(given: Evaluation) -> Scores:
    from suasion.evaluation.meantime import read_times  # noqa: PLC0415  see above
    from suasion.evaluation.times import make_timing, score_times  # noqa: PLC0415

    with _writer(given.predictions) as write:
        return score_times(read_times(given.path), make_timing(), write)


def _places(given: Evaluation) -> Scores:
    from suasion.evaluation.places import (  # noqa: PLC0415  see above
        make_locating,
        make_placing,
        read_places,
        score_places,
    )
    from suasion.registers import load_registers  # noqa: PLC0415

    registers = load_registers()
    with _writer(given.predictions) as write:
        return score_places(read_places(given.path), make_placing(registers), make_locating(registers), write)


def _sample(given: Evaluation) -> Scores:
    from suasion.evaluation.samples import score_sample  # noqa: PLC0415  see above

    if given.predictions is not None:
        raise InputError(
            "A sample has no predictions to write.",
            cause="What suasion coded stands in the sheet itself.",
            remedy="Leave out --predictions.",
        )
    return score_sample((given.path, *given.more), load_codebook())


def _actors(given: Evaluation) -> Scores:
    from suasion.evaluation.actors import make_naming, read_actors, score_actors  # noqa: PLC0415  see above

    with _writer(given.predictions) as write:
        return score_actors(read_actors(given.path, sealed=given.all_statements), make_naming(), write)


def _gold(given: Evaluation) -> Scores:
    from suasion.evaluation.ours import make_answering, read_ours, score_ours  # noqa: PLC0415  see above

    codebook = load_codebook()
    rows = read_ours(given.path, sealed=given.all_statements)
    with _writer(given.predictions) as write:
        return score_ours(rows, make_answering(codebook), codebook, write)


def _origins(given: Evaluation) -> Scores:
    from suasion.evaluation.origins import score_origins  # noqa: PLC0415  see above
    from suasion.evaluation.stories import read_stories  # noqa: PLC0415
    from suasion.evaluation.story_answers import find_origins  # noqa: PLC0415
    from suasion.registers import load_registers  # noqa: PLC0415

    registers = load_registers()
    pool = read_stories(given.path, load_codebook(), registers)
    with _writer(given.predictions) as write:
        return score_origins(pool, find_origins(pool, registers), write)


def _events(given: Evaluation) -> Scores:
    from suasion.evaluation.events import score_events  # noqa: PLC0415  see above
    from suasion.evaluation.stories import read_stories  # noqa: PLC0415
    from suasion.evaluation.story_answers import find_events  # noqa: PLC0415
    from suasion.registers import load_registers  # noqa: PLC0415

    codebook, registers = load_codebook(), load_registers()
    pool = read_stories(given.path, codebook, registers)
    with _writer(given.predictions) as write:
        return score_events(pool, find_events(pool, codebook, registers), codebook, write)


def _damage(given: Evaluation) -> Scores:
    from suasion.evaluation.damage import make_examining, read_damage, score_damage  # noqa: PLC0415  see above
    from suasion.registers import load_registers  # noqa: PLC0415

    with _writer(given.predictions) as write:
        return score_damage(read_damage(given.path), make_examining(load_registers()), write)


def _coreference(given: Evaluation) -> Scores:
    from suasion.evaluation.coreference import make_resolving, score_coreference  # noqa: PLC0415  see above
    from suasion.evaluation.coreference_gold import read_coreference  # noqa: PLC0415

    documents = read_coreference(given.path)
    with _writer(given.predictions) as write:
        return score_coreference(documents, make_resolving(), write)


@contextmanager
def _writer(path: Path | None) -> Iterator[Writer]:
    """Open the predictions file, one JSON object a line; with no path what is written goes nowhere."""
    if path is None:
        yield lambda _prediction: None
        return
    try:
        file = path.open("wb")
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror or error}.",
            cause="Its folder does not exist or is not yours to write to.",
            remedy="Give another path with --predictions.",
        ) from error
    encoder = msgspec.json.Encoder()

    def write(prediction: Prediction) -> None:
        file.write(encoder.encode(prediction) + b"\n")

    with file:
        yield write


TASKS: Mapping[str, Task] = MappingProxyType(
    {
        task.name: task
        for task in (
            Task(
                name="event-type",
                summary="Which of 15 roots passes from a marked source to a marked target (tab-separated).",
                run=_event_type,
            ),
            Task(
                name="statements",
                summary="Which statements a text makes, as (type, actor, recipient) triples (JSON lines).",
                run=_statements,
            ),
            Task(
                name="factuality",
                summary="How certain a predicate is presented to be, -3 to 3 (JSON lines).",
                run=_factuality,
            ),
            Task(
                name="times",
                summary="Which time expressions a text has, and which days they mean (MEANTIME's XML, a file or folder).",
                run=_times,
                check=check_either,
            ),
            Task(
                name="places",
                summary="Which places a text names, and where they lie (GeoVirus's XML).",
                run=_places,
            ),
            Task(
                name="actors",
                summary="Who is spoken of, by state or organisation (JSON lines; --all: sealed rows too).",
                run=_actors,
            ),
            Task(
                name="gold",
                summary="Every field of a statement on our own gold (a folder; --all: what was set aside too).",
                run=_gold,
                check=check_folder,
            ),
            Task(
                name="origins",
                summary="Which reports go back to whom, and how many independent origins an event has (JSON lines).",
                run=_origins,
            ),
            Task(
                name="events",
                summary="Are the reports of one happening joined, its origins counted, its disputes found (JSON lines)?",
                run=_events,
            ),
            Task(
                name="damage",
                summary="What translation and scraping broke, what was meant, and which texts are translations (JSON lines).",
                run=_damage,
            ),
            Task(
                name="coreference",
                summary="Which event mentions of all documents tell of one event (a folder of ECB+'s XML).",
                run=_coreference,
                check=check_folder,
            ),
            Task(
                name="attribution",
                summary="Which words are source, cue and content of what somebody said (a folder).",
                run=_attribution,
                check=check_layout,
            ),
            Task(
                name="sample",
                summary="How right a case is, from the sheets of `suasion sample` that people coded (one or several).",
                run=_sample,
                check=lambda _path: None,  # reading the sheets is quick, and says more
                many=True,
            ),
        )
    }
)
"""Every task by its name."""
