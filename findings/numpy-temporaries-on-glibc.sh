#!/usr/bin/env bash
# NumPy 2.4.6 with glibc: a loss whose temporaries have a megabyte gets new pages from the kernel at every call, until an array of 32 MB has been made and dropped once.
# guess: after the first call the memory of the temporaries is used again, so that further calls fault in no page
# seen: hundreds of page faults a call; next to none after np.empty(4_000_000) was made and dropped
. "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
packages numpy==2.4.6
program <<'EOF'
import platform
import resource

import numpy as np

rng = np.random.default_rng(0)
A, W = rng.standard_normal((500, 300)), rng.standard_normal((300, 300))


def loss():
    R = A @ W
    return float(np.sum((R - 1.0) ** 2))


def faults(calls=20):
    """Page faults of a call, after some calls."""
    for _ in range(calls):
        loss()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(calls):
        loss()
    return (resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before) / calls


print(platform.libc_ver()[0])
print("faults in more than 200 pages a call:", faults() > 200)
np.empty(4_000_000)
print("after an array of 32 MB that nobody touched:", faults() > 200)
EOF
seen <<'EOF'
glibc
faults in more than 200 pages a call: True
after an array of 32 MB that nobody touched: False
EOF
