"""The verdict of a check in words: what was found, how small an error could have been seen, and how."""

from __future__ import annotations

from matcalc_cli.answers.readings import READINGS
from matcalc_cli.render.formats.markup import Piece
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.reports.names import as_typed
from matcalc_cli.render.writing.express import express

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer, CheckReport, ClaimReport

MARKS = {"ok": "✓", "wrong": "✗", "inconclusive": "?"}
TIERS = {
    "exact": "exact arithmetic modulo 2^61 - 1", "ladder": "finite differences", "precise": "60 digits",
    "shapes": "the shapes alone",
}  # fmt: skip
UNVERIFIED = {"budget": "not verified in the time that printing may take"}
ASCII = str.maketrans({"−": "-", "∂": "d", "ᵀ": "'", "∇": "grad ", "×": "x"})
LABEL_WIDTH = 15
HANGING = 4
"""Where the next line of a verdict begins: below the answers of a claim, or a little to the right."""

NOWHERE = "the expression has no value at any matrices"
"""How the reason begins where there is nothing to verify."""


def verdict_lines(check: CheckReport, *, unicode: bool) -> list[list[Piece]]:
    """The lines about the check, the verdict first; further lines say why and how."""
    if check.claim is not None:
        return _claim_lines(check, check.claim, unicode=unicode)
    mark = [(check.verdict, MARKS[check.verdict]), ("space", " ")] if unicode else []
    if check.verdict == "ok" and check.relative_error is None:
        return [[*mark, (check.verdict, "verified exactly")]]
    start: list[Piece] = [*mark, (check.verdict, f"check: {check.verdict}" if unicode else check.verdict)]
    found = [_findings(check), _entry(check), _circumstances(check, unicode=unicode)]
    first, *others = [text for text in found if text] or [""]
    return [[*start, ("note", f"    {first}" if unicode else f", {first}")] if first else start] + [
        [("note", text)] for text in others
    ]


def verification_lines(answer: Answer, *, unicode: bool) -> list[list[Piece]]:
    """The verdict of the check if there was one, else how the answer was verified before it was printed."""
    if answer.check is not None:
        return verdict_lines(answer.check, unicode=unicode)
    if answer.verified in ("exactly", "numerically"):
        mark: list[Piece] = [("ok", MARKS["ok"]), ("space", " ")] if unicode else []
        return [[*mark, ("ok", f"verified {answer.verified}")]]
    if not answer.verified:
        return []
    reason = answer.verified.partition(": ")[2]
    if reason.startswith(NOWHERE):
        return [[("wrong", reason)]]
    said = UNVERIFIED.get(answer.verified, f"not verified exactly ({reason})")
    return [[("note", f"{said}; --check decides numerically")]]


def _claim_lines(check: CheckReport, claim: ClaimReport, *, unicode: bool) -> list[list[Piece]]:
    """The verdict on somebody's answer, what is wrong with it, and what is right."""
    found = [_judgement(check, claim), _entry(check), _circumstances(check, unicode=unicode)]
    labels: list[Piece] = [(check.verdict, check.verdict.ljust(LABEL_WIDTH)), *[("space", " " * LABEL_WIDTH)] * 2]
    rows = [[label, ("note", text if unicode else text.translate(ASCII))]
            for label, text in zip(labels, [t for t in found if t], strict=False)]  # fmt: skip
    if check.verdict == "wrong":
        rows.append(_right(claim, unicode=unicode))
    return rows


def _judgement(check: CheckReport, claim: ClaimReport) -> str:
    names = " and ".join(as_typed(v) for v in claim.variables)
    reading = claim.noun
    if check.verdict == "ok":
        return f"your answer is the {reading} with respect to {names}" + " at these values" * check.somewhere
    if check.verdict == "wrong":
        return f"your answer {claim.diagnosis or f'is not the {reading} with respect to {names}'}"
    return f"cannot tell whether your answer is the {reading} with respect to {names}: {check.reason}"


def _right(claim: ClaimReport, *, unicode: bool) -> list[Piece]:
    """`the gradient   2 A' r`."""
    known = frozenset(f"d{v.name}" for v in claim.variables)
    moves = claim.reading == "differential"
    start = "df = " if moves else ""
    label = "the derivative" if moves else f"the {READINGS[claim.reading].noun}"
    return [("label", label.ljust(LABEL_WIDTH)), ("heading", start), *pretty(express(claim.right), unicode, known)]


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
    row, column, *values = check.largest
    claimed, derivative = (value + 0.0 for value in values)  # no -0
    digits = 5 if f"{claimed:.5g}" != f"{derivative:.5g}" else 12
    return (
        f"largest difference at entry ({row},{column}): yours {claimed:.{digits}g}, "
        f"the derivative {derivative:.{digits}g}"
    )


def _circumstances(check: CheckReport, *, unicode: bool) -> str:
    """`A 4×3, x 3×1, finite differences, 3 directions, seed 0, 57 evaluations; also exact modulo 2^61 - 1`."""
    times = "×" if unicode else "x"
    parts = [f"{name} {times.join(map(str, shape))}" for name, shape in check.sizes.items()]
    parts.append(TIERS.get(check.tier, check.tier))
    parts += [_counted(check.directions, "direction")] * bool(check.directions and check.tier != "exact")
    parts.append(f"seed {check.seed}")
    parts += [_counted(check.evaluations, "evaluation")] * bool(check.evaluations and check.tier != "exact")
    text = ", ".join(parts) + "; also exact modulo 2^61 - 1" * (check.exact and check.tier == "ladder")
    return text.replace("modulo 2^61 - 1", "mod 2⁶¹ − 1") if unicode else text


def _counted(number: int, name: str) -> str:
    return f"{number} {name}" + "s" * (number != 1)
