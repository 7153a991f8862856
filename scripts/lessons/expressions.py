"""Arithmetic as a marker writes it, `1 - 24.999999 / 25` or `-ln(1/10)`, and nothing else."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable

FUNCTIONS: dict[str, Callable[[float], float]] = {
    "abs": abs,
    "exp": math.exp,
    "ln": math.log,
    "log10": math.log10,
    "sqrt": math.sqrt,
}
OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: math.pow,
}


def evaluate(text: str) -> float:
    """The value of an expression; a ValueError says what is wrong with it."""
    try:
        return _value(ast.parse(text.replace("\u2212", "-").strip(), mode="eval").body)
    except SyntaxError as error:
        raise ValueError(f"`{text}` is no arithmetic") from error
    except (ArithmeticError, RecursionError) as error:
        raise ValueError(f"`{text}` has no value: {error}") from error


def _value(node: ast.expr) -> float:
    """The value of a part of an expression."""
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(left), _value(right))
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in FUNCTIONS:
            return FUNCTIONS[name](_value(argument))
    known = ", ".join(FUNCTIONS)
    raise ValueError(
        f"`{ast.unparse(node)}` is not understood: there are numbers, + - * / **, "
        f"parentheses and {known}"
    )
