"""`python -m matcalc_cli`."""

import sys

from matcalc_cli.cli.main import main

sys.exit(main())
