"""Documents of every kind: which files there are, what their bytes are, and how each kind becomes one text."""
