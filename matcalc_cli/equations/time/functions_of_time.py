"""A program about functions of a variable, v of t: v is v(t), and v' its derivative where v is a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from matcalc_cli.elaborate import Elaborated
from matcalc_cli.equations.time.capitals import reread
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.build import apply
from matcalc_cli.expr.node import Apply, Node, Symbol, postorder, symbol
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.functions import names
from matcalc_cli.kinds import UNSTRUCTURED
from matcalc_cli.language.grammar.derived import with_children
from matcalc_cli.language.grammar.parser import parse, parse_declaration
from matcalc_cli.language.grammar.unspecified import given
from matcalc_cli.language.names import canonical
from matcalc_cli.language.tree import Argument, Binding, Declaration, Name, Operation, Program, Tree, UnspecifiedCall
from matcalc_cli.program import Written, read_program
from matcalc_cli.walk import children_first

NOT_A_NAME = "is no name of a function"


class Read:
    """A program whose functions are known: their records in the order asked for, and the variable that they are of."""

    __slots__ = ("elaborated", "functions", "program", "time")

    def __init__(self, program: Program, elaborated: Elaborated, functions: Sequence[Unknown], time: Symbol) -> None:
        self.program = program
        self.elaborated = elaborated
        self.functions = tuple(functions)
        self.time = time


def read_functions(text: str, functions: Sequence[str], of: str, var: Sequence[str]) -> Read:
    """A number with some names as functions of a variable; a number each, unless declared. Raises MatcalcError.

    Where it has no meaning with capital letters as matrices, the fewest of them that give it one are numbers: EI*v''^2.
    """
    return reread(partial(_read, text, functions, of), text, var, lambda found: found.elaborated)


def _read(text: str, functions: Sequence[str], of: str, var: Sequence[str]) -> Read:
    """The number, in which the names of functions are read as functions."""
    time = _name(of, "--of")
    asked = [_name(name, "--function") for given in functions for name in given.replace(",", " ").split()]
    if time.name in {name.name for name in asked}:
        raise MatcalcError("usage", f"{of} is no function of itself", hint="--function v --of t")
    outside = [_declaration(d) for d in var]
    kept = [text for text, d in zip(var, outside, strict=True) if d.name.name not in {name.name for name in asked}]
    program = _parsed(text, asked, time, outside)
    declared = {d.name.name: d for d in (*program.declarations, *outside)}
    own = [_as_function(name, declared.get(name.name), time) for name in asked]
    called = {name.name for name in asked}
    others = [d for d in program.declarations if d.name.name not in called]
    program = _with_rates(program, {d.name.name: d for d in own})
    program.declarations = (*others, *own)
    program, elaborated = read_program(program, kept, scalar=True)
    t = elaborated.variables.get(time.name) or symbol(time.name, SCALAR, "scalar", spelling=time.spelling)
    if not t.is_scalar:
        raise MatcalcError("shape", f"{of} is a number, and here it is declared otherwise", hint=f"{of}: scalar")
    if not elaborated.expression.is_scalar:
        body = program.body
        raise MatcalcError(
            "shape", "only a number can be integrated here, and this is none", [Label(body.start, body.end)],
            hint='norm(...)^2, for example, is one; --var "x: scalar" says that a name is a number',
        )  # fmt: skip
    return Read(program, elaborated, [elaborated.functions[name.name] for name in asked], t)


def _name(text: str, option: str) -> Name:
    spelled = text.strip()
    if not spelled.replace("_", "a").isalnum() or spelled[:1].isdigit() or canonical(spelled) in names():
        raise MatcalcError(
            "usage", f"{option} {text}: {text or 'nothing'} {NOT_A_NAME}", hint=f"for example {option} v"
        )
    return Name(canonical(spelled), spelled, 0, len(spelled))


def _declaration(text: str) -> Declaration:
    try:
        return parse_declaration(text.replace("\\", " "), names())
    except MatcalcError as error:
        error.source = str(text)
        raise


def _parsed(text: str, asked: Sequence[Name], time: Name, outside: Sequence[Declaration]) -> Program:
    """The syntax tree, the names that are asked for read as functions."""
    known = {name.name: (time.name,) for name in asked}
    if isinstance(text, Written):
        from matcalc_cli.notations import parse_foreign

        own = [d for d in outside if d.name.name not in known]
        return parse_foreign(text, text.notation, [*own, *[_as_function(name, None, time) for name in asked]])
    declared = [d.name.name for d in outside if d.name.name not in known]
    return parse(text, names(), declared, unspecified={**given(outside), **known})


def _as_function(name: Name, declaration: Declaration | None, time: Name) -> Declaration:
    """`v: vector(n)` as `v: vector(n) of t`; a number where nothing declares it."""
    if declaration is not None and declaration.of:
        return declaration
    kind, dims = (declaration.kind, declaration.dims) if declaration else ("scalar", ())
    if kind not in UNSTRUCTURED:
        raise MatcalcError(
            "unsupported", f"{name.spelling} is declared {kind}, and a function is scalar, vector(n) or matrix(m,n)",
            hint=f'--var "{name.spelling}: vector(n)"',
        )  # fmt: skip
    return Declaration(name, kind, dims, name.start, name.end, [Argument(time, "", ())])


def _with_rates(program: Program, functions: Mapping[str, Declaration]) -> Program:
    """The program with D(v) for v' and D2(v) for v'', where v is a number. Raises MatcalcError where ' may be either."""
    bindings = [Binding(b.name, _rates(b.value, program, functions)) for b in program.bindings]
    found = program.of(bindings, _rates(program.body, program, functions))
    found.declarations = program.declarations
    return found


def _rates(root: Tree, program: Program, functions: Mapping[str, Declaration]) -> Tree:
    made: dict[int, Tree] = {}
    for tree in children_first([root]):
        made[id(tree)] = _rate(tree, [made[id(child)] for child in tree.children], program, functions)
    return made[id(root)]


def _rate(tree: Tree, children: Sequence[Tree], program: Program, functions: Mapping[str, Declaration]) -> Tree:
    if isinstance(tree, Operation) and tree.operator == "transpose" and _is_prime(tree, program):
        (operand,) = children
        if isinstance(operand, UnspecifiedCall) and operand.stem in functions:
            at_a_place = program.text[operand.end - 1 : operand.end] == ")"
            return _differentiated(operand, tree, functions[operand.stem], at_a_place=at_a_place)
        _refuse_a_prime(tree, operand, functions)
    return with_children(tree, children) if tree.children else tree


def _is_prime(tree: Tree, program: Program) -> bool:
    """Whether a transpose is written as a ', which may mean a derivative."""
    return program.text[tree.end - 1 : tree.end] in ("'", "\u2032")


def _differentiated(call: UnspecifiedCall, tree: Tree, declaration: Declaration, *, at_a_place: bool) -> Tree:
    """v' as D(v), or as the transpose where v is a vector and v(0)' can be nothing else."""
    if declaration.kind != "scalar":
        if call.places or at_a_place:
            return Operation("transpose", (call,), tree.start, tree.end)
        v = call.stem
        raise MatcalcError(
            "syntax", f"{v}' may be the transpose of the {declaration.kind} {v} or its derivative",
            [Label(tree.start, tree.end)], hint=f"{v}.T is the transpose, D({v}) the derivative",
        )  # fmt: skip
    head = _Rate(call)
    return UnspecifiedCall(head.text, call.arguments, tree.start, tree.end, head=head)


class _Rate:
    """The head of D(v): the derivative of what a call calls."""

    gradient, primes = False, 0

    def __init__(self, call: UnspecifiedCall) -> None:
        self.stem, self.names = call.stem, call.names
        self.places = (call.places if isinstance(call.places, int) else len(call.places)) + 1
        self.text = f"D{self.places if self.places > 1 else ''}({call.stem})"


def _refuse_a_prime(tree: Operation, operand: Tree, functions: Mapping[str, Declaration]) -> None:
    """(v^2)' is no transpose to anybody."""
    calls = [t for t in children_first([operand]) if isinstance(t, UnspecifiedCall)]
    numbers = [c for c in calls if c.stem in functions and functions[c.stem].kind == "scalar"]
    names_beside = [t for t in children_first([operand]) if isinstance(t, Name)]
    if (
        numbers
        and len(numbers) == len(calls)
        and all(not n.name[:1].isascii() or n.name in _arguments(calls) for n in names_beside)
    ):
        raise MatcalcError(
            "syntax", "' is the derivative of a function by its name, and here it stands behind an expression",
            [Label(tree.start, tree.end)], hint=f"write the derivative out: 2*{numbers[0].stem}*{numbers[0].stem}'",
        )  # fmt: skip


def _arguments(calls: Sequence[UnspecifiedCall]) -> set[str]:
    return {a.name for call in calls for a in call.arguments if isinstance(a, Name)}


def order_of(node: Node, function: Unknown) -> int:
    """The order of the highest derivative of a function that an expression has; -1 where the function is not in it."""
    return max([len(f.taken) for n in calls_of(node, function) if isinstance(f := n.function, Unknown)], default=-1)


def calls_of(node: Node, function: Unknown) -> Iterator[Apply]:
    """Every place where an expression has a function of time or a derivative of it."""
    for n in postorder(node):
        if isinstance(n, Apply) and isinstance(n.function, Unknown) and n.function.stem == function.stem:
            yield n


def at_time(function: Unknown, time: Symbol, order: int = 0) -> Node:
    """v(t), or a derivative of it by t."""
    return apply(function.by(*(0,) * order), (time,))
