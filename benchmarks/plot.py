"""The plot of what bench.py measured: bars on a logarithmic scale, a panel a table.

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
    plt.rcParams.update({"svg.hashsalt": "taskgen", "font.size": 8})
    heights = [len(rows) for rows in tables.values()]
    size = (8, 0.24 * sum(heights) + 0.7 * len(heights))
    figure, panels = plt.subplots(len(heights), 1, figsize=size, height_ratios=heights, squeeze=False)
    for (title, rows), panel in zip(tables.items(), panels[:, 0], strict=True):
        medians = [statistics.median(seconds) for seconds, _memory in rows.values()]
        colours = [OURS if name.startswith("taskgen") else THEIRS for name in rows]
        bars = panel.barh(list(rows), medians, color=colours)
        panel.bar_label(bars, [f" {median:.2f} s" for median in medians])
        panel.set_xscale("log")
        panel.invert_yaxis()
        panel.set_title(title, loc="left", fontsize=9)
        panel.spines[["top", "right"]].set_visible(False)
        panel.margins(x=0.15)
    figure.tight_layout()
    figure.savefig(sys.argv[2], metadata={"Date": None})


if __name__ == "__main__":
    main()
