"""Texts found by coverage through parse -> answer: anything but an answer or a MatcalcError is kept and ends the run.

pip install "matcalc-cli[fuzz]"; PYTHONPATH=. python tests/campaigns/atheris_texts.py -max_total_time=600 [CORPUS ...]
The options are libFuzzer's: -seed=N, -max_len=N, -runs=N.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["matcalc_cli"]):
    from matcalc_cli.config import NOTATIONS as KNOWN
    from matcalc_cli.language.grammar.parser import parse  # noqa: F401 what is imported here is watched
    from matcalc_cli.pipeline import differentiate  # noqa: F401
    from matcalc_cli.program import Written

from tests.campaigns.texts import outcome

NOTATIONS = ("", *KNOWN[1:])


def one_text(data: bytes) -> None:
    """The first byte chooses the notation, the others are the text."""
    if data:
        text, notation = data[1:].decode("utf-8", "surrogateescape"), NOTATIONS[data[0] % len(NOTATIONS)]
        outcome(Written(text, notation) if notation else text)


def main() -> None:
    """Hand over to libFuzzer."""
    atheris.Setup(sys.argv, one_text)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
