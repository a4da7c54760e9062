"""The vocabulary in which Block Kit is written down: checks for strings, lists, objects and the union of objects.

A check takes the value, its json-pointer and the findings so far, and adds what it finds wrong.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from bot.emulator.blocks.problems import Code, Problem


class Surface(StrEnum):
    """Where blocks are shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


@dataclass(slots=True, kw_only=True)
class Findings:
    """The problems found so far on one surface."""

    surface: Surface
    problems: list[Problem] = field(default_factory=list)

    def add(self, pointer: str, message: str, code: Code = Code.CONSTRAINT) -> None:
        """Note one problem."""
        self.problems.append(Problem(pointer=pointer, message=message, code=code))


Check: TypeAlias = Callable[[Any, str, Findings], None]
Object: TypeAlias = Mapping[str, Any]
Rule: TypeAlias = Callable[[Object, str, Findings], None]


def too_long(high: int) -> str:
    """Slack's sentence for a text of more than `high` characters."""
    return f"must be less than {high + 1} characters"


def length_problem(length: int, low: int, high: int | None) -> str | None:
    """Slack's sentence for a length outside [low, high], or None."""
    if length < low:
        return f"must be more than {low - 1} characters"
    return too_long(high) if high is not None and length > high else None


def string(low: int = 0, high: int | None = None, *, pattern: str | None = None) -> Check:
    """A bare string of `low` to `high` characters that matches the whole pattern."""
    compiled = re.compile(pattern) if pattern else None

    def check(value: Any, pointer: str, findings: Findings) -> None:
        if not isinstance(value, str):
            findings.add(pointer, "must provide a string")
        elif problem := length_problem(len(value), low, high):
            findings.add(pointer, problem)
        elif compiled and not compiled.fullmatch(value):
            findings.add(pointer, f"input must match regex pattern: {compiled.pattern}")

    return check


def text_that(accepts: Callable[[str], bool], sentence: str, *, high: int | None = None) -> Check:
    """A bare string of at most `high` characters for which `accepts` holds; `sentence` is what is said otherwise."""

    def check(value: Any, pointer: str, findings: Findings) -> None:
        if not isinstance(value, str):
            findings.add(pointer, "must provide a string")
        elif problem := length_problem(len(value), 0, high):
            findings.add(pointer, problem)
        elif not accepts(value):
            findings.add(pointer, sentence)

    return check


def boolean(value: Any, pointer: str, findings: Findings) -> None:
    """True or false, not 1 or 0."""
    if not isinstance(value, bool):
        findings.add(pointer, "must provide a boolean")


def number(value: Any, pointer: str, findings: Findings) -> None:
    """A finite JSON number; no string, no boolean."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or abs(value) == float("inf"):  # noqa: PLR0124 - NaN is what differs from itself
        findings.add(pointer, "must provide a number")


def integer(low: int, high: int | None = None) -> Check:
    """A whole number in [low, high]."""

    def check(value: Any, pointer: str, findings: Findings) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            findings.add(pointer, "must provide an integer")
        elif value < low:
            findings.add(pointer, f"must be greater than or equal to {low}")
        elif high is not None and value > high:
            findings.add(pointer, f"must be less than or equal to {high}")

    return check


def enum(*allowed: str) -> Check:
    """One of a closed list of strings."""
    values = frozenset(allowed)

    def check(value: Any, pointer: str, findings: Findings) -> None:
        if not isinstance(value, str) or value not in values:
            findings.add(pointer, "must be a valid enum value")

    return check


def nullable(inner: Check) -> Check:
    """Null, or what `inner` accepts."""

    def check(value: Any, pointer: str, findings: Findings) -> None:
        if value is not None:
            inner(value, pointer, findings)

    return check


def items(inner: Check, low: int = 0, high: int | None = None) -> Check:
    """A list of `low` to `high` values, each of which `inner` judges.

    Why the items of an overlong list are not judged: the count says it all, and a page of sentences would hide it.
    """

    def check(value: Any, pointer: str, findings: Findings) -> None:
        if not isinstance(value, list):
            findings.add(pointer, "must provide an array")
        elif len(value) < low:
            findings.add(pointer, f"no fewer than {low} items allowed")
        elif high is not None and len(value) > high:
            findings.add(pointer, f"no more than {high} items allowed")
        else:
            for index, item in enumerate(value):
                inner(item, f"{pointer}/{index}", findings)

    return check


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """An object with these fields and no others; the rules across fields run only where each field is sound."""

    required: Mapping[str, Check] = field(default_factory=dict)
    optional: Mapping[str, Check] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    def __call__(self, value: Any, pointer: str, findings: Findings) -> None:
        """Judge one object."""
        if not isinstance(value, Mapping):
            findings.add(pointer, "must provide an object")
            return
        before = len(findings.problems)
        for name in self.required:
            if name not in value:
                findings.add(pointer, f"missing required field: {name}", Code.MISSING)
        for name, inner in value.items():
            check = self.required.get(name) or self.optional.get(name)
            if check is None:
                findings.add(pointer, f"invalid additional property: {name}", Code.ADDITIONAL)
            else:
                check(inner, f"{pointer}/{name}", findings)
        if len(findings.problems) == before:
            for rule in self.rules:
                rule(value, pointer, findings)


def _any_type(_value: Any, _pointer: str, _findings: Findings) -> None:
    """The discriminator was judged by `union`."""


def block(
    *, required: Mapping[str, Check] | None = None, optional: Mapping[str, Check], rules: tuple[Rule, ...] = ()
) -> Shape:
    """A member of a union: a shape that also carries its `type`."""
    return Shape(required=required or {}, optional={"type": _any_type, **optional}, rules=rules)


def union(members: Mapping[str, Check], surfaces: Mapping[str, frozenset[Surface]] | None = None) -> Check:
    """An object told apart by its `type`; `surfaces` narrows where a type may stand (absent: everywhere)."""

    def check(value: Any, pointer: str, findings: Findings) -> None:
        if not isinstance(value, Mapping):
            findings.add(pointer, "must provide an object")
            return
        if "type" not in value:
            findings.add(pointer, "missing required field: type", Code.MISSING)
            return
        kind = value["type"]
        member = members.get(kind) if isinstance(kind, str) else None
        allowed = surfaces.get(kind) if surfaces and member else None
        if member is None or (allowed is not None and findings.surface not in allowed):
            findings.add(f"{pointer}/type", f"unsupported type: {kind}")
        else:
            member(value, pointer, findings)

    return check


def exactly_one(*names: str) -> Rule:
    """Exactly one of these fields."""

    def rule(value: Object, pointer: str, findings: Findings) -> None:
        given = [name for name in names if name in value]
        listed = " or ".join(f"`{name}`" for name in names)
        if not given:
            findings.add(pointer, f"must provide either {listed}", Code.MISSING)
        elif len(given) > 1:
            findings.add(pointer, f"must provide only one of {listed}")

    return rule


def at_least_one(*names: str) -> Rule:
    """At least one of these fields."""

    def rule(value: Object, pointer: str, findings: Findings) -> None:
        if not any(name in value for name in names):
            listed = ", ".join(f"`{name}`" for name in names)
            findings.add(pointer, f"must provide at least one of {listed}", Code.MISSING)

    return rule


def not_above(lower: str, upper: str, measure: Callable[[Any], Any] = lambda value: value) -> Rule:
    """Where both fields are given, the first may not be above the second."""

    def rule(value: Object, pointer: str, findings: Findings) -> None:
        if lower in value and upper in value and measure(value[lower]) > measure(value[upper]):
            findings.add(f"{pointer}/{lower}", f"must be less than or equal to `{upper}`")

    return rule
