"""The verdict of a check in words: what was found, how small an error could have been seen, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcalc_cli.render.markup import Piece

if TYPE_CHECKING:
    from matcalc_cli.answer import CheckReport

MARKS = {"ok": "✓", "wrong": "✗", "inconclusive": "?"}
_TIERS = {"exact": "exact arithmetic", "ladder": "finite differences", "precise": "60 digits"}


def verdict_lines(check: CheckReport, *, unicode: bool) -> list[list[Piece]]:
    """What the check found, the verdict first; further lines say why and how."""
    mark = [(check.verdict, MARKS[check.verdict]), ("space", " ")] if unicode else []
    if check.verdict == "ok" and check.relative_error is None:
        return [[*mark, (check.verdict, "verified exactly")]]
    start: list[Piece] = [*mark, (check.verdict, f"check: {check.verdict}" if unicode else check.verdict)]
    found = [_findings(check), _entry(check), _circumstances(check, unicode=unicode)]
    first, *others = [text for text in found if text] or [""]
    return [[*start, ("note", f"    {first}" if unicode else f", {first}")] if first else start] + [
        [("note", text)] for text in others
    ]


def _findings(check: CheckReport) -> str:
    """The reason if there is one, and the size of the error with what could have been seen."""
    parts = [check.reason] if check.reason else []
    if check.relative_error is not None:
        parts.append(f"relative error {check.relative_error:.1e}")
    if check.verdict == "ok" and check.resolution is not None:
        parts.append(f"errors above {check.resolution:.0e} would have been seen")
    return ", ".join(parts)


def _entry(check: CheckReport) -> str:
    if check.largest is None:
        return ""
    row, column, claimed, derivative = check.largest
    return f"largest difference at entry ({row},{column}): yours {claimed:.5g}, the derivative {derivative:.5g}"


def _circumstances(check: CheckReport, *, unicode: bool) -> str:
    """`A 4×3, x 3×1, finite differences, 3 directions, seed 0, 57 evaluations`."""
    times = "×" if unicode else "x"
    parts = [f"{name} {times.join(map(str, shape))}" for name, shape in check.sizes.items()]
    parts.append(_TIERS.get(check.tier, check.tier))
    parts += [f"{check.directions} directions"] * bool(check.directions)
    parts.append(f"seed {check.seed}")
    parts += [f"{check.evaluations} evaluations"] * bool(check.evaluations)
    return ", ".join(parts)
