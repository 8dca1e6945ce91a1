"""The parameters from above, and what is lowest there."""
