"""Kernel densities, Gaussian mixtures and expectation maximisation from PyTorch and NumPy in double precision: densities.json."""

import json
import pathlib

import numpy
import torch
from torch.distributions import Categorical, Independent, MixtureSameFamily, MultivariateNormal, Normal

torch.set_default_dtype(torch.float64)
random = numpy.random.default_rng(0)


def rounded(values):
    return [float(f'{value:.15g}') for value in numpy.asarray(values, dtype=float).reshape(-1).tolist()]


def uniform_mixture(points, h):
    """p(x) with a Gaussian of width h around every point, as a mixture of PyTorch."""
    points = torch.as_tensor(points)
    each = Independent(Normal(points, torch.full_like(points, h)), 1)
    return MixtureSameFamily(Categorical(torch.ones(len(points))), each)


def kernels():
    points, x = random.normal(size=(12, 2)), random.normal(size=(5, 2))
    rows = []
    for h in (0.05, 0.3, 2.0):
        left_out = [
            uniform_mixture(numpy.delete(points, i, 0), h).log_prob(torch.as_tensor(points[i])).item()
            for i in range(len(points))
        ]
        rows.append({
            'h': h,
            'logProb': rounded(uniform_mixture(points, h).log_prob(torch.as_tensor(x))),
            'leaveOneOut': rounded(left_out),
            'filled7': rounded(uniform_mixture(points[:7], h).log_prob(torch.as_tensor(x))),
        })
    return {'points': rounded(points), 'x': rounded(x), 'rows': rows}


def mixture_log_prob(x, weights, means, covariances):
    each = MultivariateNormal(torch.as_tensor(means), torch.as_tensor(covariances))
    return MixtureSameFamily(Categorical(torch.as_tensor(weights)), each).log_prob(torch.as_tensor(x))


def mixtures():
    k, d = 3, 3
    factors = random.normal(size=(k, d, d)) * 0.5 + numpy.eye(d)
    full = factors @ factors.transpose(0, 2, 1)
    variances = random.uniform(0.2, 2, size=(k, d))
    weights = numpy.array([0.2, 0.5, 0.3])
    means, x = random.normal(size=(k, d)), random.normal(size=(6, d)) * 2
    diagonal = numpy.stack([numpy.diag(v) for v in variances])
    return {
        'weights': rounded(weights), 'means': rounded(means), 'full': rounded(full), 'variances': rounded(variances),
        'factors': rounded(numpy.linalg.cholesky(full)), 'x': rounded(x),
        'fullLogProb': rounded(mixture_log_prob(x, weights, means, full)),
        'diagonalLogProb': rounded(mixture_log_prob(x, weights, means, diagonal)),
    }


def expectation_maximisation():
    """Bishop 2006, section 9.2.2, on all items at once, from given means and unit covariances."""
    x = numpy.concatenate([
        random.normal(size=(40, 2)) * [0.6, 0.2] + [1.5, 0],
        random.normal(size=(30, 2)) * [0.2, 0.5] + [-1, 1],
        random.normal(size=(30, 2)) * 0.3 + [-1, -1.2],
    ])
    k = 3
    weights, means, covariances = numpy.full(k, 1 / k), x[[0, 45, 80]].copy(), numpy.stack([numpy.eye(2)] * k)
    begin, likelihoods = means.copy(), []
    for _ in range(60):
        each = torch.stack([
            MultivariateNormal(torch.as_tensor(means[j]), torch.as_tensor(covariances[j])).log_prob(torch.as_tensor(x))
            for j in range(k)
        ], 1).numpy() + numpy.log(weights)
        total = numpy.logaddexp.reduce(each, axis=1)
        likelihoods.append(total.mean())
        shares = numpy.exp(each - total[:, None])
        counts = shares.sum(0)
        weights, means = counts / len(x), shares.T @ x / counts[:, None]
        away = x[None] - means[:, None]
        covariances = numpy.einsum('nk,kni,knj->kij', shares, away, away) / counts[:, None, None]
    return {
        'x': rounded(x), 'begin': rounded(begin), 'likelihoods': rounded(likelihoods), 'weights': rounded(weights),
        'means': rounded(means), 'covariances': rounded(covariances),
    }


def principal_components():
    scales = numpy.array([3.0, 2.0, 1.2, 0.7, 0.3, 0.1])
    rotation, _ = numpy.linalg.qr(random.normal(size=(6, 6)))
    x = random.normal(size=(200, 6)) * scales @ rotation.T + random.normal(size=6)
    values, vectors = numpy.linalg.eigh(numpy.cov(x.T, bias=True))
    order = numpy.argsort(values)[::-1]
    return {
        'x': rounded(x), 'mean': rounded(x.mean(0)), 'variances': rounded(values[order]),
        'components': rounded(vectors[:, order].T),
    }


def clusters():
    """Purity and normalised mutual information (arithmetic mean of the entropies) of a table of counts."""
    table = numpy.array([[30, 5, 1], [2, 20, 3], [0, 4, 25], [6, 0, 4]], dtype=float)
    p = table / table.sum()
    rows, columns = p.sum(1), p.sum(0)
    outer = rows[:, None] * columns[None]
    information = (p[p > 0] * numpy.log(p[p > 0] / outer[p > 0])).sum()
    entropy = lambda q: -(q[q > 0] * numpy.log(q[q > 0])).sum()
    return {
        'table': rounded(table), 'rows': 4, 'purity': float(p.max(1).sum()),
        'nmi': float(2 * information / (entropy(rows) + entropy(columns))),
    }


golden = {
    'kernels': kernels(), 'mixtures': mixtures(), 'em': expectation_maximisation(), 'pca': principal_components(),
    'clusters': clusters(),
}
pathlib.Path(__file__).with_name('densities.json').write_text(json.dumps(golden) + '\n')
