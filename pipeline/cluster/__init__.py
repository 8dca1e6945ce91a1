"""Tasks done on other machines, by Dask.

A scheduler imports this with an errand: it loads nothing.
"""
