"""The published JSON Schema is what the reader knows, and every document of ours has that shape."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from balcao.ops.demo.data import documents
from balcao.processes.schema import json_schema
from tests.processes.importing.files import brought, order

PAGE = Path(__file__).parents[2] / "docs/reference/process-document.schema.json"
SCHEMA: dict[str, Any] = json_schema()
TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "number": (int, float),
    "integer": int,
}


class Words(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """As editors read YAML: `on` and dates are words."""


Words.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":bool", ":timestamp"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Words.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


def problems(value: Any, schema: dict[str, Any], path: str = "") -> list[str]:
    """What of a value has not the shape of a schema: the keywords that ours uses."""
    if "$ref" in schema:
        return problems(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], path)
    if "anyOf" in schema:
        tried = [problems(value, one, path) for one in schema["anyOf"]]
        return [] if [] in tried else min(tried, key=len)
    wanted = schema.get("type", [])
    kinds = [TYPES[name] for name in ([wanted] if isinstance(wanted, str) else wanted)]
    if kinds and not any(isinstance(value, kind) for kind in kinds):
        return [f"{path}: {value!r} is no {wanted}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{path}: {value!r} is none of {schema['enum']}"]
    if "pattern" in schema and not re.search(schema["pattern"], value):
        return [f"{path}: {value!r} is not like {schema['pattern']}"]
    found = [f"{path}: {key} is missing" for key in schema.get("required", []) if key not in value]
    if isinstance(value, dict):
        more = schema.get("additionalProperties", True)
        for key, inner in value.items():
            below = schema.get("properties", {}).get(key, more)
            if below is False:
                found.append(f"{path}: {key} is not known")
            elif isinstance(below, dict):
                found += problems(inner, below, f"{path}.{key}")
    if isinstance(value, list) and "items" in schema:
        found += [
            one for index, item in enumerate(value) for one in problems(item, schema["items"], f"{path}[{index}]")
        ]
    return found


def test_the_published_schema_is_the_readers() -> None:
    written = json.loads(PAGE.read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(SCHEMA)), "write it anew: balcao process schema"


@pytest.mark.parametrize("slug", sorted(documents()))
def test_every_process_of_the_demonstration_has_the_shape(slug: str) -> None:
    assert problems(yaml.load(documents()[slug], Words), SCHEMA) == []  # noqa: S506 - a safe loader with fewer types


def test_what_was_brought_over_has_the_shape() -> None:
    assert problems(yaml.load(brought(order()).text, Words), SCHEMA) == []  # noqa: S506 - a safe loader with fewer types


def test_a_slip_is_seen() -> None:
    written = yaml.load(brought(order()).text, Words)  # noqa: S506 - a safe loader with fewer types
    written["activities"]["fim"]["stge"] = "fim"
    assert problems(written, SCHEMA) == [".activities.fim: stge is not known"]
