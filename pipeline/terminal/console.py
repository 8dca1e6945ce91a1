"""Tables and live displays, made safe for the terminal as in `streams`."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text

from gradreel.pipeline.terminal.streams import printable

_WIDE = 1000  # columns: a file or a pipe has no right edge at which to cut a line


class Terminal(Console):
    """Standard output or standard error, where text from a file is never taken for markup."""

    def __init__(self, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, markup=False, highlight=False, emoji=False)
        if not self.is_terminal:
            self.width = _WIDE

    def render_str(self, text: str, **style: Any) -> Text:
        """A line of text with its control characters made visible."""
        return super().render_str(printable(text), **style)
