"""matrixcalculus.org."""
