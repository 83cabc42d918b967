"""Commands for the reader: cookbook, examples, help, settings, the session."""
