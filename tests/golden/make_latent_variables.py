#!/usr/bin/env python3
"""Divergences of Gaussians, and a tiny VAE of two levels with a learned sigma: writes latent_variables.json beside this file.

Run with Debian's python3-torch: /usr/bin/python3 tests/golden/make_latent_variables.py

Double precision throughout; everything that goes in is rounded to float32 first. Likelihood and KL come from
torch.distributions rather than from formulas. Weights are written (in, out), the transpose of what torch.nn.Linear holds.
"""
import json
import pathlib

import torch
import torch.nn as nn
from torch.distributions import Normal, kl_divergence

torch.manual_seed(0)
torch.set_num_threads(1)
BATCH, BETA, SIGMA = 16, 0.8, 0.3
WIDTHS = {'encoder_1': [2, 5, 6], 'encoder_2': [2, 6, 4], 'prior': [2, 4, 6], 'decoder': [3, 4, 2]}


def single(t):
    return t.float().double()


def array(t):
    return t.detach().reshape(-1).tolist()


def normal(*shape):
    return single(torch.randn(*shape, dtype=torch.float64))


def gaussian(both):
    mean, log_var = both.chunk(2, -1)
    return Normal(mean, (log_var / 2).exp())


def divergences():
    q, p = normal(8, 6), normal(8, 6)
    return {'width': 3, 'q': array(q), 'p': array(p), 'kl': array(kl_divergence(gaussian(q), gaussian(p)).sum(1)),
            'fromStandard': array(kl_divergence(gaussian(q), Normal(0.0, 1.0)).sum(1))}


def hierarchy():
    networks = {place: nn.Sequential(nn.Linear(a, b), nn.Tanh(), nn.Linear(b, c)).double()
                for place, (a, b, c) in WIDTHS.items()}
    log_sigma = single(torch.tensor(0.2, dtype=torch.float64)).requires_grad_()
    named = {'reconstruction/log_sigma': log_sigma}
    for place, network in networks.items():
        for p in network.parameters():
            p.data = single(p.data)
        for layer, name in ((network[0], 'mlp/0.'), (network[2], 'output/')):
            named[f'{place}/{name}weight'], named[f'{place}/{name}bias'] = layer.weight, layer.bias
    x, eps_1, eps_2 = normal(BATCH, 2), normal(BATCH, 3), normal(BATCH, 2)
    q_1, q_2 = gaussian(networks['encoder_1'](x)), gaussian(networks['encoder_2'](x))
    z_1, z_2 = q_1.mean + q_1.scale * eps_1, q_2.mean + q_2.scale * eps_2
    sigma = single(torch.tensor(SIGMA, dtype=torch.float64)) * log_sigma.exp()
    reconstruction = -Normal(networks['decoder'](z_1), sigma).log_prob(x).sum(1).mean()
    kl_1 = kl_divergence(q_1, gaussian(networks['prior'](z_2))).sum(1).mean()
    kl_2 = kl_divergence(q_2, Normal(0.0, 1.0)).sum(1).mean()
    loss = reconstruction + single(torch.tensor(BETA, dtype=torch.float64)) * kl_1 + kl_2
    loss.backward()
    flat = {k: array(v.t() if v.dim() == 2 else v) for k, v in named.items()}
    gradients = {k: array(v.grad.t() if v.dim() == 2 else v.grad) for k, v in named.items()}
    return {'beta': BETA, 'sigma': SIGMA, 'x': array(x), 'eps1': array(eps_1), 'eps2': array(eps_2), 'parameters': flat,
            'gradients': gradients, 'reports': {'reconstruction': reconstruction.item(), 'kl_1': kl_1.item(),
                                                'kl_2': kl_2.item(), 'loss': loss.item()}}


path = pathlib.Path(__file__).with_name('latent_variables.json')
path.write_text(json.dumps({'divergences': divergences(), 'hierarchy': hierarchy()}) + '\n')
