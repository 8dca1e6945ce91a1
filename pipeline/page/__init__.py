"""A web page of lessons: one file that works from disk and contains everything it needs."""

from gradreel.pipeline.page.write import Page, PageError, PageWords, write_page

__all__ = ["Page", "PageError", "PageWords", "write_page"]
