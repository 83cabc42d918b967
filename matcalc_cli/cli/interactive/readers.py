"""How a line is read: with prompt_toolkit where it is installed, with readline elsewhere, from a pipe as it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

Complete = Callable[[str], tuple[int, list[str]]]
"""For the line up to the cursor: how many of its last characters the candidates replace, and the candidates."""

KEPT = 1_000
"""Lines of history."""


class Reader(Protocol):
    """A source of lines."""

    def read(self, prompt: str) -> str:
        """The next line. Raises EOFError at the end, KeyboardInterrupt for Ctrl-C."""

    def remember(self, text: str) -> None:
        """A line for the history."""


def history_path() -> str:
    """Where the history is, by the XDG rules."""
    home = os.environ.get("XDG_STATE_HOME") or os.path.join(os.path.expanduser("~"), ".local", "state")
    return os.path.join(home, "matcalc", "history")


def load_history() -> list[str]:
    """The lines of earlier sessions, oldest first; none if they cannot be read."""
    try:
        with open(history_path(), encoding="utf-8", errors="replace") as stream:
            return stream.read().splitlines()[-KEPT:]
    except OSError:
        return []


def save(line: str) -> None:
    """Add a line to the history, for its owner's eyes; a home that cannot be written to has none."""
    path = history_path()
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(descriptor, "a", encoding="utf-8", errors="replace") as stream:
            stream.write(f"{line}\n")
    except OSError:
        pass


class Piped:
    """Standard input that is no terminal: no prompt, no history."""

    def read(self, prompt: str) -> str:
        """The next line."""
        del prompt
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\n")

    def remember(self, text: str) -> None:
        """Keep no history: there is none without a line editor."""


class Readline:
    """The line editor of the standard library."""

    def __init__(self, complete: Complete) -> None:
        import readline

        self.readline = readline
        self.complete = complete
        self.found: list[str] = []
        readline.set_completer(self.candidate)
        readline.set_completer_delims(" \t\n()*+-/^.,;='@|&<>[]{}")
        readline.parse_and_bind("tab: complete")
        readline.set_auto_history(False)
        for line in load_history():
            readline.add_history(line)

    def candidate(self, typed: str, state: int) -> str | None:
        """A candidate for readline: one by one, each in the place of the word typed."""
        if state == 0:
            line = self.readline.get_line_buffer()[: self.readline.get_endidx()]
            length, found = self.complete(line)
            kept = typed[: max(0, len(typed) - length)]
            self.found = [kept + word for word in found]
        return self.found[state] if state < len(self.found) else None

    def read(self, prompt: str) -> str:
        """The next line."""
        return input(prompt)

    def remember(self, text: str) -> None:
        """The line, for the arrow keys and for the next session."""
        self.readline.add_history(text)
        save(text)


class Toolkit:
    """The line editor of prompt_toolkit."""

    def __init__(self, complete: Complete) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import CompleteEvent, Completer, Completion
        from prompt_toolkit.history import InMemoryHistory

        class Words(Completer):
            def get_completions(self, document: Any, complete_event: CompleteEvent) -> Iterable[Completion]:
                del complete_event
                return offered(document.text_before_cursor)

        def offered(line: str) -> Iterator[Completion]:
            length, found = complete(line)
            yield from (Completion(word, start_position=-length) for word in found)

        self.history = InMemoryHistory(load_history())
        self.session: PromptSession[str] = PromptSession(
            history=self.history, completer=Words(), complete_while_typing=False
        )

    def read(self, prompt: str) -> str:
        """The next line."""
        return self.session.prompt(prompt)

    def remember(self, text: str) -> None:
        """The line, for the next session; this one has it."""
        save(text)


class Pasted:
    """Another reader's lines one by one, where several were pasted at once."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.waiting: list[str] = []

    def read(self, prompt: str) -> str:
        """The next line, of what was pasted if there is more of it."""
        while self.waiting:
            if (line := self.waiting.pop(0)).strip():
                return line
        first, *self.waiting = self.reader.read(prompt).splitlines() or [""]
        return first

    def remember(self, text: str) -> None:
        """A line for the history."""
        self.reader.remember(text)

    def put_back(self, line: str) -> None:
        """A line that is read again."""
        self.waiting.insert(0, line)

    def drop(self) -> None:
        """Forget what is waiting."""
        self.waiting = []


def reader(complete: Complete) -> Reader:
    """The best there is for the standard input."""
    if sys.stdin is None or not sys.stdin.isatty():
        return Piped()
    for editor in (Toolkit, Readline):
        try:
            return editor(complete)
        except ImportError:
            continue
    return Piped()
