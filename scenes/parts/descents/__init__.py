"""Runs: their names, tables, readouts and curves of the loss."""
