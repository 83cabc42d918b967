"""The text of a differential equation: right-hand sides of the shapes of their states, and losses beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, reduce
from typing import Any

from matcalc_cli.elaborate import Elaborated
from matcalc_cli.equations.reading import like
from matcalc_cli.equations.time.capitals import declared, reread
from matcalc_cli.equations.time.flow import ADJOINTS, Flow
from matcalc_cli.equations.time.losses import Losses
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.node import Node, Symbol, symbol
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.functions import names
from matcalc_cli.language.grammar.lexer import tokens
from matcalc_cli.language.names import canonical
from matcalc_cli.language.tree import Binding, Call, Name, Operation, Program, Tree
from matcalc_cli.program import Standing, Written, read, read_program
from matcalc_cli.program.within import read_beside
from matcalc_cli.simplify import simplify

PREFIX = "rate "
LAST = ("N", "T")
"""The usual names of the last step and time."""


def flow(text: str, states: Sequence[str], time: str, wrt: Sequence[str], var: Sequence[str], **about: Any) -> Flow:
    """The equation that a text is the right-hand side of, with its loss. Raises MatcalcError."""
    spelled = [name for given in states for name in given.replace(",", " ").split()]
    for name in (*spelled, time):
        if not name.replace("_", "a").isalnum() or name[:1].isdigit() or canonical(name) in names():
            taken = name and canonical(name) in names()
            said = f"{name} has a meaning of its own: call it by another letter" if taken else "--state u --time t"
            raise MatcalcError("usage", f"{name or 'nothing'} is no name of a state or of the time", hint=said)
    if not spelled:
        raise MatcalcError("usage", "--state U says what the equation is for", hint="for example --state u")
    if time in spelled or len({*spelled}) < len(spelled):
        raise MatcalcError("usage", "the states and the time have a name each", hint="--state u --time t")

    text = _right_side(text, spelled, time)

    def attempt(var: Sequence[str], **about: Any) -> Flow:
        return _as_numbers(
            partial(_flow, text, spelled, time, wrt, **about), spelled, [*var, Standing(f"{time}: scalar")]
        )

    try:
        return attempt(var, **about)
    except MatcalcError as error:
        if error.message.startswith("= names a part"):
            error.hint = _alone(text, spelled)
            raise
        guessed = isinstance(error, OtherShapeError) and not {*spelled} <= declared(text, var)
        if guessed or _reads(partial(attempt, var)):  # a number for a vector, or what is wrong is the loss
            raise
        return reread(partial(attempt, **about), text, var, lambda found: found.elaborated, spelled)


def _right_side(text: str, states: Sequence[str], time: str) -> str:
    """The right side of u' = A*u, so too of D(u) and du/dt = A*u, [u'; v'] and [u; v]' = [v; -u]; other texts as they are."""
    left, equals, right = text.partition("=")
    written = ["{0}'", "D({0})", f"d{{0}}/d{time}"]
    lefts = {form.format(s) for form in written for s in states if len(states) == 1}
    column = ";".join(states)
    lefts |= {f"[{column}]'", f"D([{column}])", *(f"[{';'.join(form.format(s) for s in states)}]" for form in written)}
    return right.strip() if equals and left.replace(" ", "") in lefts and not isinstance(text, Written) else text


def _alone(text: str, states: Sequence[str]) -> str:
    """How to ask for an equation with a left side that is none of a rate."""
    left, _, right = text.partition(" where ")[0].rpartition("=")
    right = right.strip() or "A*u"
    if "''" in left or left.startswith("D2"):
        return (
            f"the rate is a state too where the second derivative is given: [v; {right}] --state {states[0]} --state v"
        )
    for state in states:
        right = right.replace(f"{state}_k", state)
    return f"EXPR is the right-hand side alone, {right} here"


def _reads(attempt: Callable[[], Flow]) -> bool:
    try:
        attempt()
    except MatcalcError:
        return False
    return True


def _flow(
    text: str, states: Sequence[str], time: str, wrt: Sequence[str], var: Sequence[str], *, scalar: bool, loss: str = "",
    running: str = "", data: str = "", initial: Sequence[str] = (), adjoints: Sequence[str] = ADJOINTS,
) -> Flow:  # fmt: skip
    """The equation and its loss with the states as they are declared."""
    program, elaborated, rates = _read(text, states, var, scalar=scalar)
    t = elaborated.variables.get(canonical(time)) or symbol(canonical(time), SCALAR, "scalar", spelling=time)
    elaborated.variables.setdefault(t.name, t)  # a loss may have it though the rate has not
    found = Flow(program, elaborated, [elaborated.variables[canonical(n)] for n in states], rates, t, initial, adjoints)
    absent = [
        s.symbol.spelling for s in found.states if all(s.symbol not in other.rate.symbols for other in found.states)
    ]
    if len(absent) == len(states):
        elaborated.notes = (*elaborated.notes, f"the right-hand side has no {' and no '.join(absent)}{_entries(found)}")
    before = {*elaborated.variables}
    beginnings = {b.name: b for b in found.begins}
    elaborated.notes = (*elaborated.notes, *_called_otherwise(found))
    elaborated.absent |= beginnings  # a loss may have u_0
    end, integral = (_number(part, elaborated, option) for part, option in ((loss, "--loss"), (running, "--running")))
    known = {*elaborated.variables, *beginnings}
    at_times = _number(data, elaborated, "--data")
    known |= set(map(canonical, wrt))  # what is asked for is a parameter, which stays
    new = [v for name, v in elaborated.variables.items() if name not in known and v.differential_of is None]
    found.begins = [b for b in found.begins if b.name not in elaborated.variables]  # then it is a parameter, too
    _require_no_values(found)
    given = _data(new, found)
    found.taken |= {*elaborated.variables} - before
    found.ask(Losses(end, integral, at_times, given), wrt)
    return found


def _entries(found: Flow) -> str:
    """How entries of a state are written, where what stands there looks like them: u1 and u_2 for u[1] and u[2]."""
    state = found.states[0].symbol
    likely = [
        (v.spelling, v.name.removeprefix(state.name).lstrip("_"))
        for v in found.elaborated.variables.values()
        if v.name.startswith(state.name) and v is not state
    ]
    meant = [(name, index) for name, index in sorted(likely) if index.isdecimal() and index != "0"]
    if not meant:
        return ""
    own = "is a name of its own" if len(meant) == 1 else "are names of their own"
    entries = " and ".join(f"{state.spelling}[{index}]" for _, index in meant)
    return (
        f"; {' and '.join(name for name, _ in meant)} {own}, and the entries of {state.spelling} are written {entries}"
    )


def _called_otherwise(found: Flow) -> list[str]:
    """The notes about a right-hand side with a u_0 of its own."""
    said = "{0}_0 is a parameter, since the right-hand side has it, and {0} begins at {1}; --initial {0}_0 has it begin there"
    begins = {s.symbol: s.initial for s in found.states if s.initial in found.begins}
    return [said.format(u.spelling, b.spelling) for u, b in begins.items() if b.name != f"{u.name}_0"]


def _require_no_values(found: Flow) -> None:
    """Refuse x_k and x_N, which would be constants beside the state x. Raises MatcalcError."""
    places = (found.time.name, found.end.name, *LAST)
    values = {f"{s.symbol.name}_{place}": s.symbol.spelling for s in found.states for place in places}
    for name, v in found.elaborated.variables.items():
        if name in values:
            raise MatcalcError(
                "usage", f"{v.spelling} would be a constant here, and no value of {values[name]}",
                hint=f"write {values[name]}, which is the last value in --loss, and the one at hand elsewhere",
            )  # fmt: skip


def _data(new: Sequence[Symbol], found: Flow) -> list[Symbol]:
    """Of the names that are new in a term about data those that have values at each time; a matrix is none of a vector's."""
    return [v for v in new if v.cols == 1 or any(s.symbol.cols != 1 for s in found.states)]


def _number(text: str, scope: Elaborated, option: str) -> Node | None:
    """A part of the loss, read beside the equation."""
    if not text:
        return None
    try:
        found = simplify(read_beside(text, scope))
    except MatcalcError as error:
        found = simplify(_with_numbers(text, scope, error))
    if not found.is_scalar:
        raise MatcalcError("shape", f"{option} is a number, and this is none", hint="norm(u)^2, for example, is one")
    return found


def _with_numbers(text: str, scope: Elaborated, error: MatcalcError) -> Node:
    """A part of the loss that has a meaning if the names that are new in it are numbers. Raises the error otherwise."""
    words = [word.text for word in tokens(text) if word.kind == "name"]
    new = [w for w in dict.fromkeys(words) if canonical(w) not in {*scope.variables, *scope.dimensions, *names()}]
    if not new or any(word.kind == "where" for word in tokens(text)):
        raise error
    try:
        found = read_beside(f"{text} where {', '.join(f'{name}: scalar' for name in new)}", scope)
    except MatcalcError:
        raise error from None
    said = f"{' and '.join(new)} {'is taken as a number' if len(new) == 1 else 'are taken as numbers'}: otherwise {error.message}"
    scope.notes = (*scope.notes, said)
    return found


def _as_numbers(attempt: Callable[..., Flow], states: Sequence[str], var: Sequence[str]) -> Flow:
    """The equation with its loss; where that has no meaning with the states as their letters say, with all of them as numbers."""
    try:
        return attempt(var, scalar=False)
    except OtherShapeError:
        raise
    except MatcalcError as error:
        try:
            found = attempt([*var, *[Standing(f"{s}: scalar") for s in states]], scalar=True)
        except MatcalcError:
            raise error from None
        if all(s.symbol.is_scalar for s in found.states):
            taken = "are taken as numbers" if len(states) > 1 else "is taken as a number"
            said = f"{', '.join(states)} {taken}: otherwise {error.message}"
            found.elaborated.notes = (*found.elaborated.notes, said)
            return found
        raise


def _read(
    text: str, states: Sequence[str], var: Sequence[str], *, scalar: bool = False
) -> tuple[Program, Elaborated, list[Node]]:
    """The right-hand sides of the shapes of their states; numbers if `scalar`."""
    program, alone = read(text, var, scalar=scalar and len(states) == 1)
    rows = _rows(program.body) if len(states) > 1 else [program.body]
    if len(rows) != len(states):
        raise MatcalcError(
            "shape", f"{len(states)} states have a right-hand side each, and here {'is' if len(rows) == 1 else 'are'} {len(rows)}",
            [Label(program.body.start, program.body.end)], hint="[f1; f2], in the order of --state",
        )  # fmt: skip
    if len(rows) == 1 and alone.expression.is_scalar and not scalar:
        found: Symbol | None = alone.variables.get(canonical(states[0]))
        if found is None:
            raise MatcalcError("shape", f"the right-hand side is a number, and by its letter {states[0]} is none")
        if not found.is_scalar:
            raise _other_shape(rows[0], states[0])
    elaborated = read_program(_apart(program, rows, states, scalar=scalar), var, scalar=scalar)[1]
    parts = [elaborated.parts.pop(name) for name in [n for n in elaborated.parts if n.startswith(PREFIX)]]
    rates = [simplify(part) for part in parts]
    for name, rate, row in zip(states, rates, rows, strict=True):
        if rate.shape != elaborated.variables[canonical(name)].shape:
            raise _other_shape(row, name)
    return program, elaborated, rates


class OtherShapeError(MatcalcError):
    """A right-hand side that is clearly of another shape than its state."""


def _other_shape(row: Tree, name: str) -> OtherShapeError:
    return OtherShapeError(
        "shape", f"the right-hand side has not the shape of {name}", [Label(row.start, row.end)],
        hint=f'--var "{name}: scalar" if it is a number; each state has a rate of its own shape',
    )  # fmt: skip


def _rows(body: Tree) -> list[Tree]:
    return [*body.operands] if isinstance(body, Operation) and body.operator == "rows" else [body]


def _apart(program: Program, rows: Sequence[Tree], states: Sequence[str], *, scalar: bool) -> Program:
    """The program with each row a named part, of the shape of its state; its body is a number if all rows are to be."""
    bindings: list[Binding] = []
    stacks: list[Tree] = []
    for i, (row, state) in enumerate(zip(rows, states, strict=True)):
        name = Name(f"{PREFIX}{i}", f"{PREFIX}{i}", row.start, row.end)
        bindings.append(Binding(name, like(row, canonical(state), state)))
        stacks.append(Call("vec", (name,), row.start, row.end, name=(row.start, row.end)))
    if scalar:
        names_of_parts: list[Tree] = [b.name for b in bindings]
        body: Tree = reduce(lambda a, b: Operation("add", (a, b), a.start, b.end), names_of_parts)
    else:
        body = Operation("rows", stacks, program.body.start, program.body.end) if len(stacks) > 1 else stacks[0]
    return program.of([*program.bindings, *bindings], body)
