"""One moment of every chapter and of every poster as a small picture, and what compares them."""
