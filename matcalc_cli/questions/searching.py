"""Minimization, from text to the best point: what moves, where it begins, and what SciPy's optimizers make of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.shapes.dimensions import size_of, substitute
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.names import canonical

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.budget import Budget
    from matcalc_cli.elaborate import Elaborated
    from matcalc_cli.expr.node import Symbol
    from matcalc_cli.inputs.fixed import Given
    from matcalc_cli.minimizing.minimum import Minimum
    from matcalc_cli.minimizing.objective import Objective
    from matcalc_cli.minimizing.objective import Place as Place  # noqa: PLC0414 the command takes it from here
    from matcalc_cli.validity.condition import Condition

    Array = NDArray[Any]

MOST_OFFERED = 4
"""So many names are offered as what may move."""
METHODS = ("bfgs", "l-bfgs-b", "newton-cg", "trust-ncg", "trust-exact")
TOLERANCE = 1e-5


class Search:
    """The settings of a search besides the text: how to go down, from how many starts, and who is told of it.

    watch  is told each step and the best place after it, with its value and the length of its gradient
    ends   the exceptions that stop a descent and leave its best point, with the words for them
    over   is called after such an exception
    """

    def __init__(
        self, *, method: str = "", steps: int = 1000, tolerance: float = TOLERANCE, starts: int = 1, seed: int = 0,
        nonnegative: Sequence[str] = (), watch: Callable[[int, Place], None] = lambda *_: None,
        ends: Mapping[type[BaseException], str] | None = None, over: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self.method = method
        self.steps = steps
        self.tolerance = tolerance
        self.starts = starts
        self.seed = seed
        self.nonnegative = tuple(nonnegative)
        self.watch = watch
        self.ends = dict(ends or {})
        self.over = over


class Found:
    """The best minimum of all starts, every one's, what ended the search, the answer with the gradient, and what was counted."""

    def __init__(self, read: Question, every: Sequence[Minimum]) -> None:
        from matcalc_cli.minimizing.minimum import GAVE_UP

        self.answer = read.answer
        self.every = tuple(every)
        self.best = min(every, key=lambda m: m.value)
        self.ended = every[-1].stopped if every[-1].stopped in GAVE_UP else ""
        self.point = dict(zip(read.objective.variables, self.best.point, strict=True))
        self.evaluations = read.objective.evaluations
        self.products = read.objective.products
        self.outside = read.objective.outside
        self.notes = (*read.answer.notes, *read.notes)
        self.needed: tuple[Condition, ...] = ()


class Question:
    """A number as a function of what moves, at data: what `question` reads."""

    def __init__(self, answer: Answer, point: Given, notes: Sequence[str], nonnegative: Sequence[str]) -> None:
        from matcalc_cli.minimizing.objective import Objective

        self.answer = answer
        self.point = point
        self.notes = tuple(notes)
        self.objective = Objective(answer, point.point, point.sizes, nonnegative)


def minimum(text: str, search: Search, **asked: Any) -> Found:
    """The smallest value of a number that is found, and where; `asked` is as in `question`. Raises MatcalcError."""
    from matcalc_cli.minimizing.descent import require_scipy

    require_scipy()
    read = question(text, seed=search.seed, nonnegative=search.nonnegative, **asked)
    every = _from_every_start(read.objective, search, read.point.point)
    for ended in every:
        _require_a_gradient(read.answer, ended, read.point)
    found = Found(read, every)
    if found.best.stopped == "boundary":
        found.needed = _needed(read.answer, found.best, read.point)
    elif found.best.stopped == "kink":
        found.needed = _broken(read.answer, read.answer.conditions, found.best.point, read.point)
    return found


def question(
    text: str, *, wrt: Sequence[str] = (), var: Sequence[str] = (), at: Sequence[str] = (), sizes: str = "", seed: int = 0,
    nonnegative: Sequence[str] = (), budget: Budget | None = None,
) -> Question:  # fmt: skip
    """The question of the smallest value: of which function, at what data, by which variables. Raises MatcalcError."""
    from matcalc_cli import pipeline
    from matcalc_cli.inputs.options import given
    from matcalc_cli.questions.arrays import with_arrays

    program, elaborated = pipeline.read(text, var, scalar=True)
    if not elaborated.expression.is_scalar:
        body = program.body
        raise MatcalcError(
            "shape", "only a number can be smallest", [Label(body.start, body.end)],
            hint="norm(A*x - b)^2, for example, is one",
        )  # fmt: skip
    names = with_arrays(elaborated, [*(wrt or _not_given(elaborated, at))])
    _require_that_they_move(elaborated, names)
    answer = pipeline.gradients(program, elaborated, names, budget)
    _require_numbers(answer)
    point = given(answer.expression, answer.variables, at=at, sizes=sizes, seed=seed)
    moving = [d.variable for d in answer.derivatives]
    drawn = [_drawn(v, point, positive=nonnegative) for v in moving if v.name not in point.point]
    point.require(answer.variables, "--wrt says what moves")
    return Question(answer, point, [*_unverified(answer), *drawn], _bounded(answer, point, nonnegative))


def _unverified(answer: Answer) -> list[str]:
    from matcalc_cli.check.before_printing import SURE

    return [] if answer.verified in SURE else [f"the gradient is not verified: {answer.verified}"]


def _not_given(elaborated: Elaborated, at: Sequence[str]) -> list[str]:
    """Without --wrt: what --at gives no value, or the only variable that there is."""
    from matcalc_cli.inputs.data import names_at

    known = names_at(at)
    every = [v for v in elaborated.variables.values() if v.kind != "integer" and v.differential_of is None]
    found = [v.spelling for v in every if v.name not in known] or [v.spelling for v in every if len(every) == 1]
    if not found:
        ways = " or ".join(f"--wrt {v.spelling}" for v in every[:MOST_OFFERED])
        raise MatcalcError("usage", "nothing says what moves, for --at gives everything a value", hint=ways or None)
    return found


def _require_that_they_move(elaborated: Elaborated, names: Sequence[str]) -> None:
    """Refuse parts of matrices and integers. Raises MatcalcError."""
    from matcalc_cli.elaborate.asked import variable

    for name in names:
        found = None if "[" in name else variable(name, elaborated)
        if found is None:
            raise MatcalcError(
                "unsupported", f"{name} is a part of a matrix, and only whole ones are minimized over yet",
                hint="a block matrix of which some blocks move may say it: [x; b] for what x and b are in",
            )  # fmt: skip
        if KINDS[found.kind].whole:
            raise MatcalcError("unsupported", f"{name} is an integer, which does not move")


def _require_numbers(answer: Answer) -> None:
    """Functions without a formula have no numbers. Raises MatcalcError."""
    from matcalc_cli.codegen.text.module import unknown_functions

    for function in unknown_functions([answer.expression]):
        raise MatcalcError(
            "unsupported", f"{function.stem} is a function without a formula, so there are no numbers here",
            hint="write its formula in its place",
        )  # fmt: skip


def _drawn(variable: Symbol, point: Given, positive: Sequence[str]) -> str:
    """Let a variable without a value begin at a random one, where it may be; the note about it."""
    import numpy as np

    from matcalc_cli.check.doubles.kinds import draw

    unknown = [s for s in variable.shape if not isinstance(substitute(s, dict(point.sizes)), int)]
    if unknown:
        raise MatcalcError(
            "usage", f"{variable.spelling} has no value to begin at, and its size {unknown[0]} is not known",
            hint=f"add --at {variable.spelling}=FILE, a number or [[...]], or --sizes {unknown[0]}=3",
        )  # fmt: skip
    rows, cols = size_of(variable.shape, point.sizes)
    value = draw(variable.kind, np.random.default_rng(point.seed), rows, cols)
    point.point[variable.name] = abs(value) if variable.name in map(canonical, positive) else value
    return f"{variable.spelling} begins at a random value: --at {variable.spelling}=... says where, --seed chooses"


def _bounded(answer: Answer, point: Given, names: Sequence[str]) -> list[str]:
    """The variables that are kept from being negative, each beginning so. Raises MatcalcError."""
    from matcalc_cli.minimizing.objective import may_be_bounded

    moving = {d.variable.name: d.variable for d in answer.derivatives}
    for name in names:
        variable = moving.get(canonical(name))
        if variable is None:
            known = ", ".join(v.spelling for v in moving.values())
            raise MatcalcError("name", f"--positive {name}: what moves is {known}")
        value = point.point[variable.name]
        if not may_be_bounded(variable, value):
            adjective = KINDS[variable.kind].adjective
            raise MatcalcError("usage", f"--positive {name}: {name} is {adjective}, its entries move together")
        if value.min() < 0:
            raise MatcalcError("usage", f"--positive {name}: an entry is {value.min():g} where it begins")
    return [canonical(name) for name in names]


def _from_every_start(objective: Objective, search: Search, start: Mapping[str, Array]) -> list[Minimum]:
    """A descent from the start and from random ones; those of these that have no value are left out."""
    from matcalc_cli.minimizing.descent import NEWTON, usual_method
    from matcalc_cli.minimizing.minimum import GAVE_UP, descended, other_start

    method = search.method or usual_method(objective)
    if method in NEWTON and not objective.bends:
        raise MatcalcError(
            "unsupported", f"{method} is not for variables of orthonormal columns", hint="bfgs and l-bfgs-b are"
        )
    if objective.lower is not None and method != "l-bfgs-b":
        raise MatcalcError("unsupported", f"{method} knows no bounds", hint="--method l-bfgs-b does")
    if method in NEWTON and not objective.has_product:
        raise MatcalcError("unsupported", f"{method} needs the second derivative, which is not known here")
    found: list[Minimum] = []
    for k in range(search.starts):
        if k:
            objective.begin(other_start(objective, search.seed + k, start))
        try:
            found.append(
                descended(objective, method, search.steps, search.tolerance, search.watch, search.ends, search.over)
            )
        except MatcalcError:
            if not k:
                raise
        if found[-1].stopped in GAVE_UP:
            break
    return found


def _require_a_gradient(answer: Answer, ended: Minimum, point: Given) -> None:
    """Where a condition of the gradient fails at the best point there is none, and so no verdict by it."""
    from matcalc_cli.minimizing.minimum import OF_GRADIENTS

    if ended.stopped in OF_GRADIENTS and _broken(answer, answer.conditions, ended.point, point):
        ended.stopped = "kink"


def _needed(answer: Answer, best: Minimum, point: Given) -> tuple[Condition, ...]:
    """The conditions that do not hold at the last trial point that had no value."""
    from matcalc_cli.validity import conditions

    return _broken(answer, conditions(answer.domain, [answer.expression]), best.beyond or (), point)


def _broken(
    answer: Answer, conditions: Sequence[Condition], values: Sequence[Array], point: Given
) -> tuple[Condition, ...]:
    """The conditions that do not hold where what moves has these values."""
    from matcalc_cli.check.existence import broken
    from matcalc_cli.inputs.fixed import Given

    names = [d.variable.name for d in answer.derivatives]
    there = {**point.point, **dict(zip(names, values, strict=False))}
    return broken(conditions, Given(sizes=point.sizes, point=there))
