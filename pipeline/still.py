"""A single picture out of a rendered video.

`python -m pipeline.still VIDEO SECONDS PICTURE` makes the pictures of the README.
"""

from __future__ import annotations

import sys
from pathlib import Path

import av
from PIL import Image

from scenarios.files import write_atomically


def write_still(video: Path, seconds: float, target: Path) -> None:
    """Write the frame shown at `seconds` (from the end if negative) as a PNG.

    Raises ValueError where the video has no such moment.
    """
    with av.open(str(video)) as source:
        stream = source.streams.video[0]
        rate = stream.average_rate
        assert rate is not None
        wanted = round(seconds * rate) + (stream.frames if seconds < 0 else 0)
        for index, frame in enumerate(source.decode(stream)):
            if index == wanted:
                with write_atomically(target) as temporary:
                    picture = Image.fromarray(frame.to_ndarray(format="rgb24"))
                    picture.save(temporary, format="PNG", optimize=True)
                return
    raise ValueError(f"{video} has no frame at {seconds} s")


if __name__ == "__main__":
    write_still(Path(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3]))
