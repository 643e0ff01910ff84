#!/usr/bin/env python3
"""Writes metrics.json: distances between small sets of points, computed by other routes than the program's own.
Run: /usr/bin/python3 tests/golden/make_metrics.py

- wasserstein1d: the integral of |F - G| over x (the distribution functions, not the quantiles).
- slicedWasserstein: the mean of wasserstein1d over 20 000 equally spaced directions of the plane.
- squaredMmd: the unbiased estimate from full kernel matrices.
"""
import json
import pathlib

import numpy as np


def wasserstein1d(a, b):
    x = np.sort(np.concatenate([a, b]))
    f = np.searchsorted(np.sort(a), x[:-1], side='right') / len(a)
    g = np.searchsorted(np.sort(b), x[:-1], side='right') / len(b)
    return float(np.sum(np.abs(f - g) * np.diff(x)))


def sliced(a, b, directions=20_000):
    angles = np.pi * np.arange(directions) / directions
    return float(np.mean([wasserstein1d(a @ d, b @ d) for d in np.stack([np.cos(angles), np.sin(angles)], 1)]))


def squared_mmd(a, b, bandwidths):
    def kernel(x, y):
        distance = ((x[:, None] - y[None]) ** 2).sum(-1)
        return np.mean([np.exp(-distance / (2 * h * h)) for h in bandwidths], 0)

    n, m = len(a), len(b)
    aa, bb, ab = kernel(a, a), kernel(b, b), kernel(a, b)
    return float((aa.sum() - n) / (n * (n - 1)) + (bb.sum() - m) / (m * (m - 1)) - 2 * ab.mean())


def median_distance(points):
    distance = np.sqrt(((points[:, None] - points[None]) ** 2).sum(-1))
    return float(np.median(distance[np.triu_indices(len(points), 1)]))


random = np.random.default_rng(7)
cases = []
for n, m, dim in [(30, 30, 1), (30, 17, 1), (40, 40, 2), (40, 25, 2), (12, 20, 5)]:
    a = random.standard_normal((n, dim)).astype('f4').astype('f8')
    b = (0.7 * random.standard_normal((m, dim)) + 0.4).astype('f4').astype('f8')
    median = median_distance(np.concatenate([a, b]))
    case = {
        'dim': dim,
        'a': a.ravel().tolist(),
        'b': b.ravel().tolist(),
        'medianDistance': median,
        'squaredMmd': squared_mmd(a, b, [median * s for s in (0.25, 0.5, 1, 2, 4)]),
        'squaredMmdOfBandwidth1': squared_mmd(a, b, [1.0]),
    }
    if dim == 1:
        case['wasserstein'] = wasserstein1d(a[:, 0], b[:, 0])
    if dim == 2:
        case['wasserstein'] = sliced(a, b)
    cases.append(case)
pathlib.Path(__file__).with_name('metrics.json').write_text(json.dumps({'cases': cases}) + '\n')
