"""A page of lessons: one file that works from disk, with everything that it needs in it."""

from gradreel.pipeline.page.write import Page, PageError, write_page

__all__ = ["Page", "PageError", "write_page"]
