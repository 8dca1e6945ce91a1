"""How fast gradreel is, measured on the machine at hand: `python -m bench`."""
