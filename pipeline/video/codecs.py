"""The encoders of video files: the one place that knows codecs."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.codec.context import Flags
from av.video.reformatter import ColorRange

from gradreel.pipeline.quality import Quality

_CPU = Path("/proc/cpuinfo")


def _assembly() -> list[str]:
    """What keeps x264 from AVX-512, for which its code gives other bytes from call to call.

    With AVX2 it gives the same bytes as with AVX alone, and is about as fast.
    """
    has_it = _CPU.exists() and " avx512" in _CPU.read_text(encoding="ascii", errors="replace")
    return ["asm=avx2"] if has_it else []


# One thread per encoder: chapters are rendered side by side in processes of their own. Lookahead
# with macroblock trees gives the fastest of x264's useful presets more than the default's quality.
_X264 = {
    "preset": "superfast",
    "crf": "21",
    "tune": "animation",
    "x264-params": ":".join(("mbtree=1", "rc-lookahead=20", *_assembly())),
    "threads": "1",
}
_CODECS: dict[str, tuple[str, dict[str, str]]] = {
    "mp4": ("libx264", _X264),
    "mov": ("libx264", _X264),
    "webm": (
        "libvpx-vp9",
        {"crf": "31", "b": "0", "deadline": "good", "cpu-used": "5", "threads": "1"},
    ),
}
_BT709 = 1  # in the numbering of ITU-T H.273


def clip_options(format: str) -> dict[str, str]:
    """The options of a container for a clip: the same packets give the same bytes."""
    # The bit rate would be written only by the process that encodes.
    return {"fflags": "+bitexact"} | ({} if format == "webm" else {"write_btrt": "0"})


def add_stream(container: Any, quality: Quality, format: str) -> Any:
    """Add a video stream to a container of a format, with an encoder as `new_encoder` makes it."""
    codec, options = _CODECS[format]
    stream = container.add_stream(codec, rate=Fraction(quality.fps), options=options)
    _configure(stream.codec_context, quality)
    return stream


def new_encoder(quality: Quality, format: str) -> Any:
    """An encoder: yuv420p, BT.709. Its packets fit into a file with those of others like it."""
    codec, options = _CODECS[format]
    encoder: Any = av.CodecContext.create(codec, "w")
    encoder.options, encoder.framerate = dict(options), Fraction(quality.fps)
    encoder.flags |= Flags.global_header  # files hold it once for all packets
    _configure(encoder, quality)
    return encoder


def _configure(encoder: Any, quality: Quality) -> None:
    encoder.width, encoder.height, encoder.pix_fmt = quality.width, quality.height, "yuv420p"
    encoder.color_range = ColorRange.MPEG
    encoder.color_primaries = encoder.color_trc = encoder.colorspace = _BT709
