"""A note that says how far axes were widened to hold a run, and when it is lost nevertheless."""

from __future__ import annotations

from collections.abc import Callable

from manim import RIGHT

from gradreel.scenes import theme
from gradreel.scenes.parts.lettering.text import Counter
from gradreel.scenes.parts.maps.window import Window
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.sentences.runs import zoomed


class ZoomNote(Counter):
    """A note about a window; empty until the window grows or its run is lost.

    Its baseline ends at `right` on the screen. The numbers in it are announced to `computed`.
    """

    def __init__(
        self,
        window: Window,
        right: tuple[float, float],
        computed: Callable[[float], float],
    ) -> None:
        super().__init__("", theme.LABEL, theme.colors().muted, RIGHT)
        self.on_baseline((*right, 0.0))
        self._window, self._computed = window, computed
        for lost in {None, window.lost}:  # compile all letters now, rather than in an animation
            for scale in (1.0, 2.0):
                self._note(scale, lost)
        self.show_step(0.0)

    def show_step(self, step: float) -> None:
        """Say how far the axes are widened at a step, which may lie between two recorded ones."""
        lost = self._window.lost
        beyond = lost if lost is not None and step > lost - 1 else None
        self._note(self._computed(self._window.scale(step)), beyond)

    def _note(self, scale: float, lost: int | None) -> None:
        wording = zoomed(scale, lost)
        self.write(worded(wording) if wording else "")
