"""The rules of methods of descent, as lessons explain them: each quantity from those before it."""
