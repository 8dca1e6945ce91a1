"""The encoder by itself, whose speed no render can exceed."""

from __future__ import annotations

import io
import time
from itertools import islice
from pathlib import Path
from typing import Any

import av

_OPTIONS = {"preset": "medium", "crf": "23", "threads": "2"}
_IN_MEMORY = 120  # frames at once: 370 MB at 1080p


def encoder_rate(path: Path) -> float:
    """Frames a second of libx264 at its defaults, with two threads, over all frames of a video.

    The frames wait decoded in memory, as yuv420p; while the next ones are decoded the clock
    stands still.
    """
    seconds, count = 0.0, 0
    with av.open(str(path)) as source, av.open(io.BytesIO(), "w", format="mp4") as target:
        video: Any = source.streams.video[0]
        video.thread_type = "AUTO"
        stream: Any = target.add_stream("libx264", rate=video.average_rate, options=_OPTIONS)
        stream.width, stream.height, stream.pix_fmt = video.width, video.height, "yuv420p"
        decoded = source.decode(video)
        while frames := list(islice(decoded, _IN_MEMORY)):
            started = time.perf_counter()
            for frame in frames:
                frame.pts, frame.time_base = count, 1 / video.average_rate
                # Leave the choice of key frames to the encoder.
                frame.pict_type = av.video.frame.PictureType.NONE
                target.mux(stream.encode(frame))
                count += 1
            seconds += time.perf_counter() - started
        started = time.perf_counter()
        target.mux(stream.encode(None))
        seconds += time.perf_counter() - started
    return count / seconds
