"""Values from files and the command line."""
