"""Texts on the screen, from markup to outlines."""
