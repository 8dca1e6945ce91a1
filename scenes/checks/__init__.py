"""The checks behind `gradreel inspect`: what can be measured to be wrong with a picture."""
