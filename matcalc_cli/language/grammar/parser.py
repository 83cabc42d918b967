"""The parser: text to syntax tree.

    program     = { NAME [ "(" NAME { "," NAME } ")" ] "=" expression ";" } expression [ "where" declaration { "," declaration } ]
    declaration = NAME ":" KIND [ "(" dim { "," dim } ")" ]            dim = NAME | INTEGER
    expression  = operands and the operators of `notation.OPERATORS`, by precedence (`expression.py`)
    operand     = NUMBER | NAME | "I" | "pi" | "(" expression ")" | "||" expression "||"
                | FUNCTION [ "." ] "(" [ expression { "," expression } ] ")"
    postfix     = "'" | ".T" | "^T" | "^-T" | "^(T)" | "^(-T)" | superscripts such as ² ⁻¹ ᵀ ⁻ᵀ

Two operands side by side are a product. Blanks, line breaks and comments (`#` to the end of the line) stand
anywhere between words. Nothing here recurses and everything takes linear time, so depth and length are
bounded by `limits` alone.
"""

from __future__ import annotations

from matcalc_cli.language.grammar import definitions
from matcalc_cli.language.grammar.cursor import Cursor
from matcalc_cli.language.grammar.definitions import Expansion
from matcalc_cli.language.grammar.expression import ExpressionReader
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.grammar.ranges import ITERATE
from matcalc_cli.language.grammar.unspecified import declared as declared_functions
from matcalc_cli.language.mistakes import misnamed
from matcalc_cli.language.mistakes.glued import glued_products
from matcalc_cli.language.names import canonical
from matcalc_cli.language.tree import Binding, Declaration, Definition, Name, Program, Tree
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from matcalc_cli.language.grammar import declarations as reading
    from matcalc_cli.language.mistakes import complaints
else:
    reading = Later("matcalc_cli.language.grammar.declarations")
    complaints = Later("matcalc_cli.language.mistakes.complaints")


def parse(
    text: str,
    functions: Collection[str],
    declared: Collection[str] = (),
    words: Sequence[Token] | None = None,
    *,
    juxtaposes: bool = True,
    blanks_separate: bool = True,
    unspecified: Mapping[str, Sequence[str]] | None = None,
    known_definitions: Mapping[str, Definition] | None = None,
) -> Program:
    """The syntax tree of a program.

    `functions` has the names and aliases of all functions (a mapping to the main names makes better hints);
    `declared` the names that are declared outside the text. `words` are given where the text is in a notation of its
    own (see `notations`), with their places in it; `juxtaposes` says whether operands side by side are a product in it,
    and a name of two letters may have been meant as one; `unspecified` are functions without a formula that are declared
    outside the text, with the names of their arguments; `blanks_separate` says whether a blank ends an element of a
    matrix, and `known_definitions` are functions of another program. Raises MatcalcError for all that cannot be read.
    """
    cursor = Cursor(text, functions, words)
    cursor.unspecified = {**(unspecified or {}), **declared_functions(cursor.tokens)}
    cursor.blanks_separate = blanks_separate
    _unpack(cursor)
    if _begins_as_none(cursor):
        complaints.check_beginning(cursor)
    reader = ExpressionReader(cursor)
    bindings, expansion = _read_bindings(cursor, reader, known_definitions or {})
    body = expansion.expanded(reader.read())
    declarations = reading.read_declarations(cursor) if cursor.next.kind == "where" else []
    if cursor.next.kind != "end":
        raise complaints.text_behind(cursor)
    if ITERATE in [token.text for token in cursor.tokens]:
        from matcalc_cli.language.grammar.iteration import unrolled

        bindings, body = unrolled(bindings, body, {*declared, *(d.name.name for d in declarations)})
    names = [part.name for part in bindings] + [declaration.name for declaration in declarations]
    _check_declared(bindings, declarations, expansion)
    known = {name.name for name in names}.union(declared)
    reader.uses.check(known)
    program = Program(text, bindings, body, declarations)
    program.definitions, program.calls = expansion.definitions, expansion.calls
    program.notes += [*reader.notes, *(glued_products(reader.uses, known) if juxtaposes else ())]
    return program


def _unpack(cursor: Cursor) -> None:
    """Several names for the factors of a matrix, `(Q, R) = qr(A);`, become parts of their own."""
    if any(w.kind == "=" and i > 1 and cursor.tokens[i - 2].kind != ";" for i, w in enumerate(cursor.tokens)):
        from matcalc_cli.language.grammar.unpacking import unpacked

        cursor.tokens = unpacked(cursor.tokens, getattr(cursor.functions, "factors", {}))


def parse_declaration(text: str, functions: Collection[str]) -> Declaration:
    """The declaration of one name, `A:matrix(m,n)`, as `--var` takes it."""
    cursor = Cursor(text, functions)
    declaration = reading.read_declaration(cursor)
    if cursor.next.kind != "end":
        raise complaints.behind_declaration(cursor.next)
    return declaration


def _begins_as_none(cursor: Cursor) -> bool:
    """Whether a text has no expression, or begins as `f(A) = A^3` does."""
    first = cursor.next
    if first.kind != "name":
        return first.kind in ("end", ";", "where")
    return cursor.tokens[1].kind == "(" and canonical(first.text) not in cursor.functions


def _read_bindings(
    cursor: Cursor, reader: ExpressionReader, known: Mapping[str, Definition]
) -> tuple[list[Binding], Expansion]:
    """The parts `NAME = expression;` at the beginning, each named once and before its first use, and the functions."""
    bindings: dict[str, Binding] = {}
    cursor.unspecified.update(dict.fromkeys(known, ()))
    expansion = Expansion(known, cursor.unspecified)
    while cursor.next.kind == "name":
        if definitions.begins(cursor):
            _define(cursor, reader, expansion)
            continue
        if cursor.tokens[cursor.index + 1].kind != "=":
            break
        token = cursor.take()
        cursor.take()
        name = Name(canonical(token.text), token.text, token.start, token.end)
        misnamed.check_variable(name, cursor.functions)
        if name.name in bindings:
            raise misnamed.named_twice(name, bindings[name.name].name, "bound")
        before = name.name in reader.uses.first
        value = reader.read()
        if not cursor.take_if(";"):
            raise complaints.unfinished_binding(cursor, name, value)
        if name.name in reader.uses.first and (before or not _is_iterated(value, name)):
            raise misnamed.used_before(name, reader.uses.first[name.name])
        bindings[name.name] = Binding(name, expansion.expanded(value))
        if name.name in expansion.definitions:
            raise misnamed.named_twice(name, expansion.definitions[name.name].name, "defined")
        cursor.unspecified.pop(name.name, None)  # a function that is declared outside gives way
    return list(bindings.values()), expansion


def _is_iterated(value: Tree, name: Name) -> bool:
    """Whether a part stands in its own value as what moves: x = iterate(f(x), x, x0, 3)."""
    from matcalc_cli.language.grammar.iteration import is_bound_in

    return is_bound_in(value, name.name)


def _define(cursor: Cursor, reader: ExpressionReader, expansion: Expansion) -> None:
    """A function `f(x) = expression;`, whose parameters are names of its own."""
    inner = ExpressionReader(cursor)
    found = definitions.read(cursor, inner.read, expansion.own)
    parameters = {name.name for name in found.parameters}
    for name in inner.uses.first.values():
        if name.name not in parameters:
            reader.uses.add(name, None)
    reader.notes += inner.notes
    found.value = expansion.expanded(found.value)
    expansion.define(found)
    cursor.unspecified[found.name.name] = ()


def _check_declared(bindings: list[Binding], declarations: list[Declaration], expansion: Expansion) -> None:
    """No name is declared twice, and a named part has the kind of its value."""
    known = {name: (found.name, "defined") for name, found in expansion.definitions.items()}
    known |= {binding.name.name: (binding.name, "bound") for binding in bindings}
    for declaration in declarations:
        name = declaration.name
        if name.name in known:
            raise misnamed.named_twice(name, *known[name.name])
        known[name.name] = (name, "declared")
