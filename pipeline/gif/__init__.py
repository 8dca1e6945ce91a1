"""A chapter as a small picture that moves."""
