"""Chapters to clips, clips to videos, and what is told about them."""
