"""The plot of what bench.py measured: medians and ranges on a logarithmic scale, a panel a table.

python benchmarks/plot.py RESULTS PLOT
"""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
from matplotlib import pyplot as plt

SHOWN = ("start-up", "rendering", "reading")
OURS, THEIRS = "#2a6fb0", "#9a9a9a"


def main() -> None:
    results = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    tables = {title: rows for title, rows in results.items() if title.startswith(SHOWN)}
    plt.rcParams.update({"svg.hashsalt": "taskgen", "svg.fonttype": "none", "font.size": 8})
    heights = [len(rows) for rows in tables.values()]
    size = (8, 0.24 * sum(heights) + 0.7 * len(heights))
    figure, panels = plt.subplots(len(heights), 1, figsize=size, height_ratios=heights, squeeze=False)
    for (title, rows), panel in zip(tables.items(), panels[:, 0], strict=True):
        for at, (name, (seconds, _memory)) in enumerate(rows.items()):
            colour = OURS if name.startswith("taskgen") else THEIRS
            median = statistics.median(seconds)
            panel.plot([min(seconds), max(seconds)], [at, at], color=colour, linewidth=3, alpha=0.4)
            panel.plot([median], [at], "o", color=colour, markersize=5)
            panel.annotate(f"{median:.3f} s", (max(seconds), at), (6, -3), textcoords="offset points")
        panel.set_yticks(range(len(rows)), list(rows))
        panel.grid(axis="x", alpha=0.3)
        panel.set_xscale("log")
        panel.invert_yaxis()
        panel.set_title(title, loc="left", fontsize=9)
        panel.spines[["top", "right"]].set_visible(False)
        panel.margins(x=0.2, y=0.2)
    figure.tight_layout()
    figure.savefig(sys.argv[2], metadata={"Date": None})


if __name__ == "__main__":
    main()
