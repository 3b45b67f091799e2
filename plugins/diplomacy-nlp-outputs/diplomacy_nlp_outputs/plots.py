"""Plots of positions, fit for print: who stands where, when, and who reacts to whom. Each gives a matplotlib Figure.

Colours are told apart by people who see red and green alike, and every mark says by a sign what its colour says.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import product
from typing import Any

from diplomacy_nlp import Analysis, DiplomacyError, Proposal

from .extras import need
from .networks import AGAINST, FOR
from .stands import By, Holder, Issues, Stand, reaction_pairs, stands

__all__ = ["plot_reactions", "plot_stances", "plot_timeline"]

# Blue and vermilion of Okabe and Ito's palette, with tones of them and greys between.
_COLOURS = {
    "support": "#0072b2",
    "oppose": "#d55e00",
    "conditional": "#e0a63a",
    "ambivalent": "#9a7fb0",
    "neutral": "#9aa0a6",
}
_SIGNS = {"support": "+", "oppose": "–", "conditional": "if", "ambivalent": "±", "neutral": "○"}
_INK = "#22262b"
_FAINT = "#d9dce0"
_SMALL = 8.5
_WRAP = 26


def plot_stances(
    analyses: Analysis | Iterable[Analysis],
    *,
    issues: Issues | None = None,
    by: By = "name",
    most_actors: int = 20,
    most_issues: int = 12,
) -> Any:
    """The stance matrix: actors by issues, each cell a stance.

    Args:
        analyses: one analysis or several.
        issues, by: as for `stands.stands`.
        most_actors, most_issues: those with most positions are shown.

    Raises:
        DiplomacyError: no positions were found.
        MissingExtraError: matplotlib is not installed.
    """
    found = _found(analyses, issues, by)
    rows = [holder for holder, _ in Counter(s.holder for s in found).most_common(most_actors)]
    columns = [issue for issue, _ in Counter(s.issue for s in found).most_common(most_issues)]
    cells: dict[tuple[Holder, str], list[str]] = {}
    for stand in found:
        if stand.issue in columns:
            cells.setdefault((stand.holder, stand.issue), []).append(stand.stance)
    rows = [holder for holder in rows if any((holder, issue) in cells for issue in columns)]
    figure, axes = _figure(2.6 + 1.15 * len(columns), 1.9 + 0.36 * len(rows))
    _grid(axes, len(columns), len(rows))
    for (y, holder), (x, issue) in product(enumerate(rows), enumerate(columns)):
        if stances := cells.get((holder, issue)):
            stance = stances[0] if len(set(stances)) == 1 else "ambivalent"
            _cell(axes, x, y, _COLOURS[stance], _SIGNS[stance])
    _names(axes, [str(holder) for holder in rows], columns)
    _legend(figure, {cell for held in cells.values() for cell in held} | {"support", "oppose"})
    return figure


def plot_reactions(analyses: Analysis | Iterable[Analysis], *, by: By = "name", most_actors: int = 15) -> Any:
    """Who reacts to whom: reactors by those they react to, with how often, and whether for or against.

    Whom a reaction is toward is the actor, or who proposed or said it. Denied reactions are left out.

    Args:
        analyses: one analysis or several.
        by: as for `stands.stands`.
        most_actors: those with most reactions are shown, on either side.

    Raises:
        DiplomacyError: no reaction to anybody was found.
        MissingExtraError: matplotlib is not installed.
    """
    pairs: Counter[tuple[Holder, Holder, int]] = Counter()
    for holder, target, _, reaction in reaction_pairs(analyses, by=by):
        pairs[holder, target, (reaction.stance in FOR) - (reaction.stance in AGAINST)] += 1
    if not pairs:
        raise DiplomacyError("plot_reactions: no reaction to an actor, or to what one said or proposed, was found")
    rows = _first(Counter(_sums(pairs, 0)), most_actors)
    columns = _first(Counter(_sums(pairs, 1)), most_actors)
    figure, axes = _figure(2.8 + 0.95 * len(columns), 2.1 + 0.36 * len(rows))
    _grid(axes, len(columns), len(rows))
    for y, holder in enumerate(rows):
        for x, target in enumerate(columns):
            counts = {side: pairs[holder, target, side] for side in (1, 0, -1)}
            if total := sum(counts.values()):
                net = counts[1] - counts[-1]
                stance = (
                    "neutral" if counts[0] == total else "support" if net > 0 else "oppose" if net else "ambivalent"
                )
                sign = _SIGNS[stance] if total == 1 else f"{_SIGNS[stance]} {total}"
                _cell(axes, x, y, _COLOURS[stance], sign)
    _names(axes, list(map(str, rows)), list(map(str, columns)))
    axes.set_ylabel("who reacts", color=_INK, fontsize=_SMALL, labelpad=10)
    axes.set_xlabel("to whom", color=_INK, fontsize=_SMALL, labelpad=10)
    axes.xaxis.set_label_position("top")
    _legend(figure, {"support", "oppose", "ambivalent", "neutral"}, {"support": "for", "oppose": "against"})
    return figure


def plot_timeline(
    analyses: Analysis | Iterable[Analysis], *, issues: Issues | None = None, by: By = "name", most_issues: int = 10
) -> Any:
    """Positions over time: a lane for each issue, a mark for each stance on its article's date, and proposals' ends.

    Args:
        analyses: one analysis or several; their articles need dates.
        issues, by: as for `stands.stands`.
        most_issues: those with most positions are shown.

    Raises:
        DiplomacyError: no positions were found, or no article has a date.
        MissingExtraError: matplotlib is not installed.
    """  # fmt: skip
    found = [(day, stand) for stand in _found(analyses, issues, by) if (day := _day(stand.analysis))]
    if not found:
        raise DiplomacyError("plot_timeline: no article has a date; give Article(date='2026-03-02', ...)")
    lanes = [issue for issue, _ in Counter(stand.issue for _, stand in found).most_common(most_issues)]
    placed: dict[tuple[str, date], list[Stand]] = {}
    for day, stand in found:
        if stand.issue in lanes:
            placed.setdefault((stand.issue, day), []).append(stand)
    rows = {issue: 0.6 + 0.6 * _wrapped(issue).count("\n") for issue in lanes}  # room for the name
    for (issue, _), held in placed.items():
        rows[issue] = max(rows[issue], len(_distinct(held)))
    figure, axes = _figure(9.5, 1.6 + 0.3 * sum(rows.values()) + 0.32 * len(lanes))
    tops: dict[str, float] = {}
    height = 0.0
    for issue in lanes:
        tops[issue] = height
        height += rows[issue] + 1.1
        axes.axhline(height - 0.55, color=_FAINT, linewidth=0.8, zorder=0)
    for (issue, day), held in placed.items():
        _events(axes, day, tops[issue], held)
    axes.set_ylim(height - 0.5, -0.8)
    axes.set_yticks([tops[i] + (rows[i] - 1) / 2 for i in lanes], [_wrapped(issue) for issue in lanes], fontsize=_SMALL)
    _date_axis(axes, [day for day, _ in found])
    _legend(figure, {stand.stance for _, stand in found})
    return figure


def _events(axes: Any, day: date, top: float, held: list[Stand]) -> None:
    """The marks of one issue on one day, and below them what became of the proposal."""
    distinct = _distinct(held)
    for row, (holder, stance) in enumerate(distinct):
        y = top + row
        axes.plot([day], [y], "o", markersize=9, color=_COLOURS[stance], markeredgecolor="white", zorder=3)
        name = f"{holder.name} {_SIGNS[stance]}"
        place = {"xytext": (8, 0), "textcoords": "offset points", "va": "center"}
        axes.annotate(name, (day, y), fontsize=_SMALL - 0.5, color=_INK, **place)
    for status in sorted({status for stand in held if (status := _status(stand))}):
        place = {"xytext": (0, -4), "textcoords": "offset points", "va": "top", "ha": "center"}
        y = top + len(distinct) - 0.75
        axes.annotate(status, (day, y), fontsize=_SMALL - 1.5, style="italic", color="#5d6570", **place)


def _date_axis(axes: Any, days: list[date]) -> None:
    first, last = min(days).toordinal(), max(days).toordinal()
    margin = max((last - first) * 0.06, 1.0)
    ends = max(first - margin, date.min.toordinal()), min(last + margin * 3.5, date.max.toordinal())
    axes.set_xlim(*(date.fromordinal(int(end)) for end in ends))
    dates = need("matplotlib.dates")
    locator = dates.AutoDateLocator(minticks=3, maxticks=8)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
    axes.tick_params(axis="x", labelsize=_SMALL, colors=_INK)
    axes.tick_params(axis="y", length=0, colors=_INK)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_FAINT)


# --- what they share ----------------------------------------------------------------------------------------------


def _found(analyses: Analysis | Iterable[Analysis], issues: Issues | None, by: By) -> list[Stand]:
    found = list(stands(analyses, issues=issues, by=by))
    if not found:
        raise DiplomacyError(
            "no positions were found to plot" + ("; do the words of `issues` stand in the articles?" if issues else "")
        )
    return found


def _net(positive: int, negative: int) -> str:
    if not positive and not negative:
        return "neutral"
    return "ambivalent" if positive == negative else "support" if positive > negative else "oppose"


def _sums(pairs: Counter[tuple[Holder, Holder, int]], side: int) -> dict[Holder, int]:
    sums: dict[Holder, int] = {}
    for pair, count in pairs.items():
        holder = (pair[0], pair[1])[side]
        sums[holder] = sums.get(holder, 0) + count
    return sums


def _first(counts: Counter[Holder], most: int) -> list[Holder]:
    return [holder for holder, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]]


def _distinct(held: Iterable[Stand]) -> list[tuple[Holder, str]]:
    return list(dict.fromkeys((stand.holder, stand.stance) for stand in held))


def _day(analysis: Analysis) -> date | None:
    try:
        return date.fromisoformat((analysis.article.date or "")[:10])
    except ValueError:
        return None


def _status(stand: Stand) -> str | None:
    issue = stand.analysis.resolve(stand.position.issue)
    return issue.status.value if isinstance(issue, Proposal) and issue.status and issue.status != "open" else None


def _wrapped(text: str) -> str:
    lines = textwrap.wrap(text, _WRAP)
    return "\n".join([*lines[:2], lines[2][: _WRAP - 1] + "…"] if len(lines) > 3 else lines)


def _figure(width: float, height: float) -> tuple[Any, Any]:
    # a Figure of one's own, and not pyplot's: no window opens, and none has to be closed
    figure = need("matplotlib.figure").Figure(figsize=(min(width, 24.0), min(height, 30.0)), layout="constrained")
    return figure, figure.add_subplot()


def _grid(axes: Any, columns: int, rows: int) -> None:
    axes.set_xlim(-0.5, columns - 0.5)
    axes.set_ylim(rows - 0.5, -0.5)
    for x in range(columns + 1):
        axes.axvline(x - 0.5, color=_FAINT, linewidth=0.8, zorder=0)
    for y in range(rows + 1):
        axes.axhline(y - 0.5, color=_FAINT, linewidth=0.8, zorder=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, colors=_INK)


def _cell(axes: Any, x: int, y: int, colour: str, sign: str) -> None:
    patches = need("matplotlib.patches")
    axes.add_patch(patches.Rectangle((x - 0.46, y - 0.44), 0.92, 0.88, color=colour, linewidth=0))
    axes.text(x, y, sign, ha="center", va="center", color="white", fontsize=10, fontweight="bold")


def _names(axes: Any, rows: Sequence[str], columns: Sequence[str]) -> None:
    axes.set_yticks(
        range(len(rows)), [textwrap.shorten(row, 34, placeholder="…") for row in rows], fontsize=_SMALL + 0.5
    )
    axes.xaxis.tick_top()
    labels = [_narrow(column) for column in columns]
    axes.set_xticks(range(len(columns)), labels, fontsize=_SMALL, rotation=0, ha="center", va="bottom")


def _narrow(text: str) -> str:
    lines = textwrap.wrap(text, 14)
    return "\n".join([*lines[:4], lines[4][:12] + "…"] if len(lines) > 5 else lines)


def _legend(figure: Any, stances: set[str], names: dict[str, str] | None = None) -> None:
    lines = need("matplotlib.lines")
    handles = [
        lines.Line2D(
            [], [], marker="s", linestyle="", markersize=9, color=_COLOURS[stance],
            label=f"{_SIGNS[stance]}  {(names or {}).get(stance, stance)}",
        )
        for stance in _COLOURS
        if stance in stances
    ]  # fmt: skip
    figure.legend(handles=handles, loc="outside lower left", ncols=len(handles), frameon=False, fontsize=_SMALL)
