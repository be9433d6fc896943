"""The measurement as a picture: how the times are spread."""

from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
from matplotlib import pyplot as plt

from tests.bench.figures import Series

HIGHEST = 0.995


def draw(path: Path, *, direct: Series, ours: Series, acknowledged: Series) -> None:
    """Draw the share of turns done within a time, for all three series."""
    figure, axes = plt.subplots(figsize=(8, 4.5))
    for series in (acknowledged, direct, ours):
        times = sorted(series.times)
        shares = [(place + 1) / len(times) for place in range(len(times))]
        axes.step(times, shares, where="post", label=series.name)
    axes.set_xlim(0, max(direct.percentile(HIGHEST), ours.percentile(HIGHEST)))
    axes.set_xlabel("milliseconds")
    axes.set_ylabel("share of turns done")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=120)
    plt.close(figure)
