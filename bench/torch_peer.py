#!/usr/bin/env python3
"""The PyTorch side of the training-speed comparison.

Runs one optimiser step (forward, backward, Adam) of each workload of `torch_workloads.py` and prints one JSON line a
workload: {"workload", "batch", "params", "ms", "runs"}. `ms` is the median step. Needs Debian's `python3-torch` and
`libopenblas0-pthread` (without OpenBLAS PyTorch falls back to a slow BLAS and the comparison flatters us), run with
/usr/bin/python3.

    /usr/bin/python3 torch_peer.py [--threads N] [--seconds S] [--only NAME ...]
"""
import argparse
import json
import statistics
import sys
import time

import torch

sys.dont_write_bytecode = True  # nothing is left beside the sources
from torch_workloads import WORKLOADS, TorchRandom, stepper  # noqa: E402


def prepare(name):
    torch.manual_seed(0)
    model, random = WORKLOADS[name](), TorchRandom()
    data, train = model.data(random), stepper(model)

    def step():
        train({**data, **model.draw(random)})

    for _ in range(3):
        step()
    return model, step


def block(step, seconds):
    """Durations in seconds of the steps that fit into `seconds`, five at least."""
    times, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 5:
        t = time.perf_counter()
        step()
        times.append(time.perf_counter() - t)
    return times


def measure(name, seconds):
    model, step = prepare(name)
    times = block(step, seconds)
    params = sum(p.numel() for p in model.parameters())
    return {'workload': name, 'batch': model.batch, 'params': params,
            'ms': round(statistics.median(times) * 1e3, 3), 'runs': len(times)}


def serve():
    """Answers lines `NAME SECONDS` on standard input with the median of such a block in ms, for interleaved timing."""
    prepared = {}
    for line in sys.stdin:
        name, seconds = line.split()
        if name not in prepared:
            prepared = {name: prepare(name)[1]}
        print(json.dumps({'ms': statistics.median(block(prepared[name], float(seconds))) * 1e3}), flush=True)


if __name__ == '__main__':
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument('--threads', type=int, default=1, help="CPU threads; 0 for PyTorch's own choice")
    ap.add_argument('--seconds', type=float, default=4.0)
    ap.add_argument('--serve', action='store_true', help='time blocks on request from standard input')
    ap.add_argument('--only', nargs='*', choices=list(WORKLOADS))
    args = ap.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    if args.serve:
        serve()
        sys.exit()
    for name in args.only or WORKLOADS:
        print(json.dumps(measure(name, args.seconds)), flush=True)
