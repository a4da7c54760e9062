"""The documentation page, made from the OpenAPI description; it fetches nothing from anywhere."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment

_PAGE = Environment(autoescape=True).from_string("""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1d2b36; }
h2 { margin-top: 2.5rem; text-transform: capitalize; }
section { border-top: 1px solid #cfd8dd; padding: .6rem 0; }
code, pre { font: 14px/1.4 ui-monospace, monospace; background: #f2f5f6; padding: .1rem .3rem; }
table { border-collapse: collapse; margin: .4rem 0; } td { padding: .1rem 1rem .1rem 0; vertical-align: top; }
</style></head><body>
<h1>{{ title }}</h1><p>{{ description }}</p>
<p>As a document: <a href="openapi.json">openapi.json</a></p>
{% for tag, operations in groups.items() %}<h2>{{ tag }}</h2>
{% for operation in operations %}<section>
<p><code>{{ operation.verb }} {{ operation.path }}</code> &mdash; {{ operation.summary }}</p>
<p>{{ operation.description }}</p>
{% if operation.fields %}<table>{% for field in operation.fields %}<tr>
<td><code>{{ field.name }}</code></td><td>{{ field.kind }}{% if field.required %}, required{% endif %}</td>
<td>{{ field.description }}</td></tr>{% endfor %}</table>{% endif %}
</section>{% endfor %}{% endfor %}
</body></html>""")


def _kind(schema: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_kind(item) for item in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(item) for item in schema["enum"])
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type", "anything"))


def _field(name: str, schema: Mapping[str, Any], *, required: bool, description: str = "") -> dict[str, Any]:
    text = description or schema.get("description", "")
    if schema.get("default") is not None:
        text = f"{text} Default: {schema['default']}".strip()
    return {"name": name, "kind": _kind(schema), "required": required, "description": text}


def _fields(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = [
        _field(
            parameter["name"],
            parameter["schema"],
            required=parameter.get("required", False),
            description=parameter["in"],
        )
        for parameter in operation.get("parameters", [])
    ]
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1]
    body = schemas.get(name, {})
    for field, schema in body.get("properties", {}).items():
        found.append(_field(field, schema, required=field in body.get("required", [])))
    return found


def documentation(description: Mapping[str, Any]) -> str:
    """The page for an OpenAPI description."""
    groups: dict[str, list[dict[str, Any]]] = {}
    schemas = description.get("components", {}).get("schemas", {})
    for path, operations in description["paths"].items():
        for verb, operation in operations.items():
            entry = {"verb": verb.upper(), "path": path, "summary": operation.get("summary", "")}
            entry |= {"description": operation.get("description", ""), "fields": _fields(operation, schemas)}
            groups.setdefault(operation.get("tags", ["other"])[0], []).append(entry)
    about = description["info"]
    return _PAGE.render(title=about["title"], description=about.get("description", ""), groups=groups)
