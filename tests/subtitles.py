"""Reading captions back, strictly, for the tests of what writes them."""

from __future__ import annotations

import html
import re
from pathlib import Path

import av

from gradreel.pipeline.video.clip import Caption

_CLOCK = r"(\d\d):([0-5]\d):([0-5]\d)[,.](\d{3})"


def read_subrip(path: Path) -> list[Caption]:
    """The captions of an .srt file."""
    captions = []
    for number, block in enumerate(_blocks(path.read_bytes().decode("utf-8")), start=1):
        count, times, text = block.split("\n")
        assert count == str(number)
        assert times.count(",") == 2
        # Whatever a player could take for a tag.
        assert not re.search(r"[<>{}]", text)
        captions.append(_caption(times, text))
    return captions


def read_webvtt(path: Path) -> list[Caption]:
    """The captions of a .vtt file."""
    header, *blocks = _blocks(path.read_bytes().decode("utf-8"))
    assert header == "WEBVTT"
    captions = []
    for block in blocks:
        times, text = block.split("\n")
        assert times.count(".") == 2
        assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", text)
        captions.append(_caption(times, html.unescape(text)))
    return captions


def played(path: Path) -> list[Caption]:
    """The captions of a file as FFmpeg, in which most players trust, understands them."""
    captions = []
    with av.open(str(path)) as container:
        (stream,) = container.streams
        for packet in container.demux(stream):
            if packet.size:
                assert packet.time_base
                assert packet.pts is not None
                start = packet.pts * packet.time_base * 1000
                end = start + packet.duration * packet.time_base * 1000
                # Of a dialogue line of SubStation Alpha, the text comes last.
                (dialogue,) = (s.dialogue.decode() for s in packet.decode())
                captions.append(Caption(int(start), int(end), dialogue))
    return captions


def _blocks(text: str) -> list[str]:
    assert text.endswith("\n")
    assert "\r" not in text
    return text.removesuffix("\n").split("\n\n")


def _caption(times: str, text: str) -> Caption:
    match = re.fullmatch(f"{_CLOCK} --> {_CLOCK}", times)
    assert match, times
    numbers = [int(digits) for digits in match.groups()]
    ends = [
        ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest
        for hours, minutes, seconds, rest in (numbers[:4], numbers[4:])
    ]
    assert text.strip() == text != ""
    return Caption(ends[0], ends[1], text)
