r"""LaTeX as papers have it: what stands around a formula is left out, its words are those of the language."""

from __future__ import annotations

from collections.abc import Collection

from matcalc_cli.errors import MatcalcError
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.by_shape import declare_bold, norms
from matcalc_cli.notations.counts import declare_counts, declare_entries, declare_price
from matcalc_cli.notations.derivation import Step
from matcalc_cli.notations.latex.displays.around import DERIVATIVES, asked
from matcalc_cli.notations.latex.displays.differentials import check_answer
from matcalc_cli.notations.latex.displays.spelling import OF_PACKAGES, Spelling, guesses, spelled
from matcalc_cli.notations.latex.displays.systems import systems
from matcalc_cli.notations.latex.dots import dots_in_exponents, on_products, products_of_vectors
from matcalc_cli.notations.latex.doubts import (
    check_above,
    check_repeated,
    check_steps,
    doubtful_calls,
    doubtful_deltas,
    doubtful_entries,
    doubtful_multiples,
    on_moduli,
    on_traces,
)
from matcalc_cli.notations.latex.forms import indices_above, settle_forms
from matcalc_cli.notations.latex.indices.entries import entries
from matcalc_cli.notations.latex.indices.ranges import close_ranges
from matcalc_cli.notations.latex.indices.totals import whole_sums
from matcalc_cli.notations.latex.products import (
    check_ones,
    colons,
    doubtful_quotients,
    doubtful_stars,
    doubtful_transposes,
    entrywise_last,
    larger,
    parts_first,
)
from matcalc_cli.notations.latex.reader import Latex
from matcalc_cli.notations.latex.rows import by_rows, note_rows
from matcalc_cli.notations.latex.targets import find_targets
from matcalc_cli.notations.namesakes import functions_of_matrices
from matcalc_cli.notations.notation import Notation


def words(text: str, functions: Collection[str] = ()) -> list[Token]:
    """The words of a text in LaTeX; `functions` are declared without a formula. Raises MatcalcError."""
    spelling = spelled(text, functions)
    reader = Latex(spelling.text)
    reader.functions = functions
    try:
        check_above(spelling.text)
        return spelling.original(larger(spelling.text, reader.read()))
    except MatcalcError as error:
        raise spelling.located(error) from None


def program_words(text: str, functions: Collection[str]) -> tuple[list[Token], list[str]]:
    """The words of a formula and what stands around it, without their end; the notes."""
    return _in_words(text, functions)


def answer_words(text: str, functions: Collection[str]) -> tuple[list[Token], list[str]]:
    """The words of an answer, in which dX is the differential of a name; the notes."""
    check_answer(_plain(text).text)
    return _in_words(text, functions, answer=True)


def _in_words(typed: str, functions: Collection[str], *, answer: bool = False) -> tuple[list[Token], list[str]]:
    spelling = _plain(typed)
    text = spelling.text
    try:
        formula, said = asked(text, functions, answer=answer)
        found, notes = settled(text, words(formula, functions))
    except MatcalcError as error:
        raise spelling.located(error) from None
    return spelling.original(found), [*said, *guesses(formula, functions), *notes]


def _plain(text: str) -> Spelling:
    r"""The text in everybody's commands, \frac{\mathrm{d} f}{\mathrm{d} x} for \dv{f}{x}."""
    if not OF_PACKAGES.search(text):
        return Spelling(text)
    from matcalc_cli.notations.latex.displays.physics import plain

    return plain(text)


def settled(text: str, words: list[Token]) -> tuple[list[Token], list[str]]:
    """The words of a formula but for its end, told apart by their alphabets and grouped as papers do, and the notes."""
    words = parts_first(words)
    check_ones(words)
    check_repeated(words)
    notes = [
        *colons(text, words),
        *indices_above(text, words),
        *settle_forms(text, words),
        *doubtful_transposes(words),
        *doubtful_stars(text, words),
    ]
    for doubtful in (doubtful_quotients, doubtful_calls, doubtful_entries, doubtful_multiples, doubtful_deltas):
        notes += doubtful(text, words)
    found, grouping = entrywise_last(words)
    return found[:-1], [*notes, *grouping]


def derivation(text: str) -> list[Step]:
    """The formulas of a derivation."""
    from matcalc_cli.notations.latex.displays.derivation import steps

    return steps(_plain(text).text)


def by(text: str) -> list[str]:
    """By what a text says that it is differentiated."""
    from matcalc_cli.notations.latex.displays.derivation import by

    formula = _plain(text).text
    return by(formula) if DERIVATIVES.search(formula) else []


NOTATION = Notation(
    "LaTeX",
    program_words,
    signs=r"\\(?:[A-Za-z]{2,}|\|)|\^\{|_\{",
    papers="",
    before=(
        check_steps,
        dots_in_exponents,
        whole_sums,
        close_ranges,
        declare_bold,
        declare_counts,
        declare_price,
        declare_entries,
        find_targets,
    ),
    at_shapes=(products_of_vectors,),
    at_call=(norms, by_rows),
    after=(functions_of_matrices, note_rows),
    remarks=(on_products, on_traces, on_moduli),
    entries=entries,
    by=by,
    answer=answer_words,
    steps=derivation,
    systems=systems,
)
