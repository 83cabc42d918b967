"""Names for which `--at` has a number: they are scalars where the kinds of their letters give no meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from matcalc_cli.errors import MatcalcError
from matcalc_cli.inputs.literal import NUMBER
from matcalc_cli.language.names import kind_by_convention
from matcalc_cli.program import Numbered

Found = TypeVar("Found")


def with_numbers(ask: Callable[..., Found], *args: Any, at: Sequence[str], var: Sequence[str], **asked: Any) -> Found:
    """The result of `ask` with the kinds of letters; if it fails, its result with x a scalar where `at` has x=2. Raises MatcalcError."""
    try:
        return ask(*args, at=at, var=var, **asked)
    except MatcalcError as error:
        numbers = [*_numbers(at)]
        if error.kind not in ("shape", "usage") or not numbers:
            raise
        try:
            return ask(*args, at=at, var=(*var, *numbers), **asked)
        except MatcalcError as further:
            raise (further if further.kind == "usage" else error) from None


def _numbers(at: Sequence[str]) -> Iterator[Numbered]:
    for text in at:
        name, _, value = text.partition("=")
        if (
            name.strip().isidentifier()
            and NUMBER.fullmatch(value.strip())
            and kind_by_convention(name.strip()) != "scalar"
        ):
            yield Numbered(f"{name.strip()}: scalar")
