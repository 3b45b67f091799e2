"""The learned part: a network that says which of the rules' reactions stand, and finds others."""
