"""What matcalc emits for the program."""

from __future__ import annotations

from typing import Any

from matcalc_cli.questions.modules import code


def prepared(inputs: dict[str, Any]) -> dict[str, Any]:
    return inputs


def function(case: Any) -> Any:
    module: dict[str, Any] = {}
    exec(code(case.program, wrt=case.wrt), module)  # noqa: S102 what a user does by importing it
    if case.product:
        return module["differential"]
    if case.reading != "gradient":
        return module[case.reading]
    if len(case.wrt) == 1:
        return module["gradient"]
    both = module["value_and_gradient"]
    return lambda **inputs: both(**inputs)[1:]
