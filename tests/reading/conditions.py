"""The conditions that the feed corpus writes at the top of each file, judged without running them as programs."""

from __future__ import annotations

import ast
import operator
import re
from typing import Any

_COMPARE = {ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b, ast.Is: operator.is_, ast.IsNot: operator.is_not,
            ast.Lt: operator.lt, ast.Gt: operator.gt, ast.LtE: operator.le, ast.GtE: operator.ge}  # fmt: skip
_CALLS = {"len": len, "str": str, "bool": bool, "isinstance": isinstance}
_METHODS = {"get", "has_key", "keys", "startswith", "endswith", "count", "lower", "strip"}
_NAMES = {"True": True, "False": False, "None": None}


def condition(data: bytes) -> str | None:
    """What a file of the corpus says must come out of it."""
    for encoding in ("utf-8", "utf-16", "utf-32", "latin-1"):
        try:
            found = re.search(r"Expect:\s*(.*)", data.decode(encoding))
        except UnicodeDecodeError:
            continue
        if found:
            return found[1].strip()
    return None


def holds(text: str, facts: dict[str, Any]) -> bool:
    """Whether a condition is true of the facts. Raises ValueError for what is not a plain condition."""
    return bool(_value(ast.parse(text, mode="eval").body, {**facts, **_NAMES}))


def _value(node: ast.AST, facts: dict[str, Any]) -> Any:
    match node:
        case ast.Constant():
            return node.value
        case ast.Name():
            return facts[node.id]
        case ast.List() | ast.Tuple():
            values = [_value(one, facts) for one in node.elts]
            return values if isinstance(node, ast.List) else tuple(values)
        case ast.Dict():
            return {_value(k, facts): _value(v, facts) for k, v in zip(node.keys, node.values, strict=True) if k}
        case ast.UnaryOp(op=ast.Not()):
            return not _value(node.operand, facts)
        case ast.UnaryOp(op=ast.USub()):
            return -_value(node.operand, facts)
        case ast.BinOp(op=ast.Add()):
            return _value(node.left, facts) + _value(node.right, facts)
        case ast.BoolOp():
            results = (_value(one, facts) for one in node.values)
            return all(results) if isinstance(node.op, ast.And) else any(results)
        case ast.Compare():
            left = _value(node.left, facts)
            for sign, right_node in zip(node.ops, node.comparators, strict=True):
                right = _value(right_node, facts)
                if not _COMPARE[type(sign)](left, right):
                    return False
                left = right
            return True
        case ast.Subscript():
            return _value(node.value, facts)[_value(node.slice, facts)]
        case ast.Attribute() if not node.attr.startswith("_"):
            return getattr(_value(node.value, facts), node.attr)
        case ast.Call(func=ast.Name(id=name)) if name in _CALLS:
            return _CALLS[name](*[_value(one, facts) for one in node.args])
        case ast.Call(func=ast.Attribute(attr=name)) if name in _METHODS:
            return getattr(_value(node.func.value, facts), name)(*[_value(one, facts) for one in node.args])
    raise ValueError(f"'{ast.unparse(node)}' is no plain condition.")
