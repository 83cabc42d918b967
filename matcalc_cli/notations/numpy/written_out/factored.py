"""`Q, R = np.linalg.qr(A)`: names for the factors of a matrix, read as the language has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from matcalc_cli.functions import factors_in
from matcalc_cli.notations.numpy.frames import Frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from matcalc_cli.notations.numpy.calls import Calls

SEVERAL = re.compile(
    r"\(?([^\W\d]\w*(?:[ \t]*,[ \t]*[^\W\d]\w*)+)[ \t]*\)?[ \t]*=(?!=)[ \t]*(?:[^\W\d]\w*\.)*([^\W\d]\w*)(?=\s*\()"
)
OPTION = re.compile(r",\s*(?:full_matrices|mode|some|UPLO|overwrite_a|check_finite)\s*=\s*[\"']?\w+[\"']?(?=\s*[,)])")
"""Options that choose between forms of the factors, of which the language has the thin ones."""


def factored(reader: Calls, start: int, free: Callable[[str], str]) -> bool:
    """Read the names and the call that stand at a place, if they are of a factorization; `free` has the names of variables."""
    found = SEVERAL.match(reader.text, start)
    if found is None or found[2] not in factors_in("numpy"):
        return False
    for place, name in enumerate(re.finditer(r"\w+", found[1])):
        at = found.start(1) + name.start()
        if place:
            reader.writer.put(",", at, at)
        reader.writer.put("name", at, at + len(name[0]), free(name[0]), tight=False)
    reader.writer.put("=", found.start(2), found.start(2))
    reader.writer.put("name", found.start(2), found.end(2), found[2], tight=False)
    reader.place = found.end()
    end = reader.text.find("\n", reader.place) + 1 or len(reader.text)
    rest = OPTION.sub(lambda word: " " * len(word[0]), reader.text[reader.place : end])
    reader.text = reader.text[: reader.place] + rest + reader.text[end:]
    reader.open(found.start(2), Frame(), ("(",))
    return True
