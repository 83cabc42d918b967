"""JSON documents of SPEC section 3: an answer or an error as one object, one line."""

from __future__ import annotations

from matcalc_cli.answers.readings import READINGS
from matcalc_cli.expr.node import Symbol
from matcalc_cli.language.tree import Tree
from matcalc_cli.render.formats.latex import latex
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.formats.unspecified import functions_in
from matcalc_cli.render.reports.conditions import texts
from matcalc_cli.render.reports.headings import left_latex, left_pieces, prose_pieces
from matcalc_cli.render.reports.names import as_typed, differentials
from matcalc_cli.render.writing.sharing import of_answer, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, TypeAlias

    from matcalc_cli.answers.answer import Answer, CheckReport, ClaimReport, Derivative
    from matcalc_cli.answers.derivation import Derivation, Line, Prose, Section
    from matcalc_cli.errors import MatcalcError
    from matcalc_cli.expr.node import Node
    from matcalc_cli.expr.shapes.dimensions import Shape, Size
    from matcalc_cli.render.writing.letters import Letters
    from matcalc_cli.validity.condition import Condition

SCHEMA = 1
Document: TypeAlias = "dict[str, Any]"


def document(answer: Answer) -> Document:
    """The answer: input, shape, variables, derivatives, check; expressions are {"plain", "latex"}."""
    known = differentials(answer)
    return {
        "schema": SCHEMA,
        "input": answer.program.text,
        "shape": _shape(answer.expression.shape),
        "variables": {s.spelling: _variable(s) for s in answer.variables},
        **_functions(answer),
        "derivatives": {as_typed(d.variable): _derivative(d, known, answer) for d in answer.derivatives},
        **({"mixed": _mixed(answer, known)} if answer.mixed else {}),
        **({"higher": _higher(answer, known)} if answer.higher else {}),
        **(_solved(answer, known) if answer.variant is not None and answer.variant.solved is not None else {}),
        "conditions": texts(answer.conditions),
        "notes": list(answer.notes),
        **({} if answer.vec == "columns" else {"vec": answer.vec}),
        "verified": answer.verified or None,
        "check": _check(answer.check) if answer.check else None,
    }


def _functions(answer: Answer) -> Document:
    """The functions without a formula: what declares each, the shape of its value, of its arguments; nothing without one."""
    found = functions_in(answer.expression, *[d.differential for d in answer.derivatives])
    records = {
        name: {
            "declaration": function.declaration,
            "shape": _shape(function.declared) if function.arguments else None,
            "arguments": [_shape(argument) for argument in function.arguments],
        }
        for name, function in found.items()
    }
    return {"functions": records} if records else {}


def derivation_document(found: Derivation) -> Document:
    """The answer with its `steps`: section by section, each line with left, right and reason."""
    known = frozenset(f"d{name}" for name in found.scope.nodes)
    steps = [section_document(section, found.letter, known) for section in found.sections]
    return {**document(found.answer), "steps": steps, "verified": found.verdict}


def section_document(section: Section, letter: str, known: frozenset[str]) -> Document:
    """The title and the lines of a part of a derivation."""
    return {"section": prose_text(section.title), "lines": [_line(line, letter, known) for line in section.lines]}


def _line(line: Line, letter: str, known: frozenset[str]) -> Document:
    left = None if line.left is None else {
        "plain": plain_text(left_pieces(line.left, letter, False, known)),
        "latex": left_latex(line.left, letter, known),
    }  # fmt: skip
    return {"left": left, "right": expression(line.right, known), "reason": prose_text(line.reason)}


def prose_text(prose: Prose) -> str:
    """Words and formulas in the language."""
    return plain_text(prose_pieces(prose, False, ()))


def entries_document(
    text: str, found: Iterable[tuple[Symbol | None, Node]], notes: Sequence[str] = (), letters: Letters | None = None,
    conditions: Sequence[Condition] = (),
) -> Document:  # fmt: skip
    """Answers without derivatives (simplify, vjp): the expression, or one for each variable, and where they are valid."""
    expressions = {as_typed(s) if s is not None else "": expression(written(n, letters=letters), ()) for s, n in found}
    alone = expressions.get("")
    said = {"expression": alone} if alone else {"expressions": expressions}
    return {"schema": SCHEMA, "input": text, **said, "conditions": texts(conditions), "notes": list(notes)}


def answers(answer: Answer, found: Iterable[tuple[Symbol | None, Node]]) -> list[Document]:
    """One answer a variable, or the only one, in the language and in LaTeX."""
    known = differentials(answer)
    return [
        {"wrt": None if s is None else as_typed(s), **expression(of_answer(node, answer), known)} for s, node in found
    ]


def failure(error: MatcalcError, text: str, number: int | None = None) -> Document:
    """The error: its kind, message, place in the text and hint, and in a batch the number of its line."""
    start, end = (0, len(text)) if error.start is None or error.end is None else (error.start, error.end)
    described = {"kind": error.kind, "message": error.message, "start": start, "end": end, "hint": error.hint}
    described |= {} if number is None else {"line": number}
    return {"schema": SCHEMA, "input": text, "error": described}


def line(content: Document) -> str:
    """One line of ASCII JSON with its line end."""
    import json

    return json.dumps(content, allow_nan=False) + "\n"


def error_document(error: MatcalcError, text: str, number: int | None = None) -> str:
    """`failure` as a line."""
    return line(failure(error, text, number))


def _variable(symbol: Symbol) -> Document:
    family = {"indices": symbol.axes} if symbol.axes else {}
    return {"kind": symbol.kind, "shape": _shape(symbol.shape), **family}


def _shape(shape: Shape) -> list[int | str]:
    return [_size(size) for size in shape]


def _size(size: Size) -> int | str:
    return size if isinstance(size, int) else str(size).replace(" ", "")


def _derivative(derivative: Derivative, known: frozenset[str], answer: Answer) -> Document:
    nodes: dict[str, Node | None] = {name: getattr(derivative, name) for name in READINGS}
    return {name: None if node is None else expression(of_answer(node, answer), known) for name, node in nodes.items()}


def _solved(answer: Answer, known: frozenset[str]) -> Document:
    """The solution of equations: for each of several unknowns its derivatives, and second differentials that were asked for."""
    found = [(x, a) for a in (answer, *answer.others) if isinstance(x := a.expression, Symbol)] if answer.others else []
    every = {x.spelling: {as_typed(d.variable): _derivative(d, known, answer) for d in a.derivatives} for x, a in found}
    assert answer.variant is not None
    assert answer.variant.solved is not None
    bends = {x.spelling: expression(written(n), known) for x, n in answer.variant.solved.bends.items()}
    return {**({"unknowns": every} if every else {}), **({"second_differentials": bends} if bends else {})}


def _mixed(answer: Answer, known: frozenset[str]) -> Document:
    """The mixed Hessians, under "x,y"."""
    return {f"{x.spelling},{y.spelling}": expression(of_answer(node, answer), known) for x, y, node in answer.mixed}


def _higher(answer: Answer, known: frozenset[str]) -> list[Document]:
    """The differential of each order from the second on, and by name the derivatives by numbers."""
    return [
        {
            "order": one.order,
            "differential": expression(of_answer(one.total, answer), known),
            "derivatives": {as_typed(x): expression(of_answer(rate, answer), known) for x, rate in one.rates},
        }
        for one in answer.higher
    ]


def expression(tree: Tree, known: Iterable[str]) -> Document:
    """A formula in the language and in LaTeX."""
    return {"plain": plain(tree), "latex": latex(tree, frozenset(known))}


def _check(check: CheckReport) -> Document:
    entry = check.largest
    return {
        "verdict": check.verdict,
        "relative_error": _finite(check.relative_error),
        "resolution": _finite(check.resolution),
        "sizes": {name: list(shape) for name, shape in check.sizes.items()},
        "seed": check.seed,
        "directions": check.directions,
        "evaluations": check.evaluations,
        "tier": check.tier,
        "exact": check.exact,
        "reason": check.reason,
        "largest": None if entry is None else {
            "row": entry[0], "column": entry[1], "claim": _finite(entry[2]), "derivative": _finite(entry[3]),
        },
        "claim": None if check.claim is None else _claim(check.claim),
    }  # fmt: skip


def _claim(claim: ClaimReport) -> Document:
    known = frozenset(f"d{v.name}" for v in claim.variables)
    return {
        "reading": claim.reading,
        "wrt": [as_typed(v) for v in claim.variables],
        "diagnosis": claim.diagnosis or None,
        "right": expression(written(claim.right), known),
    }


def _finite(value: float | None) -> float | None:
    """The number, or None for what JSON cannot say: nan and the infinities."""
    return value if value is not None and abs(value) <= _LARGEST else None


_LARGEST = 1.7976931348623157e308
