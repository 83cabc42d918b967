"""Numbers, polynomials and matrices modulo a prime."""
