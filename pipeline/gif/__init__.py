"""A chapter as a small animated picture: GIF, WebP, APNG or AVIF."""
