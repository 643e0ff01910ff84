#!/usr/bin/env python3
"""The PyTorch side of `loom bench --parity`: three optimiser steps from given weights on given inputs.

    /usr/bin/python3 parity.py WORKLOAD IN.npz OUT.npz

IN holds `parameter:NAME` and `feed:STEP:NAME` (steps 1, 2, 3). OUT holds `loss:NAME` (one value a step), the gradient
of each loss at the initial weights as `gradient:NAME`, and the weights after three steps as `parameter:NAME`. Weights
of linear layers are [in, out] in the files.
"""
import sys

import numpy as np
import torch
import torch.nn as nn

sys.dont_write_bytecode = True  # nothing is left beside the sources
from torch_workloads import WORKLOADS, stepper  # noqa: E402

STEPS = 3


def named(model, values):
    """Name -> value of the parameters given by id, seen as the files have it: those of linear layers are transposed."""
    linear = {id(m.weight) for m in model.modules() if isinstance(m, nn.Linear)}
    return {name: values[id(p)].t() if id(p) in linear else values[id(p)] for name, p in model.named_parameters()}


def parameters_of(model):
    return named(model, {id(p): p for p in model.parameters()})


def load(model, values):
    """Overwrites all parameters; a missing, extra or misshapen one is refused."""
    found = parameters_of(model)
    if found.keys() != values.keys():
        sys.exit(f'parity: got parameters {sorted(values.keys() ^ found.keys())} on one side only; compare the names.')
    with torch.no_grad():
        for name, p in found.items():
            value = torch.from_numpy(values[name])
            if value.shape != p.shape:
                sys.exit(f'parity: {name} is {list(value.shape)}, expected {list(p.shape)}; compare the layers.')
            p.copy_(value)


def gradients(model, feeds):
    """Of each loss in what it trains, at the weights as they are."""
    found = {}
    for trained, loss_of in model.phases().values():
        parameters = list(trained.parameters())
        found.update(zip(map(id, parameters), torch.autograd.grad(loss_of(**feeds), parameters)))
    return named(model, found)


def train(name, initial, feeds):
    """(losses by name, gradients at the initial weights, weights after the steps) for one dictionary of feeds a step."""
    model = WORKLOADS[name]()
    load(model, initial)
    first, step = gradients(model, feeds[0]), stepper(model)
    losses = [[loss.item() for loss in step(each)] for each in feeds]
    return dict(zip(model.phases(), zip(*losses))), first, parameters_of(model)


def numbers(array):
    """Whole numbers are indices, which PyTorch wants as int64."""
    return torch.from_numpy(array).long() if array.dtype == np.int32 else torch.from_numpy(array)


def array(tensor):
    return np.ascontiguousarray(tensor.detach().numpy())


def main(name, source, target):
    torch.set_num_threads(1)
    given = np.load(source)
    initial = {key.split(':', 1)[1]: given[key] for key in given.files if key.startswith('parameter:')}
    feeds = [{key.split(':', 2)[2]: numbers(given[key]) for key in given.files if key.startswith(f'feed:{step}:')}
             for step in range(1, STEPS + 1)]
    losses, first, trained = train(name, initial, feeds)
    np.savez(target, **{f'loss:{k}': np.float32(v) for k, v in losses.items()},
             **{f'gradient:{k}': array(v) for k, v in first.items()},
             **{f'parameter:{k}': array(v) for k, v in trained.items()})


if __name__ == '__main__':
    main(*sys.argv[1:])
