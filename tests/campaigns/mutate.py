"""Every wrong rule that one change makes, in every record and every equation: do the tests see it? Prints the table.

PYTHONPATH=. python tests/campaigns/mutate.py [FUNCTION ... | tables | rules | selections]
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from matcalc_cli.check.exact.verify import equal
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.function import Function
from matcalc_cli.functions import FUNCTIONS
from tests.functions import test_records
from tests.functions.cases import CASES
from tests.oracles.wrong_code import wrong_modules
from tests.oracles.wrong_rules import (
    check_shapes,
    is_equivalent,
    mutants,
    passes,
    seeded,
    wrong_equations,
    wrong_tables,
)
from tests.simplify import test_rules

SECONDS = 60
"""For the tests of one wrong rule: some rewrite without end."""


def generated(function: Function) -> Iterator[Callable[[], None]]:
    """The tests that tests/functions/test_records.py generates for a record."""
    test_records.answer.cache_clear()
    test_records.module.cache_clear()
    yield partial(check_shapes, function)
    for case in CASES:
        if case.function is function and case.moving:
            yield partial(test_records.test_differential_adjoint_and_jacobian, case)
    for case in CASES:
        if case.function is function and case.moving:
            yield partial(test_records.test_second_derivatives, case)


@contextmanager
def limited() -> Iterator[None]:
    """End a test that a wrong rule makes endless; it is seen then too."""

    def end(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, end)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)


def of_record(function: Function) -> Counter[str]:
    """How the wrong rules of a record fare; survivors are printed."""
    words: Counter[str] = Counter()
    for mutant in mutants(function):
        word = "killed"
        with seeded(mutant), limited():
            alive = passes(generated(function))
        if alive:
            word = "equivalent" if is_equivalent(mutant) else "SURVIVES"
        words[word] += 1
        if word == "SURVIVES":
            print(f"  survives: {function.name}.{mutant.table}[{mutant.parameter}] = {mutant.wrong}   ({mutant.kind})")
    return words


def of_tables() -> Counter[str]:
    """The same of the adjoints and matrices that are no record's."""
    words: Counter[str] = Counter()
    for title, function, kind, damaged in wrong_tables():
        with damaged():
            alive = passes(generated(function))
        words["SURVIVES" if alive else "killed"] += 1
        if alive:
            print(f"  survives: {title}[{function.name}]   ({kind})")
    return words


def of_equation(root: str, text: str, scalar: bool) -> Counter[str]:
    """The same of an equation of the records, whose test compares both sides."""
    words: Counter[str] = Counter()
    for kind, wrong in wrong_equations(text):
        word = "killed"
        if passes([partial(test_rules.test_both_sides_are_equal, root, wrong, scalar)]):
            word = "equivalent" if same_side(text, wrong, scalar) else "SURVIVES"
        words[word] += 1
        if word == "SURVIVES":
            print(f"  survives: {wrong}   ({kind})")
    return words


def same_side(right: str, wrong: str, scalar: bool) -> bool:
    """Whether two right sides are one value."""
    try:
        sides = [test_rules.sides(text, scalar)[1] for text in (right, wrong)]
    except MatcalcError:
        return False
    return sides[0] is sides[1] or equal(*sides).word == "ok"


def of_selections() -> Counter[str]:
    """The same of the rules about selections, which are code: each in a process of its own, by the tests of entries and blocks."""
    words: Counter[str] = Counter()
    for name in SELECTIONS:
        module = importlib.import_module(f"matcalc_cli.{name}")
        for wrong in wrong_modules(module):
            alive = _in_a_process(wrong.apply)
            words["SURVIVES" if alive else "killed"] += 1
            if alive:
                print(f"  survives: {name}, line {wrong.line}: {wrong.what}", flush=True)
    return words


def _in_a_process(apply: Callable[[], None]) -> bool:
    """Whether the tests of entries and blocks pass with something wrong."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        signal.alarm(SECONDS)
        apply()
        os._exit(int(pytest.main(["-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", *TESTS])))
    return os.waitpid(child, 0)[1] == 0


SELECTIONS = tuple(f"expr.selections.{name}" for name in ("units", "columns", "few", "picked", "stretch", "strips"))
TESTS = (
    "tests/expr/test_selections.py", "tests/expr/test_grid.py", "tests/readings/test_entries.py", "tests/render/test_entries.py", "tests/codegen/test_selections.py",
    "tests/elaborate/test_indexing.py",
)  # fmt: skip

GROUPS: dict[str, Callable[[], Counter[str]]] = {
    "tables": of_tables,
    "selections": of_selections,
    "rules": lambda: sum((of_equation(*rule) for rule in test_rules.RULES), Counter[str]()),
}


def main() -> None:
    """Print a row for every record, and one for all equations."""
    chosen = sys.argv[1:] or [*FUNCTIONS, *GROUPS]
    total: Counter[str] = Counter()
    began = time.perf_counter()
    for name in chosen:
        words = GROUPS[name]() if name in GROUPS else of_record(FUNCTIONS[name])
        if words:
            row = "  ".join(f"{words[word]:5} {word}" for word in ("killed", "equivalent", "SURVIVES"))
            print(f"{name:24} {row}", flush=True)
        total += words
    print(f"{sum(total.values())} wrong rules: {dict(total)}, {time.perf_counter() - began:.0f} s")
    sys.exit(total["SURVIVES"] > 0)


if __name__ == "__main__":
    main()
