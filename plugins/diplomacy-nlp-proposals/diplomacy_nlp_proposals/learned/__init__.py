"""The learned part: a network that says which of the rules' proposals stand, and finds others."""
