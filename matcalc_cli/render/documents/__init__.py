"""Pages and documents in LaTeX, Typst, HTML and Markdown."""
