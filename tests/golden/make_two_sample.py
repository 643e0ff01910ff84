#!/usr/bin/env python3
"""Writes two-sample.json: numbers of two-sample tests, computed by other routes than the program's own.
Run: /usr/bin/python3 tests/golden/make_two_sample.py

- fid: the root of the product of covariances from the eigenvalues of the product itself, which is not symmetric.
- kid: unbiased estimates from full kernel matrices, averaged over blocks.
- mmd: the biased estimate from full kernel matrices.
- logistic: the minimum of the regularised loss, by PyTorch's L-BFGS in float64.
"""
import json
import pathlib

import numpy as np
import torch

rng = np.random.default_rng(7)


def points(n, dim, shift, scale):
    return (shift + scale * rng.standard_normal((n, dim)) @ rng.standard_normal((dim, dim))).astype(np.float32)


def fid(a, b):
    ca, cb = np.cov(a, rowvar=False).reshape(a.shape[1], -1), np.cov(b, rowvar=False).reshape(a.shape[1], -1)
    values = np.linalg.eigvals(ca @ cb)
    root = np.sqrt(np.maximum(values.real, 0)).sum()
    return float(((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(ca) + np.trace(cb) - 2 * root)


def kid(a, b, block):
    n = min(block, len(a), len(b))
    found = []
    for k in range(min(len(a), len(b)) // n):
        x, y = a[k * n:(k + 1) * n], b[k * n:(k + 1) * n]
        xx, yy, xy = ((u @ v.T / a.shape[1] + 1) ** 3 for u, v in ((x, x), (y, y), (x, y)))
        inner = sum((g.sum() - np.trace(g)) / (n * (n - 1)) for g in (xx, yy))
        found.append(inner - 2 * xy.mean())
    return float(np.mean(found))


def mmd(a, b, bandwidths):
    def kernel(x, y):
        distance = ((x[:, None] - y[None]) ** 2).sum(-1)
        return np.mean([np.exp(-distance / (2 * h * h)) for h in bandwidths])

    return float(np.sqrt(kernel(a, a) + kernel(b, b) - 2 * kernel(a, b)))


def logistic(rows, labels, ridge):
    x, y = torch.tensor(rows, dtype=torch.float64), torch.tensor(labels, dtype=torch.float64)
    w = torch.zeros(rows.shape[1], dtype=torch.float64, requires_grad=True)
    bias = torch.zeros((), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([w, bias], max_iter=2000, tolerance_grad=1e-13, tolerance_change=1e-16, line_search_fn='strong_wolfe')

    def closure():
        optimizer.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(x @ w + bias, y) + ridge / 2 * (w ** 2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return {'weights': w.detach().tolist(), 'bias': float(bias)}


cases = []
for n, m, dim, shift, scale, block in ((12, 9, 1, 0.5, 1.0, 4), (20, 16, 3, 0.3, 0.7, 8), (9, 30, 5, 0.0, 0.4, 100)):
    a, b = points(n, dim, shift, scale), points(m, dim, 0, 1)
    x, y = a.astype(np.float64), b.astype(np.float64)
    cases.append({
        'dim': dim, 'a': a.ravel().tolist(), 'b': b.ravel().tolist(), 'block': block,
        'mean': x.mean(0).tolist(), 'covariance': np.cov(x, rowvar=False).ravel().tolist(),
        'fid': fid(x, y), 'kid': kid(x, y, block), 'bandwidths': [0.5, 2.0], 'mmd': mmd(x, y, [0.5, 2.0]),
    })

rows = rng.standard_normal((40, 3))
labels = (rows @ np.array([1.0, -2.0, 0.5]) + 0.7 * rng.standard_normal(40) > 0.2).astype(int)
matrix = rng.standard_normal((6, 6))
symmetric = matrix + matrix.T
symmetric[5] = symmetric[4]
symmetric[:, 5] = symmetric[:, 4]
out = {
    'cases': cases,
    'logistic': {'dim': 3, 'rows': rows.ravel().tolist(), 'labels': labels.tolist(), **logistic(rows, labels, 1e-3)},
    'eigen': {'n': 6, 'matrix': symmetric.ravel().tolist(), 'values': sorted(np.linalg.eigvalsh(symmetric).tolist())},
}
pathlib.Path(__file__).with_name('two-sample.json').write_text(json.dumps(out) + '\n')
