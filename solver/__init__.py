"""The solver: records what the optimisers of a scenario really do."""
