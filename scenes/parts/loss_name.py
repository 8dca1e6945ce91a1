"""How axes call the loss: by its symbol and the word for it."""

from __future__ import annotations

from gradreel.scenes.sentences.catalogue import text


def loss_name(symbol: str) -> str:
    """The symbol of a loss with its word, as Typst math."""
    return f'{symbol} "{text("label-loss")}"'
