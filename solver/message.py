"""Messages: sentences by their ids in the catalogue, which files can keep in any language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Value: TypeAlias = "str | int | Message | tuple[str | Message, ...]"


@dataclass(frozen=True)
class Message:
    """A sentence, a heading or a label: its id in the catalogue, and its values by name.

    Text is shown as it is: a name, or a number already rounded. An int decides between singular and
    plural; a tuple is listed with the language's "and".
    """

    id: str
    values: tuple[tuple[str, Value], ...] = ()

    def with_text(self, change: Callable[[str], str], of: str = "") -> Message:
        """The same message with its text values changed: all of them, or those of one name."""

        def changed(name: str, value: Value) -> Value:
            if isinstance(value, tuple):
                return tuple(part(name, each) for each in value)
            return value if isinstance(value, int) else part(name, value)

        def part(name: str, value: str | Message) -> str | Message:
            if isinstance(value, Message):
                return value.with_text(change, of)
            return change(value) if of in ("", name) else value

        return Message(self.id, tuple((name, changed(name, value)) for name, value in self.values))

    def as_data(self) -> dict[str, Any]:
        """The message as JSON can hold it."""

        def plain(value: Value) -> Any:
            if isinstance(value, tuple):
                return [plain(part) for part in value]
            return value.as_data() if isinstance(value, Message) else value

        return {"id": self.id, "values": {name: plain(value) for name, value in self.values}}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Message:
        """The message from `as_data`. Raises KeyError, TypeError or ValueError for other data."""

        def value(plain: Any) -> Any:
            if isinstance(plain, list):
                return tuple(value(part) for part in plain)
            if isinstance(plain, dict):
                return cls.from_data(plain)
            if isinstance(plain, bool) or not isinstance(plain, str | int):
                raise TypeError(f"{plain!r} is not a value of a message")
            return plain

        if not isinstance(data["id"], str) or not isinstance(data["values"], dict):
            raise TypeError(f"{data!r} is not a message")
        return message(data["id"], **{n: value(v) for n, v in data["values"].items()})


def message(id: str, /, **values: Value) -> Message:
    """A message by its id in the catalogue, with its values."""
    return Message(id, tuple(sorted(values.items())))
