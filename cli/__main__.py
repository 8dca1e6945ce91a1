"""`python -m cli` is `gradreel`."""

from cli import main

main()
