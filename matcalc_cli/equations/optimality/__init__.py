"""Where numbers are stationary: what a Lagrangian is made of, and the equations of its gradient solved."""
