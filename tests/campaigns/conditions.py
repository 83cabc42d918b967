"""Every condition of every record, every predicate and its rule with one thing wrong: do the tests see it?

PYTHONPATH=. python tests/campaigns/conditions.py [NAME ...]

What no test sees is tried on the examples of all functions: where something else is said of one, a test is missing;
where nothing is, what is wrong makes no difference (another condition implies it, or it is equivalent on the domain).
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from typing import Any, NamedTuple

from matcalc_cli import pipeline
from matcalc_cli.answers.answer import Answer
from matcalc_cli.check import existence
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, POWER
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.functions.domain import DOMAINS
from matcalc_cli.inputs.options import given
from matcalc_cli.render.reports.conditions import text
from matcalc_cli.validity import condition, rules
from tests.validity.test_conditions import NO_VALUE, NOWHERE, ROWS, VALUES, of_a_value
from tests.validity.test_existence import PLACES, is_broken
from tests.validity.test_records import OF_RECORDS, needed, said

SWAPS = (
    (" > ", " < "), (" != ", " > "), (" < ", " != "), ("largest", "smallest"), ("smallest", "largest"), ("row", "column"),
    (" and not 0", ""), ("{0}", "{1}"), ("{1}", "{0}"), (" 1", " 2"), (" -1", " 1"), ("simple", "positive"), ("cos", "sin"), ("sin", "cos"),
)  # fmt: skip
"""Of a condition in words: what is written for what."""


POWERS = (POWER, ELEMENTWISE_POWER)
"""What needs more than a domain says."""
INDICES = ("from 1", "up to", "within")
"""Predicates of indices, which have tests of their own."""
STAYS = rules.RULES["between"]
"""The rule of conditions that have no simpler form."""


class Mutant(NamedTuple):
    """Something that is wrong: of what, in what way, and how it is made so for a while."""

    of: str
    kind: str
    put: Callable[[], None]
    back: Callable[[], None]


def attribute(owner: Any, name: str, wrong: Any) -> tuple[Callable[[], None], Callable[[], None]]:
    """Set an attribute, and what it was again."""
    return partial(setattr, owner, name, wrong), partial(setattr, owner, name, getattr(owner, name))


def entry(table: MutableMapping[str, Any], key: str, wrong: Any) -> tuple[Callable[[], None], Callable[[], None]]:
    """Set an entry of a table, and what it was again."""
    return partial(table.__setitem__, key, wrong), partial(table.__setitem__, key, table[key])


def _all(steps: Sequence[Callable[[], None]]) -> None:
    for step in steps:
        step()


def wrong_words(words: str) -> Iterator[str]:
    """A condition left out, and with one thing in it changed."""
    yield ""
    yield from (words.replace(old, new, 1) for old, new in SWAPS if old in words)


def mutants() -> Iterator[Mutant]:
    """Everything that is wrong in one thing."""
    for function in FUNCTIONS.values():
        for facet in ("condition", "nonzero"):
            for wrong in wrong_words(getattr(function, facet)) if getattr(function, facet) else ():
                yield Mutant(function.name, f"{facet}: {wrong!r}", *attribute(function, facet, wrong))
        for parameter, name in {} if function.definition or function in POWERS else function.domain.items():
            for other in ("real", "positive", "unit", "invertible"):
                if DOMAINS[other].needs != (DOMAINS[name].needs or ""):
                    changed: Mapping[str, str] = {**function.domain, parameter: other}
                    yield Mutant(
                        function.name, f"domain of {parameter}: {other}", *attribute(function, "domain", changed)
                    )
    for predicate in [p for p in condition.PREDICATES.values() if p.name not in INDICES]:
        for i, name in enumerate(predicate.implies):
            fewer = (*predicate.implies[:i], *predicate.implies[i + 1 :])
            yield Mutant(predicate.name, f"does not imply {name}", *attribute(predicate, "implies", fewer))
        for facets in (
            (("number", "entries"),) if predicate.number == predicate.entries else (("number",), ("entries",))
        ):
            for wrong in wrong_words(getattr(predicate, facets[0])):
                steps = [attribute(predicate, facet, wrong) for facet in facets]
                put, back = (partial(_all, way) for way in zip(*steps, strict=True))
                yield Mutant(predicate.name, f"{facets[0]}: {wrong!r}", put, back)
    for name, rule in rules.RULES.items():
        yield Mutant(name, "always holds", *entry(rules.RULES, name, lambda _: []))
        if rule is not STAYS:
            yield Mutant(name, "stays as it is", *entry(rules.RULES, name, lambda _: None))
    for name in existence.BROKEN:
        yield Mutant(name, "holds of all numbers", *entry(existence.BROKEN, name, lambda *_: False))
        yield Mutant(name, "holds of no numbers", *entry(existence.BROKEN, name, lambda *_: True))


@contextmanager
def seeded(mutant: Mutant) -> Iterator[None]:
    """With the thing wrong."""
    mutant.put()
    try:
        yield
    finally:
        mutant.back()


def failing(of: str = "") -> Iterator[str]:
    """The rows of the tests that fail, first those with a name in them."""
    for program, told in sorted(ROWS, key=lambda row: of not in row[0]):
        try:
            if text(pipeline.differentiate(program).conditions) != told:
                yield program
        except (MatcalcError, ArithmeticError, LookupError, TypeError, ValueError):
            yield program
    for program, told in VALUES:
        if said_of(program)[0] != told:
            yield program
    for case in sorted(OF_RECORDS, key=lambda case: case.function.name != of):
        try:
            if said(case) != needed(case):
                yield case.program
        except (MatcalcError, ArithmeticError, LookupError, TypeError, ValueError):
            yield case.program
    for predicate, (holds, broken) in PLACES.items():
        if is_broken(predicate, holds) or not is_broken(predicate, broken):
            yield predicate
    for program, at, only in NOWHERE:
        if text(_broken(pipeline.differentiate(program), at)) != only:
            yield program
    for program, at in NO_VALUE:
        if not _broken(pipeline.simplified(program), at):
            yield program


def _broken(answer: Answer, at: list[str]) -> Sequence[condition.Condition]:
    """The conditions of an answer that do not hold at a point."""
    return existence.broken(answer.conditions, given(answer.expression, answer.variables, at=at))


def said_of(program: str) -> tuple[str, str]:
    """What is said of a value and of the derivatives of a program; an error is another word."""
    try:
        return of_a_value(program), text(pipeline.differentiate(program).conditions)
    except (MatcalcError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        return type(error).__name__, ""


def telling(examples: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """Of examples, with what is said of them, those of which something else is said now: a row that the tests lack."""
    for program, told in examples.items():
        if said_of(program) != told:
            yield program


def main() -> None:
    """Print what survives, and how many are seen."""
    pipeline.derivative = cache(pipeline.derivative)  # type: ignore[attr-defined] no condition is in it
    pipeline.simplify = cache(pipeline.simplify)  # type: ignore[attr-defined] same
    chosen = sys.argv[1:]
    began = time.perf_counter()
    assert not (wrong := list(failing())), wrong
    inner = [f.example for f in FUNCTIONS.values() if f.example]
    examples = {program: said_of(program) for program in [*inner, *[f"norm({e})^3" for e in inner]]}
    words: Counter[str] = Counter()
    for mutant in mutants():
        if chosen and mutant.of not in chosen:
            continue
        with seeded(mutant):
            seen = next(failing(mutant.of), None)
            row = None if seen else next(telling(examples), None)
        word = "seen" if seen else "SURVIVES" if row else "of no example"
        words[word] += 1
        if not seen:
            print(f"  {word}: {mutant.of}: {mutant.kind}" + f": {row}" * bool(row), flush=True)
    print(f"{words.total()} wrong conditions: {dict(words)}, {time.perf_counter() - began:.0f} s")
    sys.exit(words["SURVIVES"] > 0)


if __name__ == "__main__":
    main()
