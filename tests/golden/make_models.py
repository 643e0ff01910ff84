#!/usr/bin/env python3
"""A tiny VAE and a tiny rectified flow, trained for three Adam steps by PyTorch: writes models.json beside this file.

Run with Debian's python3-torch: /usr/bin/python3 tests/golden/make_models.py

Double precision throughout; everything that goes in is rounded to float32 first, so that either precision can start
from the same numbers. Likelihood and KL come from torch.distributions rather than from formulas. Weights are written
(in, out), the transpose of what torch.nn.Linear holds.
"""
import json
import pathlib

import torch
import torch.nn as nn
from torch.distributions import Normal, kl_divergence

torch.manual_seed(0)
torch.set_num_threads(1)
STEPS, BATCH = 3, 16


def single(t):
    return t.float().double()


def array(t):
    return t.detach().reshape(-1).tolist()


def normal(*shape):
    return single(torch.randn(*shape, dtype=torch.float64))


class Mlp(nn.Module):
    def __init__(self, widths, activation):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b).double() for a, b in zip(widths, widths[1:]))
        self.activation = activation
        for p in self.parameters():
            p.data = single(p.data)

    def forward(self, h):
        for layer in self.layers[:-1]:
            h = self.activation(layer(h))
        return self.layers[-1](h)

    def named(self, place, values=lambda p: p):
        """By the names of the program: hidden layers are one block, the last layer belongs to the output."""
        out = {}
        for i, layer in enumerate(self.layers):
            prefix = f'{place}/mlp/{i}.' if i < len(self.layers) - 1 else f'{place}/output/'
            out[prefix + 'weight'] = array(values(layer.weight).t())
            out[prefix + 'bias'] = array(values(layer.bias))
        return out


def train(networks, learning_rate, steps, loss_of):
    """networks by place; loss_of(step) -> (loss, other reports)."""
    def named(values=lambda p: p):
        return {k: v for place, n in networks.items() for k, v in n.named(place, values).items()}

    parameters = [p for n in networks.values() for p in n.parameters()]
    adam = torch.optim.Adam(parameters, lr=learning_rate)
    initial, reports, first = named(), [], None
    for step in steps:
        adam.zero_grad()
        loss, others = loss_of(step)
        loss.backward()
        first = first or named(lambda p: p.grad)
        reports.append({'loss': loss.item(), **{k: v.item() for k, v in others.items()}})
        adam.step()
    return {'learningRate': learning_rate, 'parameters': initial, 'gradients': first, 'reports': reports,
            'trained': named()}


def vae():
    beta, sigma = 0.7, 0.5
    networks = {'encoder': Mlp([2, 5, 4], torch.tanh), 'decoder': Mlp([2, 4, 2], torch.tanh)}
    steps = [{'x': normal(BATCH, 2), 'eps': normal(BATCH, 2)} for _ in range(STEPS)]

    def loss_of(step):
        mean, log_var = networks['encoder'](step['x']).chunk(2, 1)
        q = Normal(mean, (log_var / 2).exp())
        z = mean + q.scale * step['eps']
        reconstruction = -Normal(networks['decoder'](z), sigma).log_prob(step['x']).sum(1).mean()
        kl = kl_divergence(q, Normal(0.0, 1.0)).sum(1).mean()
        return reconstruction + beta * kl, {'reconstruction': reconstruction, 'kl': kl}

    return {'beta': beta, 'sigma': sigma, 'steps': [{k: array(v) for k, v in s.items()} for s in steps],
            **train(networks, 0.01, steps, loss_of)}


def flow():
    networks = {'denoiser': Mlp([3, 6, 5, 2], nn.functional.silu)}
    steps = [{'x': normal(BATCH, 2), 'eps': normal(BATCH, 2),
              't': single(torch.rand(BATCH, dtype=torch.float64))} for _ in range(STEPS)]

    def loss_of(step):
        x, eps, t = step['x'], step['eps'], step['t'][:, None]
        x_t = torch.lerp(x, eps, t)
        v = networks['denoiser'](torch.cat([x_t, t], 1))
        return nn.functional.mse_loss(v, eps - x), {}

    return {'steps': [{k: array(v) for k, v in s.items()} for s in steps], **train(networks, 0.02, steps, loss_of)}


path = pathlib.Path(__file__).with_name('models.json')
path.write_text(json.dumps({'vae': vae(), 'flow': flow()}) + '\n')
