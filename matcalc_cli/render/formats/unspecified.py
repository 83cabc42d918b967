"""Functions without a formula and their derivatives in every notation: ∇f, D²f, g′, Ȧ, and how they are declared."""

from __future__ import annotations

from matcalc_cli.expr.function import UNSPECIFIED
from matcalc_cli.expr.node import Apply, postorder
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.language.names import with_letters
from matcalc_cli.language.tree import Name
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.expr import unspecified_forms
    from matcalc_cli.expr.node import Node
    from matcalc_cli.language.tree import UnspecifiedCall
    from matcalc_cli.render.formats import scripts
else:
    scripts = Later("matcalc_cli.render.formats.scripts")
    unspecified_forms = Later("matcalc_cli.expr.unspecified_forms")


_HEAD = r"(grad|D)(\d?)\((\w+)('*)((?:,\d)*)\)"
_PRIMED = r"(\w+?)('*)"
_DOTS = {1: "\u0307", 2: "\u0308"}
"""Combining dots, for derivatives by time and its like."""


class Parts:
    """The parts of a written name: `grad`, `D` or nothing, the function, how often and by which arguments."""

    __slots__ = ("head", "order", "places", "primes", "stem")

    def __init__(self, name: str) -> None:
        import re

        found = re.fullmatch(_HEAD, name)
        self.primes = 0
        self.head, self.order, self.stem, self.places = "", 0, name, ""
        if found:
            self.head, order, self.stem, primes, places = found.groups()
            self.order, self.places, self.primes = int(order or 1), places.lstrip(","), len(primes)
        elif primed := re.fullmatch(_PRIMED, name):
            self.stem, self.primes = primed[1], len(primed[2])


class Undotted(Name):
    """A derivative without its arguments, by one that is no number: dots are for time and its like."""

    __slots__ = ()


def is_written(name: str) -> bool:
    """Whether a name is that of a derivative of a function without a formula."""
    return name.endswith(("'", ")"))


def unicode_name(name: str) -> str:
    """∇f, ∇₂f, DF, D²f, g′, φ."""
    parts = Parts(name)
    stem = with_letters(parts.stem)
    if not parts.head:
        return stem + "′" * parts.primes
    index = scripts.lowered(parts.places.replace(",", "")) or "" if parts.places else ""
    power = scripts.raised(str(parts.order)) if parts.order > 1 else ""
    space = " " if len(stem) > 1 else ""
    return f"{'∇' if parts.head == 'grad' else 'D'}{power}{index}{space}{stem}{'′' * parts.primes}"


def latex_name(name: str) -> str:
    r"""\nabla f, \nabla_2 f, \mathrm{D} F, \mathrm{D}^2 f, g', \phi."""
    import re

    from matcalc_cli.render.formats.latex_names import latex_name as letters

    parts = Parts(name)
    stem = re.sub(r"\{(\d)\}", r"\1", letters(parts.stem))  # in a template {1} is an argument
    stem += "'" * parts.primes
    if not parts.head:
        return stem
    index = f"_{_braced(parts.places)}" if parts.places else ""
    power = f"^{parts.order}" if parts.order > 1 else ""
    return rf"{chr(92)}nabla{index} {stem}" if parts.head == "grad" else rf"\mathrm{{D}}{power}{index} {stem}"


def _braced(places: str) -> str:
    """An index of one digit goes without braces, which stand around the number of an argument in a template."""
    return places if len(places) == 1 else f"{{{places}}}"


def typst_name(name: str, stem: str) -> str:
    """nabla f, D^(2) f, g'; `stem` is the function's name in Typst."""
    parts = Parts(name)
    stem += "'" * parts.primes
    if not parts.head:
        return stem
    index = f"_({parts.places})" if parts.places else ""
    power = f"^({parts.order})" if parts.order > 1 else ""
    return f"nabla{index} {stem}" if parts.head == "grad" else f"upright(D){power}{index} {stem}"


def mathml_name(name: str, stem: str) -> str:
    """The marks of a function without a formula in MathML; `stem` is the element of the function's name."""
    parts = Parts(name)
    stem = f"<msup>{stem}<mo>{'′' * parts.primes}</mo></msup>" if parts.primes else stem
    if not parts.head:
        return stem
    sign = "<mo>∇</mo>" if parts.head == "grad" else '<mi mathvariant="normal">D</mi>'
    marks = [f"<mn>{parts.places}</mn>" if parts.places else "", f"<mn>{parts.order}</mn>" if parts.order > 1 else ""]
    wrapped = f"<msubsup>{sign}{marks[0] or '<mrow/>'}{marks[1] or '<mrow/>'}</msubsup>" if any(marks) else sign
    return f"<mrow>{wrapped}{stem}</mrow>"


def dotted_letter(name: Name) -> str:
    """The spelling of a derivative whose arguments go without saying: Ȧ, or D³A."""
    dots, stem = _DOTS.get(_dots(name), ""), with_letters(Parts(name.name).stem)
    return stem + dots if dots and len(stem) == 1 else unicode_name(name.name)


def latex_dotted(name: Name) -> str:
    r"""\dot{A}, \ddot{A}, or \mathrm{D}^{3} A."""
    from matcalc_cli.render.formats.latex_names import latex_name as letters

    command = {1: r"\dot", 2: r"\ddot"}.get(_dots(name), "")
    return f"{command}{{{letters(Parts(name.name).stem)}}}" if command else latex_name(name.name)


def typst_dotted(name: Name, stem: str) -> str:
    """dot(A), dot.double(A), or D^(3) A; `stem` is the function's name in Typst."""
    command = {1: "dot", 2: "dot.double"}.get(_dots(name), "")
    return f"{command}({stem})" if command else typst_name(name.name, stem)


def mathml_dotted(name: Name, stem: str) -> str:
    """The dots in MathML; `stem` is the element of the function's name."""
    dots = {1: "˙", 2: "¨"}.get(_dots(name), "")
    return f"<mover>{stem}<mo>{dots}</mo></mover>" if dots else mathml_name(name.name, stem)


def _dots(name: Name) -> int:
    """How many dots there are, 0 where the derivative is written otherwise."""
    parts = Parts(name.name)
    return 0 if isinstance(name, Undotted) or parts.places else parts.order


def written_alone(tree: UnspecifiedCall) -> Name:
    """A function or a derivative that goes without its arguments, as a name with its spelling in Unicode."""
    kind, name = Name if _is_by_numbers(tree) else Undotted, tree.function
    plain = kind(name, "", 0, 0)
    return kind(name, dotted_letter(plain) if tree.places else tree.stem, 0, 0)


def _is_by_numbers(tree: UnspecifiedCall) -> bool:
    """Whether numbers are what a function is differentiated by."""
    function = tree.record
    return not isinstance(function, Unknown) or all(function.arguments[i] == SCALAR for i in function.taken)


def is_dotted(name: Name) -> bool:
    """Whether a function that goes without its arguments is written with dots, or as it is."""
    return not Parts(name.name).head or _dots(name) in _DOTS


def functions_in(*nodes: Node) -> dict[str, Unknown]:
    """By name, the functions without a formula in some expressions, and those that they undo."""
    found: dict[str, Unknown] = {}
    roots = [node for node in nodes if node.marks & UNSPECIFIED]
    functions = (n.function for n in postorder(*roots) if isinstance(n, Apply) and isinstance(n.function, Unknown))
    for function in functions:
        found[function.stem] = function
        if function.nature.partner:
            found[function.nature.partner] = unspecified_forms.partner(function)
    return found


def declarations(node: Node) -> dict[str, str]:
    """By name, the declaration of every function without a formula in an expression: `f: scalar of vector(n)`."""
    return {name: function.declaration for name, function in functions_in(node).items()}
