"""`python -m matcalc_cli`."""

from matcalc_cli.cli.main import process

process()
