"""The trained network that says whom nominals and pronouns mean."""
