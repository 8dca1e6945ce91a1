"""The lesson about a function of two variables."""
