"""What people see of a call: its options, its display, its reports, its failures."""
