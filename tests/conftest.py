"""What every test relies on: one thread for linear algebra, and a Ctrl-C that arrives.

The matrices are 5 x 5 here, and more threads would only fight for the cores. A shell starts what runs in the background
with the interrupt ignored, and so would be every process that a test starts.
"""

from __future__ import annotations

import os
import signal

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

signal.signal(signal.SIGINT, signal.default_int_handler)
