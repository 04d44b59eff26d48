"""Writes test/ops/golden.json: every operation on fixed operands with its partial derivatives up to the third order, at 20 points of its
domain, computed with 60 digits and rounded to doubles. It needs the Debian package python3-mpmath and no other part of the project:

    /usr/bin/python3 scripts/golden.py

The functions below are written from their definitions, apart from src/ops.
"""
import itertools
import json
import math

from mpmath import mp, mpf

mp.dps = 60
POINTS = 20
ORDER = 3

R, NONZERO, POSITIVE = (-3, 3), (-3, 3, 0), (0.1, 5)
ABOVE_ONE, ABOVE_MINUS_ONE, UNIT, BRANCH = (1.1, 5), (-0.9, 3), (-0.95, 0.95), (-1.4, 1.4)
WIDE = (-12, 12)


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def cbrt(x):
    return mp.sign(x) * mp.cbrt(abs(x))


OPS = {
    "neg": (lambda x: -x, R),
    "add": (lambda x, y: x + y, R, R),
    "sub": (lambda x, y: x - y, R, R),
    "mul": (lambda x, y: x * y, R, R),
    "div": (lambda x, y: x / y, R, NONZERO),
    "reciprocal": (lambda x: 1 / x, NONZERO),
    "pow": (lambda x, y: x**y, POSITIVE, R),
    "square": (lambda x: x * x, R),
    "sqrt": (mp.sqrt, POSITIVE),
    "cbrt": (cbrt, NONZERO),
    "hypot": (lambda x, y: mp.sqrt(x * x + y * y), NONZERO, NONZERO),
    "exp": (mp.exp, WIDE),
    "expm1": (lambda x: mp.exp(x) - 1, R),
    "log": (mp.log, POSITIVE),
    "log1p": (lambda x: mp.log(1 + x), ABOVE_MINUS_ONE),
    "log2": (lambda x: mp.log(x) / mp.log(2), POSITIVE),
    "log10": (lambda x: mp.log(x) / mp.log(10), POSITIVE),
    "sin": (mp.sin, WIDE),
    "cos": (mp.cos, WIDE),
    "tan": (mp.tan, BRANCH),
    "asin": (mp.asin, UNIT),
    "acos": (mp.acos, UNIT),
    "atan": (mp.atan, WIDE),
    "atan2": (mp.atan2, NONZERO, NONZERO),
    "sinh": (mp.sinh, R),
    "cosh": (mp.cosh, R),
    "tanh": (mp.tanh, R),
    "asinh": (mp.asinh, R),
    "acosh": (mp.acosh, ABOVE_ONE),
    "atanh": (mp.atanh, UNIT),
    "relu": (lambda x: x if x > 0 else mpf(0), NONZERO),
    "leakyRelu": (lambda x, slope: x if x > 0 else slope * x, NONZERO, R),
    "elu": (lambda x, alpha: x if x > 0 else alpha * (mp.exp(x) - 1), NONZERO, R),
    "softplus": (lambda x: mp.log(1 + mp.exp(x)), WIDE),
    "sigmoid": (sigmoid, WIDE),
    "silu": (lambda x: x * sigmoid(x), WIDE),
    "gelu": (lambda x: x * mp.erfc(-x / mp.sqrt(2)) / 2, R),
    "erf": (mp.erf, R),
    "erfc": (mp.erfc, R),
    "abs": (abs, NONZERO),
    "min": (min, R, R),
    "max": (max, R, R),
    "sign": (mp.sign, NONZERO),
    "greater": (lambda x, y: mpf(1 if x > y else 0), R, R),
    "equal": (lambda x, y: mpf(1 if x == y else 0), R, R),
    "where": (lambda x, y, z: y if x != 0 else z, NONZERO, R, R),
}


def place(interval, part):
    low, high = interval[:2]
    x = round(low + (high - low) * part, 3)
    return x + 0.05 if len(interval) > 2 and abs(x - interval[2]) < 0.05 else x


def points(domain):
    """An additive recurrence, so that the points of several operands fill their product."""
    ratio = 1.5
    for _ in range(60):
        ratio = (1 + ratio) ** (1 / (len(domain) + 1))
    return [
        [place(interval, math.fmod((i + 0.5) * ratio ** -(k + 1), 1)) for k, interval in enumerate(domain)]
        for i in range(POINTS)
    ]


def golden(f, *domain):
    orders = [
        orders
        for orders in itertools.product(range(ORDER + 1), repeat=len(domain))
        if sum(orders) <= ORDER
    ]
    rows = []
    for at in points(domain):
        exact = tuple(mpf(x) for x in at)
        values = [f(*exact) if sum(o) == 0 else mp.diff(f, exact, o) for o in orders]
        # A derivative that is 0 comes out of the differences as noise far below every other number.
        rows.append([at, [float(v) if abs(v) > mpf(10) ** -45 else 0.0 for v in values]])
    return {"orders": orders, "points": rows}


table = {name: golden(f, *domain) for name, (f, *domain) in OPS.items()}
with open("test/ops/golden.json", "w", encoding="utf8") as file:
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in table.items())
    file.write("{\n" + lines + "\n}\n")
