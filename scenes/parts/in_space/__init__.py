"""Surfaces, and what lies on them."""
