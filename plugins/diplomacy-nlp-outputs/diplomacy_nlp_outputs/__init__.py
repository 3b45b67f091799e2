"""What people use of an Analysis: tables, event data, annotation files, networks, pages, plots, a command."""

__all__ = []
