"""From chapters to clips, from clips to videos, and the files that describe videos."""
