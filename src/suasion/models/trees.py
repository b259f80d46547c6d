"""Boosted trees as plain arrays, answered with numpy alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from suasion.errors import ModelError

Numbers = npt.NDArray[np.float64]


class Trees:
    """A sum of binary trees (Friedman 2001) whose logistic is a probability.

    The nodes of all trees stand in one row: `feature` (-1 for a leaf), `threshold` (up to it a row goes left), `left` and `right`
    (places in the row), `value` (what a leaf adds). `roots` says where each tree begins, `base` what the sum begins with.
    """

    def __init__(
        self,
        *,
        feature: npt.NDArray[np.int16],
        threshold: Numbers,
        left: npt.NDArray[np.int32],
        right: npt.NDArray[np.int32],
        value: npt.NDArray[np.float32],
        roots: npt.NDArray[np.int32],
        base: float,
    ) -> None:
        self.feature, self.threshold, self.left, self.right = feature, threshold, left, right
        self.value, self.roots, self.base = value, roots, base

    @classmethod
    def load(cls, path: Path) -> Trees:
        """Read a file that `save` wrote; the caller checks its hash.

        Raises:
            ModelError: it holds no trees.
        """
        try:
            with np.load(path, allow_pickle=False) as arrays:
                named = {name: arrays[name] for name in arrays.files}
            return cls(base=float(named.pop("base")), **named)
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise ModelError(
                f"The trees in {path.name} cannot be read: {error}.",
                cause="The installation of suasion is damaged.",
                remedy="Install suasion again.",
            ) from error

    def save(self, path: Path) -> None:
        """Write the arrays, compressed."""
        np.savez_compressed(
            path,
            feature=self.feature,
            threshold=self.threshold,
            left=self.left,
            right=self.right,
            value=self.value,
            roots=self.roots,
            base=np.float64(self.base),
        )

    def probabilities(self, rows: npt.NDArray[np.float32]) -> Numbers:
        """Give a probability for each row of features."""
        total = np.full(len(rows), self.base)
        every = np.arange(len(rows))
        for root in self.roots.tolist():
            at = np.full(len(rows), root)
            moving = every if self.feature[root] >= 0 else every[:0]
            while len(moving):
                here = at[moving]
                goes_left = rows[moving, self.feature[here]] <= self.threshold[here]
                at[moving] = np.where(goes_left, self.left[here], self.right[here])
                moving = moving[self.feature[at[moving]] >= 0]
            total += self.value[at]
        return np.asarray(1 / (1 + np.exp(-total)), dtype=np.float64)
