"""The lesson about a line fitted to points."""
