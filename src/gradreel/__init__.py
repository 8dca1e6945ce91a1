"""Turn a short scenario file into a video that explains gradient descent."""
