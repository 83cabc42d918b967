"""Single answers: the lines of `grad`, `jacobian` and their like, in the language, in Unicode, in LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter

from matcalc_cli.answers.readings import PRINTED_BY
from matcalc_cli.answers.typed import Typed
from matcalc_cli.expr.node import Symbol, symbol
from matcalc_cli.expr.shapes.spans import loosened
from matcalc_cli.language.names import canonical
from matcalc_cli.language.tree import Call
from matcalc_cli.later import Later
from matcalc_cli.render.formats.markup import BREAK, Piece
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.layout import clamped, wrapped
from matcalc_cli.render.reports.names import differentials, function_letter, spelled, taken_names
from matcalc_cli.render.writing.express import express
from matcalc_cli.render.writing.scope import full_clause, is_evident, where_clause
from matcalc_cli.render.writing.sharing import given, of_answer, shared, with_functions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer, InWords
    from matcalc_cli.expr.node import Node
    from matcalc_cli.language.tree import Tree
    from matcalc_cli.render.documents import latex_lines as tex_lines
    from matcalc_cli.render.formats import latex as tex
    from matcalc_cli.render.formats import latex_names as tex_names
    from matcalc_cli.render.writing.letters import Letters
else:
    tex_names = Later("matcalc_cli.render.formats.latex_names")
    tex = Later("matcalc_cli.render.formats.latex")
    tex_lines = Later("matcalc_cli.render.documents.latex_lines")


Entry = tuple["Symbol | None", "Node"]
"""The variable of an answer (None for an answer about all of them) and the answer."""

ReadsBack = Callable[[str, "Node"], bool]
"""Whether a program is read as a node; rendering knows no parser, so whoever calls it tells."""

_OF_ALL: dict[str, Callable[[object], Node]] = {
    "differential": attrgetter("total"),
    "step": attrgetter("total"),
    "simplify": attrgetter("expression"),
}

_MARKS = {"latex": "%", "typst": "//"}
"""The beginning of a comment."""


def entries(answer: Answer, command: str) -> list[Entry]:
    """The answers that the command prints: one entry, or one for each variable."""
    if answer.others:
        return [(_moved(found), _OF_ALL[command](found)) for found in (answer, *answer.others)]
    if command in _OF_ALL:
        return [(None, _OF_ALL[command](answer))]
    reading = PRINTED_BY[command].name if command in PRINTED_BY else command
    found: list[Entry] = [(derivative.variable, getattr(derivative, reading)) for derivative in answer.derivatives]
    return found + (_mixed(answer) if command == "hessian" else [])


def _moved(answer: Answer) -> Symbol:
    """The symbol of an answer about one of several unknowns: dq, or d2q."""
    x = answer.expression
    assert isinstance(x, Symbol)
    order = str(answer.variant.order) if answer.variant is not None and answer.variant.order > 1 else ""
    return symbol(f"d{order}{x.name}", x.shape, x.kind, spelling=f"d{order}{x.spelling}", differential_of=x.name)


def _mixed(answer: Answer) -> list[Entry]:
    """The mixed Hessians, under a name made of both variables."""
    return [(symbol(f"{x.spelling}, {y.spelling}", (1, 1), "scalar"), node) for x, y, node in answer.mixed]


def single(answer: Answer, command: str, form: str = "plain", reads_back: ReadsBack | None = None) -> list[str]:
    """The lines of a command's answer in `plain`, `latex` or `typst`, without line ends.

    In `plain` each is a program that reads back to the answer, `2*S*x where S: symmetric(n)`. Several end in a
    comment, `# wrt S`, and in LaTeX are equations. Commands: differential, grad, jacobian, hessian, vjp, simplify. For `reads_back` see
    `program_text`.
    """
    order = r"{0} \quad \text{{({2})}}" if form == "latex" else "{0}  {1} {2}"
    return [
        order.format(line, _MARKS.get(form, "#"), comment) if comment else line
        for line in _lines(answer, command, form, reads_back)
        for comment in _order(answer, command) or [""]
    ]


def _lines(answer: Answer, command: str, form: str, reads_back: ReadsBack | None) -> list[str]:
    known = differentials(answer)
    found = entries(answer, command)
    if form == "typst":
        from matcalc_cli.render.formats.typst import typst

        return [
            _commented(
                f"$ {typst(of_answer(node, answer), known)} $",
                variable,
                found,
                "//",
            )
            for variable, node in found
        ]
    if form == "latex":
        return [
            tex_lines.equation(
                _left(command, variable, found, answer), tex.latex(of_answer(node, answer), known), tex_lines.COLUMN
            )
            for variable, node in found
        ]
    return [
        _commented(
            program_text(
                node,
                reads_back,
                expand=answer.expand,
                letters=answer.letters,
                kept=answer.kept,
                words=answer.words,
            ),
            variable,
            found,
            "#",
        )
        for variable, node in found
    ]


def single_pieces(answer: Answer, command: str, unicode: bool = True, width: int | None = None) -> list[Piece]:
    """A command's answer as markup, every line ended by a break, wrapped at operators if a width is given."""
    width = None if width is None else clamped(width)
    found = entries(answer, command)
    pieces: list[Piece] = []
    for variable, node in found:
        line = pretty(of_answer(node, answer), unicode, differentials(answer))
        if variable is not None and len(found) > 1:
            line.append(("note", f"  # {_said(variable, unicode=unicode)}"))
        line += [("note", f"  # {comment}") for comment in _order(answer, command)]
        pieces += [*wrapped(line, width, 2), BREAK]
    return pieces


def program_text(
    node: Node, reads_back: ReadsBack | None = None, *, expand: bool = False, letters: Letters | None = None,
    kept: Sequence[tuple[Tree, Tree]] = (), words: Callable[[Node], InWords] | None = None,
) -> str:  # fmt: skip
    """The node as a program: its plain text and the declarations it needs.

    `reads_back(text, node)` says whether the text is read as the node; where it is not, because shapes such as
    that of A in `kron(x', I(p*q))*vec(A)` cannot be inferred, every name is declared. `letters` are those of the indices of
    members by their families, `kept` functions that stand in front and are not declared, `words` what says a node in
    terms of the parts that the user named.
    """
    said = words(node) if words and not expand else None
    letters = letters.with_mirrors() if isinstance(letters, Typed) else letters
    body = express(loosened(said.node if said else node), letters=letters)
    text = plain(given(said.definitions if said else (), with_functions(body if expand else shared(body), kept)))
    tree = body
    if said:
        node = said.spelled_out
        tree = express(loosened(node), letters=letters)
    node = loosened(node)
    stems = {canonical(head.function) for head, _ in kept if isinstance(head, Call)}
    clause = where_clause(node, tree, stems)
    if kept:
        return text + (clause if is_evident(node, stems) else full_clause(node, tree, stems))
    if reads_back is None or (not clause and is_evident(node)) or reads_back(text + clause, node):
        return text + clause
    return text + full_clause(node, tree)


def _order(answer: Answer, command: str) -> list[str]:
    """The order in which vec stacks, where it is not the usual one."""
    return ["vec stacks rows"] * (answer.vec == "rows" and command in PRINTED_BY and PRINTED_BY[command].vectorized)


def _left(command: str, variable: Symbol | None, found: Sequence[Entry], answer: Answer) -> str:
    """The left side of one of several equations in LaTeX."""
    if variable is None or len(found) == 1:
        return ""
    if variable.differential_of is not None:
        order = f"^{answer.variant.order}" if answer.variant is not None and answer.variant.order > 1 else ""
        return rf"\mathrm{{d}}{order} {tex_names.latex_name(canonical(variable.differential_of))} = "
    names = ",".join(tex_names.latex_name(canonical(name)) for name in variable.name.split(", "))
    symbol = PRINTED_BY[command].symbol if command in PRINTED_BY else "J"
    letter = function_letter(taken_names(answer))
    left = rf"\nabla_{{{names}}} {letter}" if symbol == "∇" else f"{symbol}_{{{names}}}"
    return left + ("^{*}[Y]" if command == "vjp" else "") + " = "  # a comment would hide what stands behind it, `$…$`


def _commented(text: str, variable: Symbol | None, found: Sequence[Entry], mark: str) -> str:
    return f"{text}  {mark} {_said(variable)}" if variable is not None and len(found) > 1 else text


def _said(variable: Symbol, *, unicode: bool = False) -> str:
    """The words by which an answer is told from those about other variables: `wrt X`, or `dX`."""
    name = spelled(variable, unicode=unicode)
    return name if variable.differential_of is not None else f"wrt {name}"
