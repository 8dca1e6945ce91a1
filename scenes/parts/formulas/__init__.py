"""Formulas, and the facts about a loss that chapters print."""
