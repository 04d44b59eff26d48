"""Writes test/ops/golden.json: every operation on fixed operands with its partial derivatives up to the third order, at points over all of
double precision, computed with enough digits for any of them (up to 5,000) and rounded to doubles. It needs the Debian package
python3-mpmath (and runs ten times faster with python3-gmpy2) and no other part of the project:

    /usr/bin/python3 scripts/golden.py

The functions below are written from their definitions, apart from src/ops. A line holds the points of an operation, flat: the operands,
then the partial derivatives in the order of ORDERS. `null` stands where there is none: at kinks, ties and poles.
"""
import itertools
import json
import math
import struct

from mpmath import libmp, mp, mpf

ORDER = 3


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def cbrt(x):
    return mp.sign(x) * mp.cbrt(abs(x))


def bell(x):
    return mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)


def cdf(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def power_derivative(x, y, k, n):
    """From d/dx: y x^(y−1); d/dy: x^y ln x."""
    return {
        (1, 0): lambda: y * x ** (y - 1),
        (0, 1): lambda: x**y * mp.log(x),
        (2, 0): lambda: y * (y - 1) * x ** (y - 2),
        (1, 1): lambda: x ** (y - 1) * (1 + y * mp.log(x)),
    }[k, n]()


def near(x):
    """A number and its neighbours."""
    return [math.nextafter(x, -math.inf), x, math.nextafter(x, math.inf)]


def single(x):
    return struct.unpack("f", struct.pack("f", x))[0]


TINY = [5e-324, 2e-310, 3e-308, 1e-300, 1e-155, single(1e-40), single(1e-30), single(1e-16), single(1e-8)]
SMALL = [single(x) for x in (1e-3, 0.1, 0.3, 0.46, 0.5, 0.48, 0.7, 0.9)] + [0.25]
MIDDLE = [single(x) for x in (1.1, 1.4142135, 1.7, 2.4, 3.3, 4.1, 5.5, 8.8, 12.3, 15, 19.5, 20, 26.5, 30, 37.5, 40)]
LARGE = [88.0, 354.0, 700.0, 709.0, 745.0, 1e4, 1e8, 1e16, single(1e30), 1e100, 1e154, 1e155, 1e200, 1e300, 1e308]
SIZES = TINY + SMALL + near(1.0) + [1 + 2.0**-23, 1 - 2.0**-24] + MIDDLE + LARGE
BOTH = [sign * x for x in SIZES for sign in (1, -1)]
ANY = [0.0, *BOTH]
POSITIVE = SIZES
UNIT = [x for x in ANY if abs(x) < 1] + [s * (1 - 2.0**-k) for k in (53, 50, 40, 30, 24, 20, 10, 4) for s in (1, -1)]
ABOVE_ONE = [x for x in SIZES if x > 1] + [1 + 2.0**-k for k in (52, 50, 40, 30, 23, 20, 10, 4)]
ABOVE_MINUS_ONE = [x for x in ANY if x > -1] + [-1 + 2.0**-k for k in (53, 50, 40, 30, 24, 20, 10, 4)]
TURNS = [single(k * math.pi / 2) for k in (1, 2, 3, 4, 11, 1001)] + [
    s * x for k in (1, 2, 3, 4, 11, 1001) for x in near(k * math.pi / 2) for s in (1, -1)
]
ROOTS = [x for root in (-0.7517915246935645, -1.2784645427610738, 2.3993572805154, math.sqrt(2)) for x in near(root)]


def pairs(first, second, count=80):
    """Every operand of one list with some of the other, and each of these with its like."""
    chosen = [(first[(7 * i) % len(first)], second[(11 * i + i // 5) % len(second)]) for i in range(count)]
    like = [(x, s * x * t) for x in first[::9] for s in (1, -1) for t in (1.0, 1.25, 1 + 2.0**-30) if s * x in second]
    return chosen + [(x, y) for x, y in like if math.isfinite(y)]


EXPONENTS = [0.0, 1.0, 2.0, 3.0, -1.0, -2.0, 0.5, -0.5, single(1 / 3), 10.0, 2.5, 1e-10, 1e-20, -7.0, 1e-300]
POWERS = (
    pairs(POSITIVE, EXPONENTS, 120)
    + [(-x, y) for x in SMALL + MIDDLE for y in (2.0, 3.0, -1.0, -2.0, 0.0)]
    + [(single(1.5), 1000.0), (0.75, -1000.0), (1 + 2.0**-20, 1e8), (1e300, 0.9), (1e-300, -0.9), (0.5, 1073.5), (2.0, 1023.5)]
)
# Vectors whose length has a reciprocal, and those that have one to the third power, in single precision too.
VECTORS = [(x, y) for x, y in pairs(ANY, BOTH) if max(abs(x), abs(y)) > 1e-307]
LONG_VECTORS = [(x, y) for x, y in VECTORS if max(abs(x), abs(y)) > 1e-12]
# Where the derivative of a derivative has 0 · ∞.
MODERATE = [x for x in ANY if abs(x) < 1e19]
COUNTED = [(k, n) for k, n in ((1, 0), (0, 1), (2, 0), (1, 1))]


def unary(f, points):
    return f, [(x,) for x in points]


def binary(f, points):
    return f, points


OPS = {
    "neg": unary(lambda x: -x, ANY),
    "add": binary(lambda x, y: x + y, pairs(ANY, ANY)),
    "sub": binary(lambda x, y: x - y, pairs(ANY, ANY)),
    "mul": binary(lambda x, y: x * y, pairs(ANY, ANY)),
    "div": binary(lambda x, y: x / y, [(x, y) for x, y in pairs(ANY, BOTH) if x != 0 or abs(y) > 1e-307]),
    "reciprocal": unary(lambda x: 1 / x, BOTH),
    "pow": binary(lambda x, y: x**y, POWERS),
    "square": unary(lambda x: x * x, ANY),
    "sqrt": unary(mp.sqrt, POSITIVE),
    "cbrt": unary(cbrt, BOTH),
    "hypot": binary(lambda x, y: mp.sqrt(x * x + y * y), VECTORS),
    "exp": unary(mp.exp, ANY),
    "expm1": unary(lambda x: mp.exp(x) - 1, ANY),
    "log": unary(mp.log, POSITIVE),
    "log1p": unary(lambda x: mp.log(1 + x), ABOVE_MINUS_ONE),
    "log2": unary(lambda x: mp.log(x) / mp.log(2), POSITIVE),
    "log10": unary(lambda x: mp.log(x) / mp.log(10), POSITIVE),
    "sin": unary(mp.sin, ANY + TURNS),
    "cos": unary(mp.cos, ANY + TURNS),
    "tan": unary(mp.tan, ANY + TURNS),
    "asin": unary(mp.asin, UNIT),
    "acos": unary(mp.acos, UNIT),
    "atan": unary(mp.atan, ANY),
    "atan2": binary(mp.atan2, VECTORS),
    "sinh": unary(mp.sinh, ANY),
    "cosh": unary(mp.cosh, ANY),
    "tanh": unary(mp.tanh, ANY),
    "sechSquared": unary(lambda x: 1 / mp.cosh(x) ** 2, ANY),
    "asinh": unary(mp.asinh, ANY),
    "acosh": unary(mp.acosh, ABOVE_ONE),
    "atanh": unary(mp.atanh, UNIT),
    "relu": unary(lambda x: x if x > 0 else mpf(0), BOTH),
    "leakyRelu": binary(lambda x, slope: x if x > 0 else slope * x, pairs(BOTH, ANY)),
    "elu": binary(
        lambda x, alpha: x if x > 0 else alpha * (mp.exp(x) - 1), pairs(BOTH, [1.0, 0.5, -2.0, 1e-100, 0.0, 1e155])
    ),
    "softplus": unary(lambda x: mp.log(1 + mp.exp(x)), ANY),
    "sigmoid": unary(sigmoid, ANY),
    "silu": unary(lambda x: x * sigmoid(x), ANY + ROOTS),
    "siluSlope": unary(lambda x: sigmoid(x) * (1 + x * sigmoid(-x)), ANY + ROOTS),
    "gelu": unary(lambda x: x * cdf(x), ANY + ROOTS),
    "geluSlope": unary(lambda x: cdf(x) + x * bell(x), MODERATE + ROOTS),
    "erf": unary(mp.erf, ANY),
    "erfc": unary(mp.erfc, ANY),
    "gauss": unary(lambda x: mp.exp(-x * x), MODERATE),
    "normalPdf": unary(bell, ANY),
    "normalCdf": unary(cdf, ANY),
    "abs": unary(abs, BOTH),
    "min": binary(min, [(x, y) for x, y in pairs(ANY, ANY) if x != y]),
    "max": binary(max, [(x, y) for x, y in pairs(ANY, ANY) if x != y]),
    "sign": unary(mp.sign, BOTH),
    "step": unary(lambda x: mpf(1 if x > 0 else 0), BOTH),
    "share": binary(lambda x, y: mpf(1 if x > y else 0), [(x, y) for x, y in pairs(ANY, ANY, 40) if x != y]),
    "greater": binary(lambda x, y: mpf(1 if x > y else 0), [(x, y) for x, y in pairs(ANY, ANY, 40) if x != y]),
    "equal": binary(lambda x, y: mpf(0), [(x, y) for x, y in pairs(ANY, ANY, 40) if x != y]),
    "where": (lambda x, y, z: y if x != 0 else z, [(x, 2.0, -x) for x in BOTH[::3]]),
    "direction": binary(lambda x, y: x / mp.sqrt(x * x + y * y), LONG_VECTORS),
    "inversion": binary(lambda x, y: x / (x * x + y * y), LONG_VECTORS),
    "differenceOfSquares": binary(lambda x, y: x * x - y * y, pairs(MODERATE, MODERATE)),
    "oneMinusSquare": unary(lambda x: 1 - x * x, ANY + UNIT),
    "rsqrt": unary(lambda x: 1 / mp.sqrt(x), POSITIVE),
    "cbrtSlope": unary(lambda x: 1 / (3 * cbrt(x) ** 2), BOTH),
    "powDerivative": (power_derivative, [(x, y, k, n) for k, n in COUNTED for x, y in POWERS[k + 2 * n :: 6] if x > 0]),
}

# Central differences of order 0 to 3: places in units of the step, and weights.
HALF = mpf(1) / 2
STENCILS = [
    [(0, 1)],
    [(1, HALF), (-1, -HALF)],
    [(1, 1), (0, -2), (-1, 1)],
    [(3 * HALF, 1), (HALF, -3), (-HALF, 3), (-3 * HALF, -1)],
]


def rounded(x):
    try:
        return float(x)
    except OverflowError:
        return math.copysign(math.inf, x)


def derivative(f, at, order):
    """By central differences with a step 10⁻¹⁸⁰ times the operand, so short that their own error cannot be seen in a double."""
    moving = at[: len(order)]
    least = min([1.0] + [abs(x) for x in moving if x != 0])
    sizes = [min(1.0, abs(x)) if x != 0 else least for x in moving]
    mp.dps = 500
    try:
        scale = abs(f(*map(mpf, moving), *at[len(order) :]))
        digits = min(3000, max(0, float(mp.log10(scale)))) if scale else 0
        digits += sum(times * (180 - math.log10(size)) for times, size in zip(order, sizes))
        mp.dps = int(digits + 420 + max(abs(math.log10(abs(x))) for x in (*moving, 1.0) if x != 0))
        steps = [mpf(size) * mpf(10) ** -180 for size in sizes]
        total, largest = mpf(0), mpf(0)
        for corner in itertools.product(*(STENCILS[times] for times in order)):
            places = [mpf(x) + place * step for x, (place, _), step in zip(moving, corner, steps)]
            term = mp.fprod(weight for _, weight in corner) * f(*places, *at[len(order) :])
            total, largest = total + term, max(largest, abs(term))
    except (ValueError, ZeroDivisionError, libmp.ComplexResult):
        return None
    if isinstance(total, mp.mpc) and total.imag != 0 or mp.isnan(total):
        return None
    # A derivative that is 0 comes out as noise far below every other number.
    if abs(total) <= largest * mpf(10) ** (15 - mp.dps):
        return 0.0
    return rounded(mp.re(total) / mp.fprod(step**times for step, times in zip(steps, order)))


def written(x, isRough=False):
    if x is None:
        return "null"
    if math.isinf(x):
        return '"Infinity"' if x > 0 else '"-Infinity"'
    return str(int(x)) if x == int(x) and abs(x) < 1e6 else f"{x:.3g}" if isRough else repr(x)


def golden(f, points):
    count = min(len(points[0]), 2 if f is power_derivative else 3)
    orders = [o for o in itertools.product(range(ORDER + 1), repeat=count) if sum(o) <= ORDER]
    rows = []
    for at in dict.fromkeys(points):
        # Third derivatives say how sensitive the second ones are; only in the middle of the range are they tested themselves.
        isMiddle = all(0.1 < abs(x) < 9 for x in at)
        row = [written(derivative(f, at, order), sum(order) == ORDER and not isMiddle) for order in orders]
        rows.append([*map(written, at), *row])
    return orders, rows


lines = []
for name, (f, points) in OPS.items():
    orders, rows = golden(f, points)
    body = ",".join("[" + ",".join(row) + "]" for row in rows)
    lines.append(f'"{name}":{{"orders":{json.dumps(orders, separators=(",", ":"))},"rows":[\n{body}]}}')
with open("test/ops/golden.json", "w", encoding="utf8") as file:
    file.write("{\n" + ",\n".join(lines) + "\n}\n")
