"""`python -m cli` is `gradreel`."""

from gradreel.cli import main

main()
