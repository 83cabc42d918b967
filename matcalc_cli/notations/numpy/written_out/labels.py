"""Class labels in Python's libraries, Z[np.arange(n), y], F.one_hot(y, k), np.eye(k)[y]: a matrix of zeros and ones, Y_hot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.elaborate.names import walk
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.tree import Call, Declaration, Name, Operation, Program
from matcalc_cli.notations.arrays.indices import ONE
from matcalc_cli.notations.numpy.written_out.entropies import reduced
from matcalc_cli.notations.numpy.written_out.like import soft
from matcalc_cli.notations.words import Captured, Words, bracketed, call, joined, said, word
from matcalc_cli.notations.writer import refused

if TYPE_CHECKING:
    from matcalc_cli.notations.notation import ShapeOf
    from matcalc_cli.notations.writer import Writer

HOT = "_hot"
"""The ending of the name of a matrix of labels."""
WAY_OUT = "a matrix Y with a row for each sample, zeros and a 1 at its class, is read: np.sum(Z * Y, axis=1)"
OF_EACH_ROW = re.compile(r"\[\s*(?:[^\W\d]\w*\s*\.\s*)?a?range\s*\(.*\)\s*,\s*(.*?)\s*,?\s*\]", re.DOTALL)
"""An entry of each row: [np.arange(n), y]."""
LABELS = re.compile(r"[^\W\d]\w*")
IDENTITY = ("I", "(")
TWO = 2
CROSS_ENTROPY = "cross_entropy"


def hot(labels: Words) -> Words:
    """The matrix of labels that have a name. Raises MatcalcError for others."""
    names = [w for w in labels if w.kind == "name" and w.text != "vec"]
    if len(names) != 1 or any(w.kind in ("add", "subtract", "hadamard") for w in labels):
        raise refused("unsupported", "class labels are read of a name alone", labels[0].start, labels[-1].end, WAY_OUT)
    return [word("name", names[0], hot_name(names[0].text))]


def hot_name(labels: str) -> str:
    """Labels_hot of labels, a matrix by its letter."""
    return f"{labels[:1].upper()}{labels[1:]}{HOT}"


def by_labels(text: str, start: int, stop: int, writer: Writer) -> bool:
    """Write Z[np.arange(n), y], np.eye(k)[y], whose brackets are at text[start:stop], by a matrix of labels, if they are such."""
    found = OF_EACH_ROW.fullmatch(text, start, stop)
    inside = text[start + 1 : stop - 1].strip()
    operand = writer.words[writer.operand :]
    of_identity = (
        tuple(w.text for w in operand[:2]) == IDENTITY and LABELS.fullmatch(inside) and not ONE.fullmatch(inside)
    )
    if not found and not of_identity:
        return False
    said = found[1] if found else inside
    first = found.start(1) if found else text.index(inside, start)
    at = Token("name", said, first, first + len(said), False)
    if not LABELS.fullmatch(said):
        raise refused("unsupported", "class labels are read of a name alone", at.start, at.end, WAY_OUT)
    del writer.words[writer.operand :]
    writer.extend(call("rowsum", at, [joined("hadamard", at, [operand, hot([at])])]) if found else hot([at]))
    return True


def one_hot(_name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """The matrix itself."""
    return hot(arguments[0])


def likelihood(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """nll_loss(L, y) is -mean(L[arange(n), y])."""
    of, labels, asked = arguments
    return reduced(name, call("inner", name, [hot(labels), of]), of, asked, sign="-")


def of_each(name: Token, arguments: Sequence[Words], text: str) -> Words:
    """softmax_cross_entropy_with_integer_labels(Z, y), one for each row."""
    of, labels = arguments
    terms = joined("hadamard", name, [hot(labels), soft(name, [of, []], text)])
    return bracketed([word("subtract", name), *call("rowsum", name, [terms])])


def gathered(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """Z.gather(1, y[:, None]), take_along_axis(Z, y[:, None], axis=1): an entry of each row, as a column."""
    of, axis, labels = arguments if name.text == "gather" else (arguments[0], arguments[2], arguments[1])
    if said(axis) not in ("1", "-1"):
        raise refused("unsupported", "an entry of each row is read, along the axis 1", name.start, name.end, WAY_OUT)
    return call("rowsum", name, [joined("hadamard", name, [of, hot(labels)])])


LABELLED: dict[str, Captured] = {
    "one_hot": Captured(one_hot, 1, "x num_classes dtype axis"), "nll_loss": Captured(likelihood, 2, "input target reduction"),
    "softmax_cross_entropy_with_integer_labels": Captured(of_each, 2, "logits labels"),
    "gather": Captured(gathered, 3, "input axis index"), "take_along_axis": Captured(gathered, 3, "arr indices axis"),
}  # fmt: skip
"""The calls by their names."""


def settle_labels(tree: Call, text: str, shape: ShapeOf) -> None:
    """F.cross_entropy(Z, y) of a matrix has a label for each row where y has one axis."""
    if tree.function != "inner" or not _is_entropy(tree, text):
        return
    labels, of = tree.arguments
    if isinstance(labels, Name) and 1 not in shape(of) and 1 in shape(labels):
        name = hot_name(labels.name)
        tree.arguments = (Name(name, name, labels.start, labels.end), of)


def declare_scores(program: Program, declarations: Sequence[Declaration]) -> None:
    """Declare a matrix of scores, of which an entry of each row is chosen, as Z, unless that is done, with a note."""
    known = program.known(declarations)
    every = [tree for root in program.roots for tree in walk(root)]
    for tree in every:
        names = [t for t in tree.operands if isinstance(t, Name)] if isinstance(tree, Operation) else []
        one, other = names if len(names) == TWO else (None, None)
        if one and other and other.name.endswith(HOT) and one.name[:1].islower() and one.name not in known:
            known.add(one.name)
            program.declarations += (Declaration(one, "matrix", [], one.start, one.end),)
            program.notes.append(
                f"{one.name} is taken as a matrix with a row for each sample, of which an entry is chosen"
            )


def on_labels(program: Program, _known: Sequence[Declaration]) -> Iterator[str]:
    """Which matrix stands for labels, and that targets may be probabilities."""
    for tree in (tree for root in program.roots for tree in walk(root)):
        typed = program.text[tree.start : tree.end]
        match tree:
            case Name(name=name) if name.endswith(HOT) and not typed.endswith(HOT):
                yield f"{typed} holds class labels: {name} is a matrix with a row for each, zeros and a 1 at its class"
            case Call(function="inner", arguments=(Name() as labels, _)) if _is_entropy(tree, program.text):
                if not labels.name.endswith(HOT) and labels.name[:1].islower():
                    yield f"{labels.name} is read as the probabilities of one sample's classes, or zeros and a 1 at its class"


def _is_entropy(tree: Call, text: str) -> bool:
    return text[tree.name_start : tree.name_end].endswith(CROSS_ENTROPY)
