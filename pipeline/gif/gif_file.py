"""Writes a sequence as a GIF: one palette for all of it, and of each picture only what changed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.filter.context import FilterContext

from gradreel.pipeline.gif.frame_sequence import FrameSequence
from gradreel.pipeline.gif.frame_store import Pixels

_HUNDREDTH = Fraction(1, 100)
_SINK = "buffersink"
_SAMPLES = 50  # pictures from which the palette is chosen: more take longer and hardly change it


class TooLargeError(Exception):
    """The file would be larger than its limit."""


def write_gif(sequence: FrameSequence, colors: int, path: Path, limit: int | None) -> None:
    """Write a sequence in at most `colors` colours, as a GIF that loops forever.

    Raises TooLargeError as soon as there are more than `limit` bytes, and OSError if the file
    cannot be written.
    """
    delays = list(sequence.delays.values())
    options = {"loop": "0", "final_delay": str(delays[-1]), "fflags": "+bitexact"}
    with av.open(str(path), "w", format="gif", options=options) as output:
        stream: Any = output.add_stream("gif")
        stream.width, stream.height = sequence.size
        stream.pix_fmt = "pal8"
        stream.codec_context.time_base = _HUNDREDTH
        time = size = 0
        for picture, delay in zip(_in_colors(sequence, colors), delays, strict=True):
            picture.pts, picture.time_base = time, _HUNDREDTH
            time += delay
            packets = stream.encode(picture)
            size += sum(packet.size for packet in packets)
            if limit is not None and size > limit:
                raise TooLargeError
            output.mux(packets)
        output.mux(stream.encode(None))
    if limit is not None and path.stat().st_size > limit:
        raise TooLargeError


def _in_colors(sequence: FrameSequence, colors: int) -> Iterator[av.VideoFrame]:
    """The pictures in one palette of at most `colors` colours, one of which means "unchanged".

    Nothing is dithered: dithering spends bytes on a pattern that flickers with whatever moves, and
    takes the picture further from the true one than the nearest colours do.
    """
    graph = av.filter.Graph()
    pictures, palette = _source(graph, sequence.size, "rgb24"), _source(graph, (16, 16), "bgra")
    mapped, sink = graph.add("paletteuse", "dither=none:diff_mode=rectangle"), graph.add(_SINK)
    pictures.link_to(mapped, 0, 0)
    palette.link_to(mapped, 0, 1)
    mapped.link_to(sink)
    graph.configure()
    palette.push(_palette(sequence, colors))
    palette.push(None)
    for number, pixels in enumerate(sequence.pictures()):
        pictures.push(_frame(pixels, number))
        yield from _pulled(sink)
    pictures.push(None)
    yield from _pulled(sink)


def _palette(sequence: FrameSequence, colors: int) -> Any:
    """The best palette for the whole sequence, as a picture of 16 by 16 colours."""
    graph = av.filter.Graph()
    pictures, sink = _source(graph, sequence.size, "rgb24"), graph.add(_SINK)
    graph.link_nodes(pictures, graph.add("palettegen", f"max_colors={colors}"), sink)
    graph.configure()
    for number, pixels in enumerate(sequence.pictures(every=-(-len(sequence.delays) // _SAMPLES))):
        pictures.push(_frame(pixels, number))
    pictures.push(None)
    (palette,) = _pulled(sink)
    palette.pts, palette.time_base = 0, _HUNDREDTH
    return palette


def _source(graph: av.filter.Graph, size: tuple[int, int], format: str) -> FilterContext:
    width, height = size
    kind = av.VideoFormat(format, width, height)
    return graph.add_buffer(width=width, height=height, format=kind, time_base=_HUNDREDTH)


def _frame(pixels: Pixels, number: int) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
    frame.pts, frame.time_base = number, _HUNDREDTH
    return frame


def _pulled(sink: FilterContext) -> Iterator[Any]:
    """The frames that a filter graph has ready."""
    while True:
        try:
            yield sink.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
