"""Commands about what an equation defines: unknowns, minima, functions of time, volumes."""
