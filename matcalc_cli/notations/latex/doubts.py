r"""Notations that have several meanings in papers: a star or a step of an iteration above a name, a name before a bracket."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matcalc_cli.elaborate.names import walk
from matcalc_cli.functions import find
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.names import kind_by_convention
from matcalc_cli.language.tree import Call, Declaration, Name, Operation, Program
from matcalc_cli.notations.latex.indices.entries import bound_indices
from matcalc_cli.notations.latex.tables import NORMS, STATISTICS
from matcalc_cli.notations.writer import refused

STAR = re.compile(r"\^\s*(?:\*|\\(?:ast|star)(?![A-Za-z])|\{\s*(?:\*|\\(?:ast|star))\s*\})")
STEP = re.compile(r"\^\s*\{\s*(?:\\left)?\(\s*[A-Za-z]\s*[+-]\s*\d+\s*(?:\\right)?\)\s*\}")
"""^{(t+1)}"""
COMMENT = re.compile(r"(?<!\\)%[^\n]*")
DIGITS = re.compile(r"[\^_]\s*\d{2,}")
DIVERGENCE = re.compile(r"(?:KL|JS)\s*\}*\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[{]")
DENSITY = re.compile(r"\\math(?:cal|scr)\s*(?:\{\s*N\s*\}|\s+N)\s*(?:\\left|\\[bB]igg?l?)?\s*\([^()]*[,;|][^()]*\)")
ABOVE = (
    (STAR, "a star above is the conjugate transpose to some and an optimum to others", r"A^\top is the transpose; x_{opt} is a name"),
    (DIVERGENCE, *STATISTICS["KL"]),
    (DENSITY, "a density is not part of the language", r"it is written out; -\frac12 (x - \mu)^\top \Sigma^{-1} (x - \mu) - \frac12 \log|2\pi\Sigma| is the logarithm of the normal one"),
    (DIGITS, "behind ^ and _ LaTeX takes one digit alone", r"x^{10} and x_{10} have all of them; x^1 \cdot 0 is the product"),
    (STEP, "an exponent in brackets is the step of an iteration in papers", r"A^{k+1} is a power; of an iteration call one \theta_1"),
)  # fmt: skip
DELTA = r"\Delta"
CHANGE = re.compile(r"\\Delta\s*(?!\\(?:cdot|times)(?![a-z]))(?:\\[a-z]+\s*\{?\s*)?[A-Za-z]")
r"""A step as papers write it, \Delta x and \Delta\mathbf{x}."""
OF_TWO = re.compile(r"[A-Z]_(?:[1-9]{2}|[ijkl][1-9]|[1-9][ijkl])")
MULTIPLE = re.compile(r"([a-z]\w*)_([2-9])([a-z])")
"""A name whose index may be a multiple of another one."""
PLACES = re.compile(r"[A-Za-z]+_([i-n]{1,3})")
"""A name whose index is one of entries."""
OPERATOR = re.compile(r"(?:P|Pi|P_cal)_[A-Z]\w*")
r"""The usual names of the projection onto a set, P_\Omega(X - M)."""
OF_NORMS = frozenset({"norm", *NORMS.values()})
KRONECKER = re.compile(r"delta_[ijkl]{2}")


def check_above(text: str) -> None:
    """Refuse what stands above a name and could be two things, and distributions. Raises MatcalcError."""
    text = COMMENT.sub(lambda comment: " " * len(comment[0]), text)
    for pattern, message, hint in ABOVE:
        if found := pattern.search(text):
            raise refused("unsupported", message, *found.span(), hint)


def doubtful_calls(text: str, words: Sequence[Token]) -> Iterator[str]:
    """A note for A(x), which may be a function of x."""
    for name, opening, inner, closing in zip(words, words[1:], words[2:], words[3:], strict=False):
        kinds = [word.kind for word in (name, opening, inner, closing)]
        said, of = text[name.start : name.end], text[inner.start : inner.end]
        transposes = said.startswith("^")
        if kinds == ["name", "(", "name", ")"] and find(name.text) is None and not (opening.tight or transposes):
            kind = KINDS[kind_by_convention(inner.text)]
            sizes = ",".join(size for size in kind.shape if size != "1")
            argument = f"{kind.name}({sizes})" if sizes else inner.text
            yield f"{said}({of}) is read as a product; a function is declared: where {name.text}: scalar of {argument}"
            return
        if kinds[:2] == ["name", "("] and OPERATOR.fullmatch(name.text):
            yield f"{text[name.start : name.end]} before a bracket is read as a factor, and not as a projection"
            return
        if name.text == "E" and text[opening.start : opening.end].endswith("["):
            yield "E before a bracket is read as a factor, and not as an expectation"
            return


def doubtful_entries(text: str, words: Sequence[Token]) -> Iterator[str]:
    """A note for A_{11}, a block to some and an entry to others."""
    for word in words:
        if word.kind == "name" and OF_TWO.fullmatch(word.text) and bound_indices(words).isdisjoint(word.text[2:]):
            said, comma = text[word.start : word.end], f"{word.text[0]}_{{{word.text[2]},{word.text[3]}}}"
            yield f"{said} is read as a matrix of its own, a block; {comma} is the entry of {word.text[0]}"
            return


def doubtful_multiples(text: str, words: Sequence[Token]) -> Iterator[str]:
    """A note for x_{2i} under a sum over i, which has two indices to some and is at 2*i to others."""
    for word in words:
        found = MULTIPLE.fullmatch(word.text) if word.kind == "name" else None
        if found and found[3] in bound_indices(words):
            said, (_, times, index) = text[word.start : word.end], found.groups()
            name = said.partition("_")[0]
            yield f"{said} is read with the two indices {times} and {index}; {name}_{{{times}*{index}}} is the one at {times} times {index}"
            return


def check_repeated(words: Sequence[Token]) -> None:
    r"""Refuse A_{ij} x_j without a sum, by Einstein's convention one over j. Raises MatcalcError."""
    bound = bound_indices(words)
    indexed = [(word, match) for word in words if word.kind == "name" and (match := PLACES.fullmatch(word.text))]
    for word, found in indexed:
        others = "".join(other[1] for at, other in indexed if at is not word)
        repeated = [
            letter for letter in found[1] if letter not in bound and (letter in others or found[1].count(letter) > 1)
        ]
        if len(found[1]) > 1 and found[0][0].isupper() and repeated:
            hint = rf"with the sum it is read, \sum_{{{','.join(dict.fromkeys(repeated))}}} before the product; A_{{i,j}} is an entry"
            raise refused(
                "unsupported", "a sum over repeated indices is written with its sign", word.start, word.end, hint
            )


def doubtful_deltas(text: str, words: Sequence[Token]) -> Iterator[str]:
    r"""A note for \delta_{ij}, Kronecker's in papers."""
    for word in words:
        if word.kind == "name" and KRONECKER.fullmatch(word.text):
            said = text[word.start : word.end]
            yield f"{said} is a number like any other: that it is 1 where its indices are equal and else 0 is not known"
            return


def check_steps(program: Program, declarations: Sequence[Declaration]) -> None:
    r"""Refuse \Delta x^\top, where no matrix fits, and note that \Delta x is a product, unless \Delta is declared."""
    if DELTA not in program.text or DELTA[1:] in program.known(declarations):
        return
    notes: list[str] = []
    for tree in (tree for root in program.roots for tree in walk(root)):
        if not (isinstance(tree, Operation) and tree.operator == "multiply"):
            continue
        left, right = tree.operands
        before = left.operands[-1] if isinstance(left, Operation) and left.operator == "multiply" else left
        of = right.operands[0] if isinstance(right, Operation) and right.operator == "transpose" else right
        said = program.text[before.start : of.end]
        if isinstance(of, Name) and CHANGE.match(said):
            hint = f"a step is one name: {of.spelling}_\\Delta"
            if of is not right and kind_by_convention(of.name) == "vector":
                message = f"{said} is no name here but a product"
                raise refused("syntax", message, before.start, of.end, hint)
            notes.append(f"{said} is read as the product of {DELTA} and {of.spelling}; {hint}")
    program.notes += notes[-1:]


def on_moduli(program: Program, _known: Sequence[Declaration]) -> Iterator[str]:
    r"""The note about \| |X| \|, where bars may be meant for the modulus of each entry."""
    norms = [t for root in program.roots for t in walk(root) if isinstance(t, Call) and t.function in OF_NORMS]
    for tree in (tree for norm in norms for tree in walk(norm)):
        if (
            isinstance(tree, Call)
            and tree.function == "det"
            and "det" not in program.text[tree.name_start : tree.name_end]
        ):
            bars = program.text[tree.start : tree.end]
            yield f"{bars} is read as a determinant; \\operatorname{{abs}}(X) has the modulus of each entry"


def on_traces(program: Program, known: Sequence[Declaration]) -> Iterator[str]:
    r"""The note about \operatorname{tr}(\rho H), in which physicists mean a matrix."""
    declared = {d.name.name for d in known}
    for tree in (tree for root in program.roots for tree in walk(root)):
        product = tree.arguments[0] if isinstance(tree, Call) and tree.function == "tr" and tree.arguments else None
        names = [part.name for part in walk(product) if isinstance(part, Name)] if product else []
        if all(kind_by_convention(name) == "scalar" for name in names):
            continue  # the trace of a number is noted in every notation
        while isinstance(product, Operation) and product.operator == "multiply":
            product, last = product.operands
            for factor in (product, last):
                name = factor.name if isinstance(factor, Name) else ""
                if name and name not in declared and kind_by_convention(name) == "scalar":
                    yield f"{name} is a number by its Greek letter, which leaves the trace; where {name}: matrix(n,n) takes it as a matrix"
