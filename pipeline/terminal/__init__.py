"""The command line's options, progress displays, reports and failures."""
