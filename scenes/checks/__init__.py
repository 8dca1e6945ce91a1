"""What can be wrong with a picture, measured: for `gradreel inspect`."""
