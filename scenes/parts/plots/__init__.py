"""Flat axes, and what stands in them."""
