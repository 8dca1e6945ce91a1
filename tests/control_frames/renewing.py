"""The command that renews the control frames."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from control_frames.comparing import difference, write_side_by_side
from control_frames.drawing import drawn
from control_frames.frames import FRAMES, Frame, held, keep, strays
from gradreel.scenarios.model import ThemeName
from gradreel.scenes.theme import THEMES


@click.command()
@click.argument("chapters", nargs=-1, metavar="[KIND-CHAPTER]...")
def renew(chapters: tuple[str, ...]) -> None:
    """Renew the control frames of all chapters, or of some, such as surface-step.

    For each frame that has changed, it says by how much and where, and writes the old picture, the
    new one and their difference side by side. Look at these before you commit.
    """
    known = dict.fromkeys(frame.of for frame in FRAMES)
    if unknown := [name for name in chapters if name not in known]:
        raise click.UsageError(f"no chapter is called {unknown[0]}; there are {', '.join(known)}")
    folder = Path(tempfile.mkdtemp(prefix="control-frames-"))
    chosen = [frame for frame in FRAMES if frame.of in (chapters or known)]
    changed = [_renewed(frame, theme, folder) for frame in chosen for theme in THEMES]
    for path in strays():
        path.unlink()
        click.echo(f"{path.stem}: removed, because no frame has this name")
    click.echo(f"{len(changed)} pictures drawn, {sum(changed)} changed")


def _renewed(frame: Frame, theme: ThemeName, folder: Path) -> bool:
    """Draw a picture, and keep it if it differs from the one that is kept."""
    found = drawn(frame, theme)
    if not frame.path(theme).exists():
        click.echo(f"{frame.name} {theme}: new")
    elif apart := difference(before := held(frame, theme), found):
        path = folder / f"{frame.name}-{theme}.png"
        write_side_by_side(before, found, path)
        click.echo(f"{frame.name} {theme}: {apart}; see {path}")
    else:
        return False
    keep(frame, theme, found)
    return True
