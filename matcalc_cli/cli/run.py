"""A command line: without click where it is a command with plain options, which is most of the time."""

from __future__ import annotations

import os

from matcalc_cli.cli.output.sink import StandardOutput
from matcalc_cli.cli.output.streams import guard_stdout
from matcalc_cli.cli.words.commands import COMMANDS, COMPLETE_VARIABLE, program_command
from matcalc_cli.cli.words.running import run_plainly
from matcalc_cli.errors import ExitCode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION = ("--version", "-V")


def run(words: Sequence[str]) -> int:
    """Run the command line. Returns the exit code."""
    guard_stdout()
    if words and words[0] in COMMANDS and COMPLETE_VARIABLE not in os.environ:
        command = program_command(words[0])
        code = None if command is None else run_plainly(command, words[1:])
        if code is not None:
            return code
    if words and words[0] in VERSION and len(words) > 1:
        from matcalc_cli.cli.reference.version import asked_as_json, document

        if asked_as_json(words[1:]):
            StandardOutput().write(document())
            return ExitCode.OK
    from matcalc_cli.cli.words import group

    return group.run(words)
