"""The errors about text that is no program: parts that are missing, foreign words, the probable meaning."""
