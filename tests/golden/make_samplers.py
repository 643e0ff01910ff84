"""Writes samplers.json: DDIM steps on two noise paths, in double precision, from Gaussian conditioning.

Data and noise are solved for from x_t and its velocity as a system of two equations, and the variance of x_s given x_t and x_0
comes from the product of two Gaussians, so that nothing here repeats the formulas of the program.

    python3 tests/golden/make_samplers.py
"""

import json
import math
from pathlib import Path

import torch

torch.manual_seed(7)
DOUBLE = {"dtype": torch.float64}

PATHS = {
    "linear": (lambda t: 1 - t, lambda t: t, lambda t: -1.0, lambda t: 1.0),
    "cosine": (
        lambda t: math.cos(0.5 * math.pi * t),
        lambda t: math.sin(0.5 * math.pi * t),
        lambda t: -0.5 * math.pi * math.sin(0.5 * math.pi * t),
        lambda t: 0.5 * math.pi * math.cos(0.5 * math.pi * t),
    ),
}


def step(path, t, s, eta, x, v, noise):
    alpha, sigma, alpha_rate, sigma_rate = PATHS[path]
    rates = torch.tensor([[alpha(t), sigma(t)], [alpha_rate(t), sigma_rate(t)]], **DOUBLE)
    x0, eps = torch.linalg.solve(rates, torch.stack([x, v]))
    if sigma(s) == 0:
        variance = 0.0
    else:
        ratio = alpha(t) / alpha(s)
        between = sigma(t) ** 2 - ratio**2 * sigma(s) ** 2
        variance = 1 / (1 / sigma(s) ** 2 + ratio**2 / between)
    fresh = eta**2 * variance
    mean = alpha(s) * x0 + math.sqrt(sigma(s) ** 2 - fresh) * eps
    return mean + math.sqrt(fresh) * noise, x0


def main():
    cases = []
    for path in PATHS:
        for t, s in ((0.95, 0.9), (0.7, 0.25), (0.3, 0.0)):
            for eta in (0.0, 0.5, 1.0):
                x, v, noise = torch.randn(3, 4, **DOUBLE)
                prev, x0 = step(path, t, s, eta, x, v, noise)
                given = {"path": path, "t": t, "next": s, "eta": eta}
                arrays = {"x": x, "v": v, "noise": noise, "prevSample": prev, "predOriginal": x0}
                cases.append({**given, **{name: each.tolist() for name, each in arrays.items()}})
    target = Path(__file__).with_name("samplers.json")
    target.write_text(json.dumps({"ddim": cases}, separators=(",", ":")) + "\n")


main()
