#!/usr/bin/env python3
"""Three Adam steps of the eight workloads of bench/torch_workloads.py by PyTorch: writes workloads.json beside this file.

Run with Debian's python3-torch: /usr/bin/python3 tests/golden/make_workloads.py

Weights and inputs come from the same counter-based generator as src/core/tensor/random.ts, under the same names as in
bench/workloads, so neither has to be stored. Of each parameter tensor the file holds its size, the largest |gradient| at
the initial weights, the L2 norm of its update over three steps, and both at up to 24 places, `places(size)`.
"""
import json
import math
import pathlib
import sys

import numpy as np
import torch
import torch.nn as nn

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / 'bench'))
sys.dont_write_bytecode = True
from parity import STEPS, array, parameters_of, train  # noqa: E402
from torch_workloads import WORKLOADS  # noqa: E402

NAMES = ['toy-flow', 'realnvp', 'vae-mlp', 'vae-conv', 'dcgan', 'ddpm-unet', 'dit', 'char-gpt']
SAMPLES = 24


def philox(counter, key):
    """Ten rounds of Philox 4x32 (Salmon et al. 2011) on arrays of 32-bit words held as uint64."""
    low = np.uint64(0xffffffff)
    c0, c1, c2, c3 = (np.asarray(c, np.uint64) for c in counter)
    k0, k1 = key
    for _ in range(10):
        p0, p2 = c0 * np.uint64(0xd2511f53), c2 * np.uint64(0xcd9e8d57)
        upper0, upper2 = p0 >> np.uint64(32), p2 >> np.uint64(32)
        c0, c1, c2, c3 = upper2 ^ c1 ^ np.uint64(k0), p2 & low, upper0 ^ c3 ^ np.uint64(k1), p0 & low
        k0, k1 = (k0 + 0x9e3779b9) & 0xffffffff, (k1 + 0xbb67ae85) & 0xffffffff
    return np.stack([c0, c1, c2, c3], -1).reshape(-1)


def fnv1a(text):
    value = 0x811c9dc5
    for character in text:
        value = ((value ^ ord(character)) * 0x01000193) & 0xffffffff
    return value


def words(count, stream, step):
    blocks = np.arange(-(-count // 4), dtype=np.uint64)
    zeros = np.zeros_like(blocks)
    return philox([blocks, zeros + np.uint64(step), zeros, zeros], [0, fnv1a(stream)])[:count]


class Philox:
    """Numbers of one step of seed 0; the interface of torch_workloads.TorchRandom."""

    def __init__(self, step):
        self.step = step

    def uniform(self, name, *shape):
        w = words(math.prod(shape), name, self.step)
        return torch.from_numpy(((w >> np.uint64(8)) * 2.0 ** -24).astype(np.float32).reshape(shape))

    def normal(self, name, *shape):
        count = math.prod(shape)
        w = words(count + count % 2, name, self.step).astype(np.float64)
        radius, angle = np.sqrt(-2 * np.log((w[::2] + 1) / 2 ** 32)), 2 * np.pi * w[1::2] / 2 ** 32
        values = np.stack([radius * np.cos(angle), radius * np.sin(angle)], -1).reshape(-1)[:count]
        return torch.from_numpy(values.astype(np.float32).reshape(shape))

    def integers(self, name, bound, *shape):
        w = words(math.prod(shape), name, self.step).astype(np.float64)
        return torch.from_numpy(np.floor(w * bound / 2 ** 32).astype(np.int64).reshape(shape))


def initial(model):
    """PyTorch's own initial distributions, drawn under the names of the parameters."""
    random, drawn = Philox(0), {}

    def uniform(name, shape, bound):
        return ((2 * array(random.uniform(name, *shape)).astype(np.float64) - 1) * bound).astype(np.float32)

    def normal(name, shape, deviation):
        return (array(random.normal(name, *shape)).astype(np.float64) * deviation).astype(np.float32)

    modules = dict(model.named_modules())
    for name, p in parameters_of(model).items():
        module, _, kind = name.rpartition('.')
        owner = modules[module]
        if isinstance(owner, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            fan_in = owner.weight[0].numel()
            drawn[name] = uniform(name, p.shape, 1 / math.sqrt(fan_in))
        elif isinstance(owner, (nn.GroupNorm, nn.LayerNorm)):
            drawn[name] = np.full(p.shape, 1 if kind == 'weight' else 0, np.float32)
        else:
            drawn[name] = normal(name, p.shape, 1 if isinstance(owner, nn.Embedding) else 0.02)
    return drawn


def places(size):
    """An odd stride, so that samples of matrices do not all fall into one column."""
    return np.arange(0, size, (size // SAMPLES) | 1)[:SAMPLES]


def digits(values):
    return [float(f'{v:.7g}') for v in values]


def golden(name):
    model = WORKLOADS[name]()
    start, data = initial(model), model.data(Philox(0))
    feeds = [{**data, **model.draw(Philox(t))} for t in range(1, STEPS + 1)]
    losses, first, trained = train(name, start, feeds)
    tensors = {}
    for key, before in start.items():
        at = places(before.size)
        gradient = array(first[key]).reshape(-1)
        update = array(trained[key]).reshape(-1).astype(np.float64) - before.reshape(-1)
        tensors[key] = {'size': before.size, 'gradientMax': digits([np.abs(gradient).max()])[0],
                        'gradient': digits(gradient[at]), 'updateNorm': digits([np.linalg.norm(update)])[0],
                        'update': digits(update[at])}
    return {'losses': losses, 'parameters': tensors}


if __name__ == '__main__':
    torch.set_num_threads(1)
    lines = [f'"{name}": {json.dumps(golden(name), separators=(",", ":"))}' for name in NAMES]
    pathlib.Path(__file__).with_name('workloads.json').write_text('{\n' + ',\n'.join(lines) + '\n}\n')
