"""The captions of a video: its sentences as SubRip and WebVTT files beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gradreel.pipeline.build.made import write_unless_edited
from gradreel.pipeline.video.clip import Caption, Clip, Video

# SubRip has no escapes, and players take <i> and {\an8} for tags and --> for times.
_SUBRIP = str.maketrans("<>{}", "‹›()")  # noqa: RUF001
_WEBVTT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def captions_of(clips: Sequence[Clip], fps: int) -> tuple[Caption, ...]:
    """The sentences of successive clips, timed by the frames that show them.

    A caption starts with the first frame that shows it, and ends with the first that does not.
    """
    captions: list[Caption] = []
    first = 0
    for clip in clips:
        for sentence in clip.sentences:
            start, end = (first + round(time * fps) for time in (sentence.start, sentence.end))
            text = " ".join(sentence.text.split())
            captions.append(Caption(milliseconds(start, fps), milliseconds(end, fps), text))
        first += clip.frames
    return tuple(captions)


def milliseconds(frame: int, fps: int) -> int:
    """The time of a frame, rounded down, so that at this time the frame's caption is shown."""
    return frame * 1000 // fps


def caption_files(video: Video) -> dict[Path, bytes]:
    """The files beside a video that hold its captions, and their content."""
    texts = {".srt": subrip(video.captions), ".vtt": webvtt(video.captions)}
    return {video.path.with_suffix(suffix): text.encode() for suffix, text in texts.items()}


def write_captions(video: Video) -> None:
    """Write a video's captions beside it; files that hold them, or were edited, are left alone.

    Raises OSError if a file cannot be written.
    """
    for path, content in caption_files(video).items():
        write_unless_edited(path, content)


def subrip(captions: Sequence[Caption]) -> str:
    """The content of an .srt file."""
    cues = (
        f"{number}\n{_span(caption, ',')}\n{caption.text.translate(_SUBRIP)}\n"
        for number, caption in enumerate(captions, start=1)
    )
    return "\n".join(cues)


def webvtt(captions: Sequence[Caption]) -> str:
    """The content of a .vtt file, as specified in https://www.w3.org/TR/webvtt1/."""
    cues = (f"{_span(caption, '.')}\n{caption.text.translate(_WEBVTT)}\n" for caption in captions)
    return "\n".join(["WEBVTT\n", *cues])


def _span(caption: Caption, point: str) -> str:
    return f"{_clock(caption.start, point)} --> {_clock(caption.end, point)}"


def _clock(time: int, point: str) -> str:
    """Milliseconds as `00:01:02.345`, with the given decimal point."""
    seconds, rest = divmod(time, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}{point}{rest:03}"
