"""What the chapters say: messages, chosen according to the recording, and their words."""
