"""The two shapes of work, and the check that a chain of them fits.

`Each` takes records one by one (a batch at a time, for speed), `Gather` takes all records that matter to each other.
Both answer with `Outcome`: what came of which input. An input is *productive*, *rejected* or *silent* (it states nothing),
never lost: the engine counts all three.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from suasion.errors import ChainError
from suasion.records import Rejection, StageName

In_contra = TypeVar("In_contra", contravariant=True)
Out = TypeVar("Out")
Out_co = TypeVar("Out_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[Out]):
    """What came of some inputs: `outputs` made from all of `input_ids`, or `rejections`, or neither (nothing stated)."""

    input_ids: tuple[str, ...]
    outputs: tuple[Out, ...] = ()
    rejections: tuple[Rejection, ...] = ()


class Stage(Protocol):
    """What every stage says about itself."""

    @property
    def name(self) -> StageName:
        """The stage's name, as rejections and runs write it."""
        ...

    @property
    def fingerprint(self) -> str:
        """Changes whenever the stage could answer differently: code version, models, codebook, registers, settings."""
        ...

    @property
    def takes(self) -> tuple[type, ...]:
        """Kinds of record taken."""
        ...

    @property
    def gives(self) -> tuple[type, ...]:
        """Kinds of record given."""
        ...


class Each(Stage, Protocol[In_contra, Out]):
    """Work on records that do not matter to each other: the answer to one never depends on its neighbours."""

    def batch(self, records: Sequence[In_contra]) -> Iterator[Outcome[Out]]:
        """Answer each record with one outcome, in order."""
        ...


class Gather(Stage, Protocol[In_contra, Out]):
    """Work on records that matter to each other. The answer does not depend on their order."""

    def gather(self, given: In_contra) -> Iterator[Outcome[Out]]:
        """Answer all that was given; every given record that could yield something is in one outcome's `input_ids`."""
        ...


def check_chain(stages: Iterable[Stage], given: Iterable[type]) -> None:
    """Check that every stage finds the records it takes among those given or made before it.

    Raises:
        ChainError: a stage takes a kind of record that nothing before it gives.
    """
    known = set(given)
    for stage in stages:
        missing = [kind.__name__ for kind in stage.takes if kind not in known]
        if missing:
            raise ChainError(
                f"Stage '{stage.name}' takes {', '.join(missing)}, which nothing before it gives.",
                cause="The stages are in the wrong order, or one is missing.",
                remedy="Put the stage that gives it first.",
            )
        known.update(stage.gives)
