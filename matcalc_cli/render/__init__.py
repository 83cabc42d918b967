"""Printers: answers and syntax trees as plain text, Unicode, LaTeX, JSON and terminal markup."""
