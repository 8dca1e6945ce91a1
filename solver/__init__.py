"""The solver: a scenario in, a recording of what its optimisers really did out."""
