"""Where answers go and how they look: formats, files, streams, progress, failures."""
