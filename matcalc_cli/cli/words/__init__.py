"""The words of a command line: commands, options, programs, completion."""
