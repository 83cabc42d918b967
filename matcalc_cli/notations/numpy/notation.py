"""NumPy and what is written like it: PyTorch, JAX, SciPy, CVXPY."""

from __future__ import annotations

from collections.abc import Collection

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.arrays.indices import on_indices
from matcalc_cli.notations.arrays.kinds import ROW, Axes
from matcalc_cli.notations.by_shape import check_vectors, leave_out_indices, norms, norms_of_maps, settle_rows
from matcalc_cli.notations.counts import declare_lambda
from matcalc_cli.notations.exponentials import write_exponentials
from matcalc_cli.notations.notation import Notation
from matcalc_cli.notations.numpy.builtins import on_sums, sum_rows
from matcalc_cli.notations.numpy.reader import NumPy
from matcalc_cli.notations.numpy.written_out.classes import unpacked, without_classes, without_derivatives
from matcalc_cli.notations.numpy.written_out.functions import with_functions, without_unsaid
from matcalc_cli.notations.numpy.written_out.generators import without_generators
from matcalc_cli.notations.numpy.written_out.labels import declare_scores, on_labels, settle_labels
from matcalc_cli.notations.numpy.written_out.pairs import with_pairs
from matcalc_cli.notations.reassigned import hoisted
from matcalc_cli.notations.statements import check_keywords, check_products, program_words
from matcalc_cli.notations.symmetric import declare_symmetric
from matcalc_cli.notations.writer import refused

PYTHON = frozenset(
    ("if", "else", "in", "is", "and", "or", "not", "while", "with", "yield", "await", "async", "True", "False", "None")
)
"""Words of Python's that may stand in an expression and are no names."""


def words(text: str, functions: Collection[str] = ()) -> list[Token]:
    """The words of a text in NumPy; `functions` are declared without a formula. Raises MatcalcError."""
    reader = NumPy(text)
    reader.functions = functions
    found = hoisted(text, reader.read())
    if loop := next((word for word in found if word.text == "for" and word.kind == "name"), None):
        hint = "of all rows at once: X @ w, np.sum((X @ A) * X, axis=1), functions with an axis"
        raise refused("unsupported", "a list that is made in a loop is not read", loop.start, loop.end, hint)
    check_keywords(found, PYTHON)
    check_products(text, found, "a product is written @, or * entry by entry")
    return found


def read(text: str, functions: Collection[str]) -> tuple[list[Token], list[str]]:
    """The words of a program, with the values of its functions in the place of their calls, and the notes about it."""
    plain, alone = unpacked(without_unsaid(text))
    asked, left_out = without_derivatives(without_classes(without_generators(plain)))
    rest, reading = with_functions(with_pairs(asked), words, functions)
    found, notes = program_words(reading)(rest, functions)
    return found, [*alone, *left_out, *notes]


NOTATION = Notation(
    "NumPy",
    read,
    signs=r"(?<![\w.])@|\b(?:np|numpy|torch|jnp|cp|F|scipy|jax|tf)\.[a-z]|\blambda\s+\w+\s*[:,]|^\s*def\b|\baxis\s*=|\bdim\s*=|\.(?:dot|sum|mean|pow)\(",
    unsigned=True,
    product="@",
    papers=r"\b(?:inv|solve\w*|cho_solve)\s*\(|\blog_?var\b",  # of a covariance, of which the mean is a vector
    told=r"\A(?![\s\S]*(?<!\bnp)(?<!\bnumpy)(?<!\bjnp)(?<!\btorch)\.(?:var|std)\b)",  # x.var() alone may be either
    before=(write_exponentials, declare_lambda, declare_symmetric, declare_scores),
    at_shapes=(leave_out_indices,),
    at_call=(norms_of_maps, norms, sum_rows, check_vectors, settle_labels),
    after=(settle_rows,),
    remarks=(on_labels, on_indices, on_sums),
    axes=Axes(along=ROW),
)
