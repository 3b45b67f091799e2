"""What plugins read a text with: clauses, places, names, lexicons. The core imports nothing of it."""

__all__: list[str] = []
