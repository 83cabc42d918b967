"""The threads of the library that multiplies matrices."""

from __future__ import annotations

import os

VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""The variables that NumPy's libraries ask, once, when they are loaded."""


def one_thread() -> None:
    """Let NumPy compute in one thread, unless the user says otherwise: those of small matrices wait for each other."""
    for name in VARIABLES:
        os.environ.setdefault(name, "1")
