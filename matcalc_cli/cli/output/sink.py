"""Where answers go: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from itertools import chain

from matcalc_cli.cli.output.streams import representable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol, TypeAlias

    Content: TypeAlias = Iterable[bytes | memoryview]
    """The contents of a file, in pieces: a large matrix is not copied to be written."""
else:
    Protocol = object


class Sink(Protocol):
    """A taker of answers."""

    def write(self, text: str) -> None:
        """Take one answer."""

    def commit(self) -> None:
        """Make what was taken permanent; called once, at the end, unless an exception was the end."""


class StandardOutput:
    """Standard output, flushed at every answer: a reader sees it at once, and a full disk is noticed in time."""

    def write(self, text: str) -> None:
        """Write and flush."""
        sys.stdout.write(representable(text, sys.stdout))
        sys.stdout.flush()

    def commit(self) -> None:
        """Nothing is left to do."""


class OutputFile:
    """A file, written beside its place and then renamed; an error without an answer leaves it untouched."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.parts: list[Content] = []

    def write(self, text: str) -> None:
        """Keep the answer for the end."""
        self.parts.append([text.encode("utf-8", "backslashreplace")])

    def write_bytes(self, content: Content) -> None:
        """Keep an answer that is no text."""
        self.parts.append(content)

    def commit(self) -> None:
        """Put the answers in the file's place."""
        if not self.parts:
            return
        try:
            replace_file(self.name, chain.from_iterable(self.parts))
        except OSError as error:  # the name of the temporary file would puzzle the reader
            raise OSError(error.errno, error.strerror, self.name) from error


class SecondSchema:
    """A sink that hands every JSON document on in the second schema."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.begun = ""  # a line that is written in parts

    def write(self, text: str) -> None:
        """Convert the documents, one a line, once their lines are whole."""
        import json

        from matcalc_cli.render.json import line
        from matcalc_cli.render.schema import second

        whole, _, self.begun = (self.begun + text).rpartition("\n")
        self.sink.write("".join(line(second(json.loads(document))) for document in whole.splitlines()))

    def commit(self) -> None:
        """Nothing is kept here."""
        self.sink.commit()


def replace_file(name: str, data: Content) -> None:
    """Write `data`, piece by piece, in the place of a file, behind a link if it is one; a device or a pipe is written to."""
    if os.path.exists(name) and not os.path.isfile(name):
        write_file(name, data)
        return
    path = os.path.realpath(name)
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name}.{os.getpid()}")
    try:
        write_file(temporary, data)
        if os.path.exists(path):
            os.chmod(temporary, stat.S_IMODE(os.stat(path).st_mode))
        os.replace(temporary, path)
    except BaseException:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise


def write_file(path: str, data: Content) -> None:
    """Write the whole of it."""
    with open(path, "wb") as stream:
        stream.writelines(data)
