"""The learned part of plugins that read events: a small network over a parser's vectors and what rules propose."""
