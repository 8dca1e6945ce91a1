"""Shapes, places and motions that know nothing of what they show."""
