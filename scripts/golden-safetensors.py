"""Writes test/nn/reference.safetensors with the reference implementation of the format, for the tests to read and to write again byte by
byte; and, given a file, reads it with that implementation and prints what it holds. It needs the Python packages safetensors and numpy and no
other part of the project:

    python3 scripts/golden-safetensors.py
    python3 scripts/golden-safetensors.py out/model.safetensors
"""
import sys

import numpy
from safetensors import safe_open
from safetensors.numpy import save_file

GOLDEN = "test/nn/reference.safetensors"


def show(path):
    with safe_open(path, "numpy") as file:
        print(file.metadata())
        for name in file.keys():
            tensor = file.get_tensor(name)
            print(name, tensor.dtype, tensor.shape, tensor.ravel()[:4].tolist(), float(tensor.astype("float64").sum()))


if len(sys.argv) > 1:
    show(sys.argv[1])
else:
    save_file(
        {
            "0.W": numpy.array([[1, -0.5, 2.25], [1 / 3, -1e-300, 5e-324]]),
            "0.b": numpy.array([[0.1, -0.0, 1.7976931348623157e308]]),
        },
        GOLDEN,
        metadata={"architecture": '[{"layer":"affine","inputs":2,"outputs":3}]'},
    )
    show(GOLDEN)
