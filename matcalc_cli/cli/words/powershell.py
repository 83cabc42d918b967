"""Completion in PowerShell, which puts a completed word in the place of the typed one, its quotation mark included."""

from __future__ import annotations

import os

from click.shell_completion import CompletionItem, PowerShellComplete


class QuotedPowerShellComplete(PowerShellComplete):
    """click's, but a word that began with a double quote begins with it again."""

    def format_completion(self, item: CompletionItem) -> str:
        """Three lines: the kind of the item, what to type, what it is."""
        kind, _, rest = super().format_completion(item).partition("\n")
        mark = '"' if is_quoted(os.environ["COMP_WORDS"]) else ""
        return f"{kind}\n{mark}{rest}"


def is_quoted(line: str) -> bool:
    """Whether a line ends inside double quotes; a ' between them is a transpose."""
    within = ""
    for character in line:
        if within in ("", character) and character in "\"'":
            within = "" if within else character
    return within == '"'
