"""Before anything else: one thread for linear algebra, whose matrices are 5 x 5 here; more would only fight for the cores."""

from __future__ import annotations

import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
