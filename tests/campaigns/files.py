"""Damaged .npy, .csv, .txt and .json files through the reader of --at: a finite matrix or an error about the file.

PYTHONPATH=. python tests/campaigns/files.py COUNT [SEED]
"""

from __future__ import annotations

import io
import json
import resource
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np

from matcalc_cli.errors import MatcalcError
from matcalc_cli.inputs.files import npy, read_matrix

SHOWN = 5
SECONDS = 1
"""For one file, on a machine that does other things too."""


def numpys_own(matrix: np.ndarray, random: Random) -> bytes:
    """The file that NumPy writes, in one of the types that are read."""
    kind = random.choice(("<f8", ">f8", "<f4", "<i8", "|u1", "|b1"))
    stream = io.BytesIO()
    np.save(stream, matrix.astype(kind), allow_pickle=False)
    return stream.getvalue()


def separated(matrix: np.ndarray, random: Random) -> bytes:
    separator, end = random.choice((",", ";", " ", "\t", ", ")), random.choice(("\n", "\r\n"))
    return end.join(separator.join(map(str, row)) for row in matrix.tolist()).encode()


WRITERS: dict[str, list[Callable[[np.ndarray, Random], bytes]]] = {
    ".npy": [lambda a, _: b"".join(npy(a)), numpys_own],
    ".csv": [separated],
    ".txt": [separated],
    ".json": [lambda a, _: json.dumps(a.tolist()).encode()],
}


def good(random: Random, ending: str) -> bytes:
    """A whole file."""
    rows, cols = random.randint(1, 4), random.randint(1, 4)
    entries = [random.choice((0.0, 1.0, -2.5, 1e300, 3e-9, random.gauss(0, 1))) for _ in range(rows * cols)]
    with np.errstate(all="ignore"):  # 1e300 is no integer
        return random.choice(WRITERS[ending])(np.array(entries).reshape(rows, cols), random)


def damaged(data: bytes, random: Random) -> bytes:
    """Some bits turned; sometimes bytes left out, put in or cut off as well."""
    found = bytearray(data)
    first = len(found) * 3 // 4 if random.random() < 0.5 else 0  # half of them among the entries, not in a header
    for _ in range(random.choice((1, 1, 2, 4))):
        found[random.randrange(first, len(found))] ^= 1 << random.randrange(8)
    at, stop = sorted(random.randrange(len(found) + 1) for _ in range(2))
    match random.randrange(8):
        case 0:
            del found[at:]
        case 1:
            del found[at : min(stop, at + 4)]
        case 2:
            found[at:at] = random.choice((random.randbytes(3), found[at:stop], b"9" * 30, b"nan", b"1e999", b"["))
    return bytes(found)


def outcome(name: str) -> str:
    """ "matrix" or "refused". Raises AssertionError, or whatever else is a finding."""
    try:
        found = read_matrix(name)
    except MatcalcError as error:
        assert error.kind == "file"
        assert error.message.isprintable()
        return "refused"
    assert found.ndim == 2
    assert found.dtype == np.float64
    assert np.isfinite(found).all()
    return "matrix"


def main() -> None:
    """Count the outcomes; keep the first files that are findings."""
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    words: Counter[str] = Counter()
    began = time.perf_counter()
    warnings.simplefilter("error")  # a warning would stand on the user's screen
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:  # noqa: S108
        for s in range(seed, seed + count):
            random = Random(s)
            ending = random.choice(list(WRITERS))
            file, data = Path(folder, f"a{ending}"), damaged(good(random, ending), random)
            file.write_bytes(data)
            word, start = "", time.perf_counter()
            try:
                word = outcome(str(file))
            except Exception:  # noqa: BLE001 anything is a finding
                word = "traceback"
                traceback.print_exc(limit=-3)
            if time.perf_counter() - start > SECONDS:
                word = "too slow"
            words[f"{ending} {word}"] += 1
            if word in {"traceback", "too slow"} and words[f"{ending} {word}"] <= SHOWN:
                print(f"seed {s}: {word}: {ending} {data!r}", flush=True)
    bad = sum(n for word, n in words.items() if word.endswith(("traceback", "too slow")))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rate = count / (time.perf_counter() - began)
    print(f"{count} files, seed {seed}: {dict(sorted(words.items()))}, {bad} bad, {rate:.0f} a second, {memory} MB")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
