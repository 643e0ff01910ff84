"""Maps of normalizing flows with the determinants of their Jacobians by automatic differentiation, and the likelihood that a
RealNVP of the size of the template reaches, from PyTorch: flows.json. `--train` trains it again (a minute on a CPU); without,
the number that is there stays."""

import json
import math
import pathlib
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

PLACE = pathlib.Path(__file__).with_name('flows.json')
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
generator = torch.Generator().manual_seed(0)


def numbers(*shape):
    return torch.randn(*shape, generator=generator)


def rounded(tensor):
    return [float(f'{value:.15g}') for value in tensor.detach().reshape(-1).tolist()]


def log_dets(function, x):
    """log |det ∂y/∂x| of each item, from the whole Jacobian."""
    return torch.stack([
        torch.linalg.slogdet(torch.autograd.functional.jacobian(lambda v: function(v[None])[0].reshape(-1), item)
                             .reshape(item.numel(), item.numel()))[1] for item in x
    ])


def mapped(name, function, x, **given):
    return {'name': name, 'x': rounded(x), 'shape': list(x.shape), 'y': rounded(function(x)),
            'logDet': rounded(log_dets(function, x)), **given}


def affine(bound):
    x, raw = 2 * numbers(3, 4), 2 * numbers(3, 2, 2)

    def forward(v):
        at = [int((x - row).abs().sum(1).argmin()) for row in v.detach()]
        shift, scale = raw[at, 0], bound * torch.tanh(raw[at, 1] / bound)
        return torch.cat([v[:, :2], v[:, 2:] * scale.exp() + shift], 1)

    return mapped('affine', forward, x, raw=rounded(raw), bound=bound)


def spline_of_one(x, raw, bins, bound, least=1e-3):
    """One number through one spline, by the text of Durkan et al. 2019, section 3.1: knots, then the bin, then eq. 4."""
    width = least + (1 - least * bins) * F.softmax(raw[:bins], 0)
    height = least + (1 - least * bins) * F.softmax(raw[bins:2 * bins], 0)
    inner = least + F.softplus(raw[2 * bins:] + math.log(math.expm1(1 - least)))
    slopes = torch.cat([torch.ones(1), inner, torch.ones(1)])
    across = torch.cat([torch.tensor([-bound]), -bound + 2 * bound * torch.cumsum(width, 0)])
    up = torch.cat([torch.tensor([-bound]), -bound + 2 * bound * torch.cumsum(height, 0)])
    if abs(float(x)) > bound:
        return x
    k = min(max(int(torch.searchsorted(across.detach(), x.detach().reshape(1), right=True)) - 1, 0), bins - 1)
    s = (up[k + 1] - up[k]) / (across[k + 1] - across[k])
    xi = (x - across[k]) / (across[k + 1] - across[k])
    top = (up[k + 1] - up[k]) * (s * xi**2 + slopes[k] * xi * (1 - xi))
    return up[k] + top / (s + (slopes[k + 1] + slopes[k] - 2 * s) * xi * (1 - xi))


def spline(bins, bound):
    x, raw = 1.7 * numbers(12, 1), 1.5 * numbers(12, 3 * bins - 1, 1)

    def forward(v):
        at = [int((x - row).abs().sum(1).argmin()) for row in v.detach()]
        return torch.stack([torch.stack([spline_of_one(row[0], raw[i, :, 0], bins, bound)]) for i, row in zip(at, v)])

    return mapped('spline', forward, x, raw=rounded(raw), bins=bins, bound=bound)


def mixing():
    permutation, x = [2, 0, 3, 1], numbers(2, 4, 2, 2)
    lower, upper, diagonal = numbers(4, 4), numbers(4, 4), 0.5 * numbers(4)
    l = torch.tril(lower, -1) + torch.eye(4)
    u = torch.triu(upper, 1) + torch.diag(diagonal.exp())
    w = (l @ u)[permutation]
    return mapped('mixing', lambda v: F.conv2d(v, w[:, :, None, None]), x, permutation=permutation,
                  lower=rounded(lower), upper=rounded(upper), diagonal=rounded(diagonal))


def grey(margin, levels):
    x = torch.rand(3, 4, generator=generator)
    x = (x * (levels - 1)).round() / (levels - 1)

    def forward(v):
        s = margin + (1 - 2 * margin) * ((levels - 1) * v + 0.5) / levels
        return s.log() - (1 - s).log()

    # Volumes are counted in grey levels: those of x lie 1 / (levels − 1) apart.
    found = mapped('grey', forward, x, margin=margin, levels=levels)
    found['logDet'] = [value - 4 * math.log(levels - 1) for value in found['logDet']]
    return found


COUPLINGS, HIDDEN, BATCH, STEPS, RATE = 8, 64, 512, 4000, 1e-3


def moons(n, rng):
    """The two moons of scikit-learn, noise 0.06, to mean 0 and standard deviation 1 by the moments of the distribution."""
    first = torch.rand(n, generator=rng) < 0.5
    angle = math.pi * torch.rand(n, generator=rng)
    x = torch.where(first, angle.cos(), 1 - angle.cos())
    y = torch.where(first, angle.sin(), 0.5 - angle.sin())
    points = torch.stack([x, y], 1) + 0.06 * torch.randn(n, 2, generator=rng)
    mean = torch.tensor([0.5, 0.25])
    variance = torch.tensor([0.75 + 0.06**2, (1.25 - 2 / math.pi) / 2 - 1 / 16 + 0.06**2])
    return ((points - mean) / variance.sqrt()).float()


class RealNvp(nn.Module):
    def __init__(self):
        super().__init__()
        self.nets = nn.ModuleList(
            nn.Sequential(nn.Linear(1, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 2))
            for _ in range(COUPLINGS))

    def log_prob(self, x):
        halves, log_det = [x[:, :1], x[:, 1:]], 0
        for i, net in enumerate(self.nets):
            kept, changed = i % 2, 1 - i % 2
            shift, raw = net(halves[kept]).chunk(2, 1)
            scale = 2 * torch.tanh(raw / 2)
            halves[changed] = halves[changed] * scale.exp() + shift
            log_det = log_det + scale[:, 0]
        z = torch.cat(halves, 1)
        return -0.5 * (z**2 + math.log(2 * math.pi)).sum(1) + log_det


def entropy(count=400_000, pieces=4_000):
    """Entropy of the moons in nats: minus the mean log-density of draws, the arcs summed up numerically."""
    rng = torch.Generator().manual_seed(2)
    angle = (torch.arange(pieces) + 0.5) * math.pi / pieces
    arcs = torch.cat([torch.stack([angle.cos(), angle.sin()], 1), torch.stack([1 - angle.cos(), 0.5 - angle.sin()], 1)])
    scale = torch.tensor([0.75 + 0.06**2, (1.25 - 2 / math.pi) / 2 - 1 / 16 + 0.06**2]).sqrt()
    points = moons(count // 100, rng).double() * scale + torch.tensor([0.5, 0.25])
    squares = torch.cdist(points, arcs)**2
    log_p = torch.logsumexp(-squares / (2 * 0.06**2), 1) - math.log(2 * pieces) - math.log(2 * math.pi * 0.06**2)
    return float(-(log_p + scale.log().sum()).mean())


def train(seed):
    torch.set_default_dtype(torch.float32)
    torch.manual_seed(seed)
    rng = torch.Generator().manual_seed(seed)
    model = RealNvp()
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS)
    started = time.time()
    for _ in range(STEPS):
        optimizer.zero_grad()
        (-model.log_prob(moons(BATCH, rng)).mean()).backward()
        optimizer.step()
        schedule.step()
    held_out = moons(10_000, torch.Generator().manual_seed(1_000 + seed))
    with torch.no_grad():
        nll = float(-model.log_prob(held_out).mean())
    print(f'seed {seed}: {nll:.4f} nats, {time.time() - started:.0f} s')
    torch.set_default_dtype(torch.float64)
    return nll


found = {'maps': [affine(2.0), spline(8, 3.0), mixing(), grey(0.05, 256)]}
if '--train' in sys.argv:
    found['moons'] = {'entropy': round(entropy(), 4), 'realnvp': [round(train(seed), 4) for seed in (1, 2, 3)]}
elif PLACE.exists():
    found['moons'] = json.loads(PLACE.read_text())['moons']
PLACE.write_text(json.dumps(found) + '\n')
