"""Steps as the text of a module in some language."""
