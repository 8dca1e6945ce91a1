"""The JSON Schema of scenario files; `python -m gradreel.scenarios.schema` writes its file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from gradreel.scenarios.file_form import ScenarioTable
from gradreel.scenarios.files import write_atomically

SCHEMA_PATH = Path(__file__).with_name("schema.json")


def schema_text() -> str:
    """The text of the schema file."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_tidied(ScenarioTable.model_json_schema()),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _tidied(node: Any) -> Any:
    """A part of the schema without nulls, which TOML does not have, and pydantic's titles."""
    if isinstance(node, list):
        return [_tidied(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _tidied(value) for key, value in node.items() if not _noise(key, value)}
    options = [option for option in kept.get("anyOf", []) if option != {"type": "null"}]
    if len(options) == 1:
        del kept["anyOf"]
        kept = {**options[0], **kept}
    return kept


def _noise(key: str, value: Any) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)


if __name__ == "__main__":
    with write_atomically(SCHEMA_PATH) as temporary:
        temporary.write_text(schema_text(), encoding="utf-8")
