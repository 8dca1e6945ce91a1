"""Tables and moving displays, by the one way of `gradreel.pipeline.terminal.streams`."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text

from gradreel.pipeline.terminal.streams import seen

_WIDE = 1000  # columns, where nobody's screen has an end


class Terminal(Console):
    """Standard output, or standard error, on which text from a file is only ever text."""

    def __init__(self, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, markup=False, highlight=False, emoji=False)
        if not self.is_terminal:
            self.width = _WIDE

    def render_str(self, text: str, **style: Any) -> Text:
        """A text of one line, all of it visible."""
        return super().render_str(seen(text), **style)
