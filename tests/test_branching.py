"""No function decides too much to be followed: at most fifteen points where it may go one way or another."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = sorted([*ROOT.glob("diplomacy_nlp/**/*.py"), *ROOT.glob("plugins/*/diplomacy_nlp_*/**/*.py")])
MOST = 15
MORE = {"diplomacy_nlp_actors": 20, "slots.py": 20, "fill.py": 20}  # of folders and files that are still to be parted


def decision_points(function: ast.AST) -> int:
    """Conditions, loops, joined conditions, cases and handlers within a function, those of inner functions too."""
    points = 0
    for node in ast.walk(function):
        if isinstance(node, ast.If | ast.For | ast.While | ast.IfExp | ast.ExceptHandler | ast.match_case):
            points += 1
        elif isinstance(node, ast.BoolOp):
            points += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            points += 1 + len(node.ifs)
    return points


def functions_of(tree: ast.AST) -> dict[str, int]:
    """The decision points of each function."""
    return {
        f"{node.name}, line {node.lineno}": decision_points(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_points_are_counted() -> None:
    code = """
def plain(): return 1
def branching(a, b):
    while a and b or not a:
        try: a = [x for x in b if x if a]
        except ValueError: return a if b else None
    def inner():
        if a: pass
        elif b: pass
"""
    assert list(functions_of(ast.parse(code)).values()) == [0, 10, 2]


def most(file: Path) -> int:
    return next((MORE[part] for part in file.parts if part in MORE), MOST)


def test_no_function_decides_too_much() -> None:
    over = [
        f"{file.name}: {name}: {points}"
        for file in FILES
        for name, points in functions_of(ast.parse(file.read_text(encoding="utf-8"))).items()
        if points > most(file)
    ]
    assert len(FILES) > 100
    assert not over
