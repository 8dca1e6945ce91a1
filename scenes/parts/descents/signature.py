"""Who made a lesson: beside its title, and on its closing card."""

from __future__ import annotations

from manim import DOWN, LEFT, UP, VGroup, VMobject

from gradreel.scenarios.showing import Showing
from gradreel.scenes import theme
from gradreel.scenes.parts.lettering.logo import logo_mobject
from gradreel.scenes.parts.lettering.text import flowing

_LOGO = 0.9  # screen units: about as high as a line of the title
_ABOVE, _BELOW = 0.35, 0.25  # screen units between the logo, the title, and the lines below it


def with_signature(title: VMobject, showing: Showing, width: float) -> VMobject:
    """A title with the logo above it, and below it the subtitle and who made the lesson.

    Lines are at most `width` screen units wide. The title itself if there is nothing to add.
    """
    muted = theme.colors().muted
    # Lines are broken between an author and a school, not within them.
    whole = (each.replace(" ", "\N{NO-BREAK SPACE}") for each in showing.signature)
    lines = [(showing.subtitle, theme.HEADING), (" · ".join(whole), theme.LABEL)]
    block = VGroup(title)
    for text, size in lines:
        if text:
            line = flowing(text, width, size, muted)
            block.add(line.next_to(block, DOWN, buff=_BELOW, aligned_edge=LEFT))
    if showing.logo:
        logo = logo_mobject(showing.logo, _LOGO)
        block.add(logo.next_to(block, UP, buff=_ABOVE, aligned_edge=LEFT))
    return block if len(block) > 1 else title
