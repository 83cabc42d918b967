"""Wrong code: the functions of a module with one thing in them changed, for rules that are no text in a record."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from copy import deepcopy
from types import FunctionType, ModuleType
from typing import NamedTuple

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip
TURNED = "transpose"
"""The function that a call of is left out."""
SYMMETRIC = {"add", "zip", "isinstance", "postorder"}
"""Functions whose arguments are not exchanged, which has no effect, or is an error of types."""


class WrongCode(NamedTuple):
    """A module with one thing wrong: the line, what was done, and what puts it there."""

    line: int
    what: str
    apply: Callable[[], None]


def wrong_modules(module: ModuleType) -> Iterator[WrongCode]:
    """A module with one thing wrong in one of its functions, each way."""
    tree = ast.parse(inspect.getsource(module))
    nodes = [n for f in tree.body if isinstance(f, ast.FunctionDef) for n in ast.walk(f)]
    documentation = {id(f.body[0]) for f in tree.body if isinstance(f, ast.FunctionDef)}
    for node in nodes:
        if id(node) in documentation:
            continue
        for what, change in _changes(node):
            yield WrongCode(getattr(node, "lineno", 0), what, _applied(module, tree, node, change))


def _applied(
    module: ModuleType, tree: ast.Module, node: ast.AST, change: Callable[[ast.AST], None]
) -> Callable[[], None]:
    def apply() -> None:
        before = deepcopy(vars(node))
        change(node)
        compiled = compile(ast.fix_missing_locations(tree), str(module.__file__), "exec")
        vars(node).clear()
        vars(node).update(before)
        codes = {c.co_name: c for c in compiled.co_consts if inspect.iscode(c)}
        for name, function in vars(module).items():
            if isinstance(function, FunctionType) and function.__module__ == module.__name__ and name in codes:
                function.__code__ = codes[name]

    return apply


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARED:
            yield (
                f"{type(op).__name__} to {COMPARED[type(op)].__name__}",
                lambda n: n.ops.__setitem__(0, COMPARED[type(op)]()),
            )
        case ast.BinOp(op=ast.Add() | ast.Sub() as op):
            other = ast.Sub if isinstance(op, ast.Add) else ast.Add
            yield f"{type(op).__name__} to {other.__name__}", lambda n: setattr(n, "op", other())
        case ast.BoolOp(op=op):
            other_op = ast.Or if isinstance(op, ast.And) else ast.And
            yield f"{type(op).__name__} to {other_op.__name__}", lambda n: setattr(n, "op", other_op())
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            yield f"{value} to {value + 1}", lambda n: setattr(n, "value", value + 1)
        case ast.IfExp(body=body, orelse=orelse):
            yield "branches exchanged", lambda n: vars(n).update(body=orelse, orelse=body)
        case ast.If(test=test) if not isinstance(test, (ast.Compare, ast.BoolOp)):
            yield "condition denied", lambda n: setattr(n, "test", ast.UnaryOp(ast.Not(), test))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "not left out", lambda n: setattr(n, "operand", ast.UnaryOp(ast.Not(), operand))
        case ast.Call(func=ast.Name(id=name), args=args):
            yield from _of_a_call(name, args)


def _of_a_call(name: str, args: list[ast.expr]) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    """An argument exchanged with the next, and a transpose left out: `transpose(x)` becomes `x` transposed twice."""
    if name == TURNED:
        (inner,) = args
        call = ast.Call(ast.Name(TURNED, ast.Load()), [inner], [])
        yield "transpose left out", lambda n: setattr(n, "args", [call])
    elif len(args) in (2, 3) and name not in SYMMETRIC and not _is_number(args[0]):
        yield f"arguments of {name} exchanged", lambda n: setattr(n, "args", [args[1], args[0], *args[2:]])


def _is_number(node: ast.expr) -> bool:
    """Whether a factor is a number, which commutes."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "number"
