"""Losses of adversarial games and a few steps of two Adams in turn, from PyTorch in double precision: adversarial.json."""

import json
import pathlib

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
generator = torch.Generator().manual_seed(0)


def numbers(*shape):
    return torch.randn(*shape, generator=generator)


def rounded(tensor):
    return [float(f'{value:.15g}') for value in tensor.detach().reshape(-1).tolist()]


def discriminator_loss(formulation, real, fake, smoothing):
    if formulation in ('non_saturating', 'minimax'):
        ones, zeros = torch.full_like(real, 1 - smoothing), torch.zeros_like(fake)
        return F.binary_cross_entropy_with_logits(real, ones) + F.binary_cross_entropy_with_logits(fake, zeros)
    if formulation == 'least_squares':
        return 0.5 * F.mse_loss(real, torch.ones_like(real)) + 0.5 * F.mse_loss(fake, torch.zeros_like(fake))
    if formulation == 'hinge':
        return F.relu(1 - real).mean() + F.relu(1 + fake).mean()
    return fake.mean() - real.mean()


def generator_loss(formulation, fake):
    if formulation == 'non_saturating':
        return F.binary_cross_entropy_with_logits(fake, torch.ones_like(fake))
    if formulation == 'minimax':
        return -F.binary_cross_entropy_with_logits(fake, torch.zeros_like(fake))
    if formulation == 'least_squares':
        return 0.5 * F.mse_loss(fake, torch.ones_like(fake))
    return -fake.mean()


def losses():
    real, fake = 3 * numbers(8), 3 * numbers(8)
    rows = []
    for formulation in ('non_saturating', 'minimax', 'least_squares', 'hinge', 'wasserstein'):
        for smoothing in (0, 0.125) if formulation in ('non_saturating', 'minimax') else (0,):
            r, f = real.clone().requires_grad_(), fake.clone().requires_grad_()
            d = discriminator_loss(formulation, r, f, smoothing)
            d_real, d_fake = torch.autograd.grad(d, [r, f])
            g = generator_loss(formulation, f)
            (g_fake,) = torch.autograd.grad(g, [f])
            rows.append({
                'formulation': formulation, 'smoothing': smoothing, 'discriminator': d.item(), 'real': rounded(d_real),
                'fake': rounded(d_fake), 'generator': g.item(), 'generatorFake': rounded(g_fake),
            })
    return {'real': rounded(real), 'fake': rounded(fake), 'rows': rows}


def penalty():
    """The penalty of D(x) = tanh(x W + b) v on four points, and its gradients in W, b and v."""
    x, w, b, v = numbers(4, 2), numbers(2, 3), numbers(3), numbers(3)
    parameters = [each.clone().requires_grad_() for each in (w, b, v)]
    point = x.clone().requires_grad_()
    score = torch.tanh(point @ parameters[0] + parameters[1]) @ parameters[2]
    (slope,) = torch.autograd.grad(score.sum(), [point], create_graph=True)
    value = ((slope.norm(dim=1) - 1) ** 2).mean()
    found = torch.autograd.grad(value, parameters)
    return {'x': rounded(x), 'w': rounded(w), 'b': rounded(b), 'v': rounded(v), 'value': value.item(),
            'gradients': [rounded(each) for each in found]}


BATCH, WIDTH, HIDDEN, STEPS, RATE, BETAS = 8, 3, 5, 4, 0.01, (0.5, 0.999)


def mlp(inputs):
    net = nn.Sequential(nn.Linear(inputs, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, 1))
    for parameter in net.parameters():
        parameter.data = (0.5 * numbers(*parameter.shape)).float().double()
    return net


def named(network, net):
    names = [f'{network}/{layer}' for layer in ('mlp/0.weight', 'mlp/0.bias', 'output/weight', 'output/bias')]
    return {name: rounded(each.t() if each.dim() == 2 else each) for name, each in zip(names, net.parameters())}


def game(formulation, updates):
    """Adam for the discriminator, `updates` times a step, then Adam for the generator; every update has a batch of its own."""
    g, d = mlp(WIDTH), mlp(1)
    before = {**named('generator', g), **named('discriminator', d)}
    g_adam = torch.optim.Adam(g.parameters(), lr=RATE, betas=BETAS)
    d_adam = torch.optim.Adam(d.parameters(), lr=RATE, betas=BETAS)
    steps = []
    for _ in range(STEPS):
        feeds = {}
        for k in range(updates):
            real, z = numbers(BATCH, 1), numbers(BATCH, WIDTH)
            feeds[f'd_trainer:{k}/data.x'], feeds[f'd_trainer:{k}/noise.z'] = rounded(real), rounded(z)
            d_loss = discriminator_loss(formulation, d(real)[:, 0], d(g(z).detach())[:, 0], 0)
            d_adam.zero_grad()
            d_loss.backward()
            d_adam.step()
        z = numbers(BATCH, WIDTH)
        feeds['g_trainer:0/noise.z'] = rounded(z)
        g_loss = generator_loss(formulation, d(g(z))[:, 0])
        g_adam.zero_grad()
        g_loss.backward()
        g_adam.step()
        steps.append({'feeds': feeds, 'd_loss': d_loss.item(), 'g_loss': g_loss.item()})
    return {'formulation': formulation, 'updates': updates, 'before': before, 'steps': steps,
            'after': {**named('generator', g), **named('discriminator', d)}}


golden = {
    'losses': losses(),
    'penalty': penalty(),
    'games': [game('non_saturating', 1), game('non_saturating', 2), game('hinge', 1)],
}
path = pathlib.Path(__file__).with_name('adversarial.json')
path.write_text(json.dumps(golden, separators=(',', ':')) + '\n')
