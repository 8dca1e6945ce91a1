"""The commands, a file each: a command parses, calls, prints."""
