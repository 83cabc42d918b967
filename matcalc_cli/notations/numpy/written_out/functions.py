"""Functions that a Python program defines and calls, put in the place of their calls: def softmax(a): ... return e / e.sum()."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise

from matcalc_cli.language import limits
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.brackets import closing_of, opening_in, separators
from matcalc_cli.notations.numpy.tables import free
from matcalc_cli.notations.numpy.vocabulary import VOCABULARY, used
from matcalc_cli.notations.numpy.written_out.entropies import is_matrix
from matcalc_cli.notations.reassigned import augmented, bare, statements
from matcalc_cli.notations.statements import ended
from matcalc_cli.notations.words import Words, bracketed, call, is_named, said
from matcalc_cli.notations.writer import refused

Reading = Callable[[str, Collection[str]], list[Token]]
"""The words of a text and their end, told which names are functions."""
DEFINITION = re.compile(
    r"(?m)^(?P<indent>[ \t]*)def[ \t]+(?P<name>[^\W\d]\w*)[ \t]*\((?P<parameters>[^()]*)\)[ \t]*(?:->(?P<returns>[^:\n]*))?:"
    r"(?P<body>[^\n]*(?:\n(?:(?P=indent)[ \t]+[^\n]*|[ \t]*$))*)"
)
PARAMETER = re.compile(r"\s*([^\W\d]\w*)\s*(?::[^,=]*)?(?:=\s*([^,]+?)\s*)?(?:,|\Z)")
ANNOTATED = re.compile(r"([^\W\d]\w*)\s*:\s*([^,=]+)")
REDUCTION = "reduction"
"""The argument of a loss that says what is done with those of the entries."""
RETURN = re.compile(r"(?m)^[ \t]*return\b")
UNSAID = re.compile(
    r"(?m)^[ \t]*(?:(?:import|from|assert)[ \t]+\w[^\n]*|pass|print[ \t]*\([^\n]*\)|(\"\"\"|''')[\s\S]*?\1)[ \t]*$"
)
"""Lines that say nothing about a value: what is imported, and descriptions."""
COMMENT = re.compile(r"#[^\n]*")
LAST_COMMA = re.compile(r",(?=\s*[)\]])")


class Defined:
    """A function: its parameters, what each is where a call does not say, and the words of its value.

    `said` has what the table says of parameters, a vector or a number; a function that is `reduced` is one of entries, of
    which the mean is taken, or the sum.
    """

    __slots__ = ("defaults", "parameters", "reduced", "said", "value")

    def __init__(self, parameters: Sequence[str], defaults: Mapping[str, Words], value: Words) -> None:
        self.parameters = parameters
        self.defaults = defaults
        self.value = value
        self.said: Mapping[str, str] = {}
        self.reduced = False


def blank(text: str, start: int, stop: int) -> str:
    """The text with blanks from one place to another, whose lines stay."""
    return text[:start] + re.sub(r"[^\n]", " ", text[start:stop]) + text[stop:]


def alone(text: str, start: int, stop: int) -> str:
    """The text with blanks everywhere else."""
    return blank(blank(text, 0, start), stop, len(text))


def without_unsaid(text: str) -> str:
    """The text without imports, descriptions, comments and the commas that black puts behind the last of several."""
    for pattern in (UNSAID, COMMENT):
        text = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for comma in LAST_COMMA.finditer(text):
        opened = opening_in(text, comma.start())
        if re.match(r"\w\(|.?\[", text[max(0, opened - 1) : opened + 1]):  # (3,) is a tuple
            text = blank(text, *comma.span())
    return text


def with_functions(text: str, read: Reading, functions: Collection[str]) -> tuple[str, Reading]:
    """The text without the functions that it calls, and a reader that puts their values in the place of the calls."""
    found = [d for d in DEFINITION.finditer(text) if re.search(rf"(?<![\w.]){d['name']}[ \t]*\(", text[d.end() :])]
    known: dict[str, Defined] = {}
    needed = used(text)

    def inlined(part: str, names: Collection[str]) -> list[Token]:
        return expanded(read(part, {*names, *known}), known)

    for name in needed:
        known[name] = of_library(name, inlined)
    for definition in found:
        known[definition["name"]] = defined(text, definition, inlined, functions)
        text = blank(text, *definition.span())
    return text, inlined


def defined(text: str, definition: re.Match[str], read: Reading, functions: Collection[str]) -> Defined:
    """A function, the parts that it names put in the places of their names."""
    first = definition.start("parameters")
    found = list(PARAMETER.finditer(definition["parameters"]))
    defaults = {p[1]: read(alone(text, first + p.start(2), first + p.end(2)), functions)[:-1] for p in found if p[2]}
    body = RETURN.sub(lambda word: " " * len(word[0]), alone(text, *definition.span("body")))
    value = in_place(ended(body, read(body, functions)[:-1]))
    if not value:
        raise refused("syntax", f"{definition['name']} returns nothing", *definition.span("name"))
    return Defined([p[1] for p in found], defaults, value)


def of_library(name: str, read: Reading) -> Defined:
    """A function of the table."""
    source = VOCABULARY[name]
    definition = DEFINITION.match(source)
    assert definition is not None
    found = defined(source, definition, read, ())
    found.said = {p[1]: p[2].strip() for p in ANNOTATED.finditer(definition["parameters"])}
    found.reduced = "reduced" in (definition["returns"] or "")
    return found


def in_place(words: Words) -> Words:
    """The last statement, with the values of the names before it."""
    parts: dict[str, Words] = {}
    for statement in map(augmented, map(bare, statements(words))):
        if len(statement) > 2 and statement[1].kind == "=":
            parts[statement[0].text] = replaced(statement[2:], parts)
        else:
            return replaced(statement, parts)
    return []


def replaced(words: Words, parts: Mapping[str, Words]) -> Words:
    """The words with those of parts in the place of their names. Raises MatcalcError (limit)."""
    found = [w for word in words for w in (bracketed(parts[word.text]) if is_name(word, parts) else [word])]
    if len(found) > limits.EXPANDED:
        message = f"the functions put in are longer than {limits.EXPANDED:,} words"
        hint = "a part that the program itself names, outside of its functions, is not put in where it is used"
        raise refused("limit", message, words[0].start, words[-1].end, hint)
    return found


def is_name(word: Token, names: Collection[str]) -> bool:
    """Whether a word is one of the names."""
    return word.kind == "name" and word.text in names


def expanded(words: Sequence[Token], known: Mapping[str, Defined]) -> list[Token]:
    """The words with the values of functions in the place of their calls, inner ones first."""
    found = list(words)
    for index in range(len(found) - 2, -1, -1):
        if is_name(found[index], known) and found[index + 1].kind == "(":
            stop = closing_of(found, index + 1)
            commas = [index + 1, *separators(found, index + 1), stop]
            arguments = [found[low + 1 : high] for low, high in pairwise(commas)]
            name, end = found[index], found[stop].end
            found[index : stop + 1] = value(name, known[name.text], [a for a in arguments if a], end)
    return found


def value(name: Token, function: Defined, arguments: Sequence[Words], end: int) -> Words:
    """The value of a call that ends at a place: its arguments where they are, all else where the name is."""
    reduction = next((a for a in arguments if function.reduced and is_named(a) and a[0].text == REDUCTION), [])
    arguments = [a for a in arguments if a is not reduction]
    plain = [a for a in arguments if not is_named(a)]
    given = {**function.defaults, **dict(zip(function.parameters, plain, strict=False))}
    given |= {a[0].text: a[2:] for a in arguments if is_named(a)}
    if len(plain) > len(function.parameters) or {*given} != {*function.parameters}:
        raise refused("usage", f"{name.text} has the arguments {', '.join(function.parameters)}", name.start, name.end)
    check(name, function, given)
    there = [Token(w.kind, w.text, name.start, name.end, w.tight) for w in function.value]
    opens, closes = Token("(", "(", name.start, name.start, False), Token(")", ")", end, end, True)
    found = [opens, *replaced(there, {free(parameter): words for parameter, words in given.items()}), closes]
    return reduced(name, found, reduction[2:]) if function.reduced else found


def check(name: Token, function: Defined, given: Mapping[str, Words]) -> None:
    """Refuse arguments that the table does not have: a matrix for a vector, another order of a norm."""
    for parameter, kind in function.said.items():
        words = given[parameter]
        fits = not is_matrix(words) if kind == "vector" else said(words).removesuffix(".0") == kind
        if not fits:
            wanted = "of a vector" if kind == "vector" else f"with {parameter}={kind}"
            raise refused("unsupported", f"{name.text} is read {wanted} only", words[0].start, words[-1].end)


def reduced(name: Token, found: Words, asked: Words) -> Words:
    """The mean of the entries, their sum, or all of them."""
    how = said(asked) or "mean"
    if not re.fullmatch("mean|sum|none", how):
        raise refused(
            "unsupported", "this reduction is not read", asked[0].start, asked[-1].end, "'mean', 'sum', 'none'"
        )
    return found if how == "none" else call(how, name, [found])
