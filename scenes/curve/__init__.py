"""The lesson about a function of one variable."""
