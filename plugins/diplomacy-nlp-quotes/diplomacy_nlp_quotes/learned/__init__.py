"""The learned part: a small network that reads a parser's vectors and what the rules propose."""
