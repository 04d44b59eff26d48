"""Writes test/ops/torch.json: what PyTorch answers for the operations that it has, value and gradients, at hard operands.

Run it with `apt-get install python3-torch`, `/usr/bin/python3 scripts/torch-answers.py`. The tests read the file and need no PyTorch.
"""
import itertools
import json
import math
import os

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
INF = math.inf
NAN = math.nan

# Specials, the ends of the doubles, 1 and kinks, and ordinary numbers.
ONE = [0.0, -0.0, INF, -INF, NAN, 5e-324, -5e-324, 1.0, -1.0, 1e300, -1e300, 0.5, -2.5]
TWO = [0.0, -0.0, INF, -INF, NAN, 1.0, -1.0, 0.5, -2.0, 1e300, 5e-324]
LISTS = [[], [1.5], [1.0, 2.0, 3.0], [2.0, 2.0], [0.0, -0.0], [1.0, INF], [1.0, -INF], [INF, -INF], [-INF, -INF],
         [NAN, 1.0], [1e300, 1e300, 1.0], [-1e300, 1.0], [0.0, 2.0, 3.0], [0.0, -0.0, 3.0], [2.0, 2.0, 2.0], [5e-324, 5e-324]]
SHORT = [at for at in LISTS if 1 <= len(at) <= 2]

unary = {
    "neg": torch.neg, "reciprocal": torch.reciprocal, "square": torch.square, "sqrt": torch.sqrt, "exp": torch.exp,
    "expm1": torch.expm1, "log": torch.log, "log1p": torch.log1p, "log2": torch.log2, "log10": torch.log10,
    "sin": torch.sin, "cos": torch.cos, "tan": torch.tan, "asin": torch.asin, "acos": torch.acos, "atan": torch.atan,
    "sinh": torch.sinh, "cosh": torch.cosh, "tanh": torch.tanh, "asinh": torch.asinh, "acosh": torch.acosh,
    "atanh": torch.atanh, "erf": torch.erf, "erfc": torch.erfc, "normalCdf": torch.special.ndtr, "relu": torch.relu,
    "softplus": F.softplus, "sigmoid": torch.sigmoid, "silu": F.silu, "gelu": F.gelu, "abs": torch.abs, "sign": torch.sign,
    "rsqrt": torch.rsqrt,
}
binary = {
    "add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div, "pow": torch.pow, "hypot": torch.hypot,
    "atan2": torch.atan2, "min": torch.minimum, "max": torch.maximum,
    "greater": lambda x, y: torch.gt(x, y).double(),
    "equal": lambda x, y: torch.eq(x, y).double(),
}
# The second operand is a plain number there: no gradient is asked for.
activations = {"leakyRelu": lambda x, y: F.leaky_relu(x, y), "elu": lambda x, y: F.elu(x, y)}
SLOPES = [0.01, 1.0]
lists = {
    "sum": torch.sum, "logSumExp": lambda x: torch.logsumexp(x, 0), "mean": torch.mean,
    "max of a list": lambda x: torch.amax(x, 0), "min of a list": lambda x: torch.amin(x, 0), "prod": lambda x: torch.prod(x, 0),
    "norm": lambda x: torch.linalg.vector_norm(x),
}
vectors = {"softmax": lambda x: torch.softmax(x, 0)}


def number(x):
    """JSON has no infinities, no NaN, and loses the sign of 0 in some readers."""
    if isinstance(x, float):
        if math.isnan(x):
            return "NaN"
        if math.isinf(x):
            return "Infinity" if x > 0 else "-Infinity"
        if x == 0 and math.copysign(1, x) < 0:
            return "-0"
        return int(x) if x == int(x) and abs(x) < 2**53 else x
    return [number(each) for each in x]


def answer(f, at, moving):
    """Value and gradients; an operation without a gradient, a comparison, has 0."""
    leaves = [torch.tensor(x, requires_grad=moves) for x, moves in zip(at, moving)]
    try:
        out = f(*(x if moves else x.item() for x, moves in zip(leaves, moving)))
    except (RuntimeError, IndexError):
        return None
    if out.requires_grad:
        (out if out.dim() == 0 else out[0]).backward()
    slopes = [x.grad.tolist() if x.grad is not None else [0.0] * len(x) if x.dim() else 0.0 for x, moves in zip(leaves, moving) if moves]
    return [number(at), number(out.tolist()), number(slopes)]


table = {}
for name, f in unary.items():
    table[name] = [answer(f, [x], [True]) for x in ONE]
for name, f in binary.items():
    table[name] = [answer(f, [x, y], [True, True]) for x, y in itertools.product(TWO, TWO)]
for name, f in activations.items():
    table[name] = [answer(f, [x, y], [True, False]) for x, y in itertools.product(ONE, SLOPES)]
table["where"] = [
    answer(lambda x, y, z: torch.where(x.detach() != 0, y, z), [x, y, z], [True, True, True])
    for x, y, z in itertools.product([0.0, -0.0, 2.0, NAN, INF], [3.0, NAN], [4.0, INF])
]
for name, f in {**lists, **vectors}.items():
    table[name] = [each for each in (answer(f, [at], [True]) for at in LISTS if at or name in ("sum", "logSumExp", "prod", "norm")) if each]
table["dot"] = [answer(torch.dot, [x, y], [True, True]) for x, y in itertools.product(SHORT, SHORT) if len(x) == len(y)]
HOT = [[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]]
table["crossEntropy"] = [
    answer(lambda x, y: F.cross_entropy(x[None], y[None]), [x, y], [True, True])
    for x, y in itertools.product([at for at in SHORT if len(at) == 2] + [[40.0, -40.0], [1e16, 1.0000000000000002e16]], HOT)
]

root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
with open(os.path.join(root, "test/ops/torch.json"), "w") as file:
    rows = ",\n".join(
        f"  {json.dumps(name)}: [\n" + ",\n".join("    " + json.dumps(row) for row in rows) + "\n  ]" for name, rows in table.items()
    )
    file.write("{\n" + rows + "\n}\n")
