"""The name of the loss on axes."""

from __future__ import annotations

from gradreel.scenes.sentences.catalogue import text


def loss_name(symbol: str) -> str:
    """The symbol of the loss and the word for it, as Typst math."""
    return f'{symbol} "{text("label-loss")}"'
