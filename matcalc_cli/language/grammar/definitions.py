"""Functions of a program, `f(x, A) = x'*A*x;`: read at its beginning, and put in where they are called."""

from __future__ import annotations

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language import limits
from matcalc_cli.language.grammar.cursor import Cursor
from matcalc_cli.language.grammar.derived import DerivedCall, Parameter, with_children, with_operands
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.grammar.ranges import binds
from matcalc_cli.language.mistakes import misnamed
from matcalc_cli.language.names import canonical
from matcalc_cli.language.source import shown
from matcalc_cli.language.tree import (
    Call,
    Definition,
    Expanded,
    Member,
    Name,
    Tree,
    UnspecifiedCall,
)
from matcalc_cli.walk import children_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from typing import NoReturn


class Called(int):
    """A place in a definition that knows for which call the definition is read there."""

    call: Tree


def begins(cursor: Cursor) -> int:
    """At which word `=` stands if a definition begins at the cursor, else 0."""
    words, index = cursor.tokens, cursor.index
    if words[index].kind != "name" or words[index + 1].kind != "(":
        return 0
    index += 2
    while words[index].kind == "name" and words[index + 1].kind == ",":
        index += 2
    index += words[index].kind == "name"
    return index + 1 if words[index].kind == ")" and words[index + 1].kind == "=" else 0


def read(cursor: Cursor, body: Callable[[], Tree], before: Mapping[str, Definition]) -> Definition:
    """The definition at the cursor, behind those `before` it; `body` reads an expression. Raises MatcalcError."""
    token = cursor.take()
    name = Name(canonical(token.text), token.text, token.start, token.end)
    misnamed.check_variable(name, cursor.functions)
    if name.name in before:
        raise misnamed.named_twice(name, before[name.name].name, "defined")
    equals = next(i for i in range(cursor.index, len(cursor.tokens)) if cursor.tokens[i].kind == "=")
    parameters = _parameters(cursor, cursor.tokens[cursor.index : equals])
    cursor.index = equals + 1
    cursor.unspecified.pop(name.name, None)  # what is declared outside gives way
    try:
        value = body()
    except misnamed.UnknownFunctionError as error:
        if canonical(error.name) == name.name:
            raise _recursion(name, error) from None
        raise
    end = cursor.take_if(";")
    if end is None:
        raise _alone(cursor, token, cursor.tokens[equals])
    return Definition(name, parameters, value, token.start, end.end)


def _parameters(cursor: Cursor, words: Sequence[Token]) -> list[Name]:
    found: dict[str, Name] = {}
    for word in words:
        if word.kind == "name":
            name = Name(canonical(word.text), word.text, word.start, word.end)
            misnamed.check_variable(name, cursor.functions)
            if name.name in found:
                raise misnamed.named_twice(name, found[name.name], "a parameter")
            found[name.name] = name
    return list(found.values())


def _recursion(name: Name, error: MatcalcError) -> MatcalcError:
    return MatcalcError(
        "unsupported", f"{name.spelling} is called in its own definition: recursion is not in the language",
        [*error.labels, Label(name.start, name.end)], hint="a definition is put in where it is called; write sums as sum(j, a, b, EXPR)",
    )  # fmt: skip


def _alone(cursor: Cursor, first: Token, equals: Token) -> MatcalcError:
    """`f(A) = A^3`, and nothing behind it."""
    if cursor.next.kind not in ("end", "where"):
        from matcalc_cli.language.mistakes import complaints

        return complaints.unexpected(cursor, None)
    left = shown(cursor.text[first.start : equals.end])
    hint = f"leave out {left}, or go on with ; and an expression that calls it"
    message = "a program is the expression alone, without a function's name"
    return MatcalcError("syntax", message, [Label(first.start, equals.end)], hint=hint)


class Expansion:
    """Puts definitions in; `calls` are the calls of a text, also those in the definitions that are put in."""

    def __init__(self, known: Mapping[str, Definition], functions: Mapping[str, Sequence[str]]) -> None:
        """`functions` have a definition or are declared, and grow with the text: without any there is nothing to put in."""
        self.definitions = dict(known)
        self._functions = functions
        self.own: dict[str, Definition] = {}  # without those of another program, which may be defined again
        self.calls: list[Expanded] = []
        self._by_value: dict[int, Expanded] = {}
        self._copied = 0
        self._parameters = 0

    def define(self, definition: Definition) -> None:
        """Define a function, which the program behind it may call."""
        self.definitions[definition.name.name] = self.own[definition.name.name] = definition

    def expanded(self, root: Tree) -> Tree:
        """The tree without calls of functions that are defined. Raises MatcalcError."""
        if not self._functions:
            return root
        done: dict[int, Tree] = {}
        for tree in children_first([root]):
            children = [done[id(child)] for child in tree.children]
            if isinstance(tree, UnspecifiedCall) and (tree.stem in self.definitions or not tree.stem):
                done[id(tree)] = self._put_in(tree, children)
            else:
                done[id(tree)] = with_children(tree, children)
        return done[id(root)]

    def _record(self, call: Expanded) -> None:
        self.calls.append(call)
        self._by_value[id(call.value)] = call

    def _put_in(self, call: UnspecifiedCall, given: Sequence[Tree]) -> Tree:
        """A call without its definition: the value, or a derivative with the value in it."""
        definition = self.definitions.get(call.stem) or _of_a_parameter(call, given[0])
        given = given if call.stem else definition.parameters
        _check_call(call, definition, len(given))
        places = taken(call)
        count = len(definition.parameters)
        arguments = list(given[:count])
        for place in places:
            arguments[place - 1] = self._parameter(definition.parameters[place - 1], given[place - 1])
        value = self._value(call, definition, arguments)
        if call.stem:
            self._record(Expanded(call.stem, arguments, value))
        names = {place: part.name for place in places if isinstance(part := arguments[place - 1], Parameter)}
        return DerivedCall(call, value, given, names, count) if places else value

    def _parameter(self, name: Name, argument: Tree) -> Parameter:
        self._parameters += 1
        return Parameter(f"{name.name}~{self._parameters}", argument)

    def _value(self, call: UnspecifiedCall, definition: Definition, arguments: Sequence[Tree]) -> Tree:
        """The value of a definition for the arguments of a call."""
        values = {p.name: argument for p, argument in zip(definition.parameters, arguments, strict=True)}
        start, end = Called(call.start), call.end
        start.call = call
        copied = self._copy(definition.value, values, call)
        if copied in arguments:
            return copied
        copied.start, copied.end = start, end
        return copied

    def _copy(self, root: Tree, values: Mapping[str, Tree], call: Tree) -> Tree:
        """The value of a definition for a call, at places that know it."""
        done: dict[int, Tree] = {}
        names: dict[str, str] = {}
        free = {name for value in values.values() for name in names_in(value)}
        for tree in children_first([root]):
            children = [done[id(child)] for child in tree.children]
            self._copied += 1
            if self._copied > limits.EXPANDED:
                _too_long(call)
            if isinstance(tree, Name) and tree.name in values and not isinstance(tree, Member):
                done[id(tree)] = values[tree.name]
                continue
            _check_capture(tree, free, values, call)
            copy = self._renamed(with_operands(tree, children), names)
            copy.start = Called(tree.start)
            copy.start.call = call
            done[id(tree)] = copy
            inner = self._by_value.get(id(tree))
            if inner is not None:
                self._record(Expanded(inner.name, [done.get(id(a), a) for a in inner.arguments], copy))
        return done[id(root)]

    def _renamed(self, tree: Tree, names: dict[str, str]) -> Tree:
        """A copy of a derivative has parameters of its own."""
        if isinstance(tree, Parameter):
            self._parameters += 1
            names[tree.name] = tree.name = f"{tree.name.partition('~')[0]}~{self._parameters}"
        elif isinstance(tree, DerivedCall):
            tree.names_of = {place: names.get(name, name) for place, name in tree.names_of.items()}
        return tree


def taken(call: UnspecifiedCall) -> tuple[int, ...]:
    """The arguments that a function is differentiated by in a call, from 1: of D2(f,1,2)(u, v) both, of f''(t) the only one twice."""
    if isinstance(call.places, int):
        return (1,) * (call.primes if call.function.endswith("'") else call.places + call.primes)
    return (1,) * call.primes + call.places


def as_typed(root: Tree) -> Tree:
    """A tree with derivatives of functions of the program as they are written, `grad(f)(u)` and `D(A*B)`."""
    done: dict[int, Tree] = {}
    for tree in children_first([root]):
        children = [done[id(child)] for child in tree.children]
        match tree:
            case Parameter():
                done[id(tree)] = children[0]
            case DerivedCall():
                done[id(tree)] = tree.written(children)
            case _:
                done[id(tree)] = with_children(tree, children)
    return done[id(root)]


def _of_a_parameter(call: UnspecifiedCall, value: Tree) -> Definition:
    """The definition of the function that D(A*B) differentiates, of the t of `A: matrix(n,n) of t`."""
    parameters = [Name(name, name, call.name_start, call.name_end) for name in call.names]
    return Definition(Name("", call.function, call.name_start, call.name_end), parameters, value, call.start, call.end)


def _check_call(call: UnspecifiedCall, definition: Definition, given: int) -> None:
    place = Label(call.name_start, call.name_end)
    wanted, places = len(definition.parameters), taken(call)
    if isinstance(call.places, int) and places and wanted > 1:
        hint = (
            f"say which: {call.function.rstrip(')')},1){shown('( … )')}" if call.stem else "matcalc diff EXPR --wrt t"
        )
        raise MatcalcError("name", f"{definition.head} has {wanted} arguments", [place], hint=hint)
    if max(places, default=0) > wanted or len(places) > limits.DERIVATIVES:
        raise MatcalcError("name", f"{definition.head} has {wanted} argument{'s' * (wanted != 1)}", [place])
    if not wanted <= given <= wanted + len(places):
        message = f"{definition.head} takes {wanted} argument{'s' * (wanted != 1)}, and here {'is' if given == 1 else 'are'} {given}"
        raise MatcalcError("name", message, [Label(call.start, call.end), Label(definition.start, definition.end)])
    if call.dotted:
        hint = f"write {call.stem}( … )"
        raise MatcalcError("unsupported", f"{definition.head} is not applied entry by entry", [place], hint=hint)


def _check_capture(tree: Tree, free: Collection[str], values: Mapping[str, Tree], call: Tree) -> None:
    """The index of a sum in a definition is no name that an argument brings along, and no parameter has members."""
    index = tree.children[0] if isinstance(tree, Call) and binds(tree) else None
    if not isinstance(index, Name):
        return
    if index.name in free or index.name in values:
        message = f"{index.spelling} is an index here and stands in an argument"
        place = [Label(index.start, index.end), Label(call.start, call.end)]
        raise MatcalcError("name", message, place, hint="call the index otherwise")
    names = names_in(tree)
    for stem in [stem for stem in values if f"{stem}_{index.name}" in names]:
        place = [Label(tree.start, tree.end), Label(call.start, call.end)]
        message = f"{stem} is a parameter, and none has members"
        raise MatcalcError("unsupported", message, place, hint=f"write {stem}[{index.name}]")


def _too_long(call: Tree) -> NoReturn:
    message = f"the definitions put in are longer than {limits.EXPANDED:,} numbers, names and operations"
    raise MatcalcError("limit", message, [Label(call.start, call.end)], hint="call fewer functions within one another")


def names_in(tree: Tree) -> set[str]:
    """Every name in a tree."""
    return {part.name for part in children_first([tree]) if isinstance(part, Name)}


def with_calls(error: MatcalcError) -> None:
    """Add to an error about a definition for which call it is read."""
    calls = {id(label.start.call): label.start.call for label in error.labels if isinstance(label.start, Called)}
    places = {(label.start, label.end) for label in error.labels}
    new = [Label(int(call.start), call.end) for call in calls.values() if (call.start, call.end) not in places]
    error.labels = (*error.labels, *new)
