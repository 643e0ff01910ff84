"""Writes optimizers.json: what torch.optim makes of small problems, in double precision.

    /usr/bin/python3 tests/golden/make_optimizers.py
"""

import json
from pathlib import Path

import torch

STEPS = 5
torch.set_default_dtype(torch.float64)
torch.manual_seed(7)


def rounded(values):
    """Values that are exact in float32, so that both sides start from the same numbers."""
    return values.float().double()


def draw(*shape):
    return rounded(torch.randn(*shape))


def numbers(tensor):
    return [float(f"{v:.12g}") for v in tensor.detach().flatten().tolist()]


def arrays(named):
    return {name: numbers(value) for name, value in named.items()}


INITIAL = {"w": draw(3, 5), "b": draw(5), "s": draw(1)}
BATCHES = [{"x": draw(4, 3), "y": draw(4, 5)} for _ in range(3 * STEPS)]


def fresh():
    return {name: value.clone().requires_grad_() for name, value in INITIAL.items()}


def loss_of(p, batch):
    return (p["s"] * torch.tanh(batch["x"] @ p["w"] + p["b"]) - batch["y"]).pow(2).mean()


OPTIMIZERS = {
    "sgd": lambda ps, lr, s: torch.optim.SGD(
        ps, lr, momentum=s["momentum"], nesterov=s["nesterov"], weight_decay=s["weightDecay"]
    ),
    "adam": lambda ps, lr, s: torch.optim.Adam(
        ps, lr, betas=(s["beta1"], s["beta2"]), eps=s["epsilon"], weight_decay=s["weightDecay"]
    ),
    "adamw": lambda ps, lr, s: torch.optim.AdamW(
        ps, lr, betas=(s["beta1"], s["beta2"]), eps=s["epsilon"], weight_decay=s["weightDecay"]
    ),
    "rmsprop": lambda ps, lr, s: torch.optim.RMSprop(
        ps, lr, alpha=s["alpha"], eps=s["epsilon"], momentum=s["momentum"], weight_decay=s["weightDecay"]
    ),
}
SCHEDULES = {
    "constant": lambda o, s: torch.optim.lr_scheduler.ConstantLR(o, factor=1),
    "linear": lambda o, s: torch.optim.lr_scheduler.LinearLR(o, 1, 0, total_iters=STEPS),
    "cosine": lambda o, s: torch.optim.lr_scheduler.CosineAnnealingLR(o, STEPS),
    "exponential": lambda o, s: torch.optim.lr_scheduler.ExponentialLR(o, s["factor"] ** (1 / STEPS)),
    "step": lambda o, s: torch.optim.lr_scheduler.StepLR(o, s["interval"], s["factor"]),
}


def sgd(momentum=0.0, nesterov=False, weight_decay=0.0):
    return {"type": "sgd", "momentum": momentum, "nesterov": nesterov, "weightDecay": weight_decay}


def adam(type="adam", beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.0):
    return {"type": type, "beta1": beta1, "beta2": beta2, "epsilon": epsilon, "weightDecay": weight_decay}


def rmsprop(alpha=0.99, epsilon=1e-8, momentum=0.0, weight_decay=0.0):
    return {"type": "rmsprop", "alpha": alpha, "epsilon": epsilon, "momentum": momentum, "weightDecay": weight_decay}


CONSTANT = {"type": "constant"}
CASES = [
    ("plain SGD", sgd(), 0.3, CONSTANT, None),
    ("SGD with momentum", sgd(momentum=0.9), 0.1, CONSTANT, None),
    ("SGD with momentum and weight decay", sgd(momentum=0.8, weight_decay=0.1), 0.1, CONSTANT, None),
    ("SGD with Nesterov momentum and weight decay", sgd(0.9, True, 0.05), 0.1, CONSTANT, None),
    ("SGD with weight decay on a schedule of drops", sgd(weight_decay=0.2), 0.4, {"type": "step", "factor": 0.5, "interval": 2}, None),
    ("SGD, clipped at some steps", sgd(momentum=0.5), 0.3, CONSTANT, 2.3),
    ("Adam", adam(), 0.05, CONSTANT, None),
    ("Adam with weight decay", adam(weight_decay=0.3), 0.05, CONSTANT, None),
    ("Adam with settings of its own on a cosine schedule", adam(beta1=0.5, beta2=0.9, epsilon=1e-3), 0.1, {"type": "cosine"}, None),
    ("Adam, always clipped, on a linear schedule", adam(epsilon=1e-2), 0.05, {"type": "linear"}, 0.05),
    ("AdamW", adam("adamw", weight_decay=0.3), 0.05, CONSTANT, None),
    ("AdamW, clipped, on an exponential schedule", adam("adamw", epsilon=1e-2, weight_decay=0.1), 0.05, {"type": "exponential", "factor": 0.1}, 0.2),
    ("RMSprop", rmsprop(), 0.02, CONSTANT, None),
    ("RMSprop with momentum and weight decay", rmsprop(alpha=0.9, epsilon=1e-4, momentum=0.9, weight_decay=0.1), 0.01, CONSTANT, None),
    ("RMSprop with weight decay, clipped", rmsprop(epsilon=1e-2, weight_decay=0.1), 0.02, CONSTANT, 0.3),
]


def train(settings, lr, schedule, clip_norm, micro=1, ema=None):
    p = fresh()
    optimizer = OPTIMIZERS[settings["type"]](list(p.values()), lr, settings)
    scheduler = SCHEDULES[schedule["type"]](optimizer, schedule)
    average = {name: value.detach().clone() for name, value in p.items()}
    steps, norms, losses = [], [], []
    for t in range(1, STEPS + 1):
        optimizer.zero_grad()
        parts = [loss_of(p, BATCHES[(t - 1) * micro + k]) for k in range(micro)]
        for part in parts:
            (part / micro).backward()
        if clip_norm is not None:
            norms.append(float(torch.nn.utils.clip_grad_norm_(list(p.values()), clip_norm)))
        optimizer.step()
        scheduler.step()
        if ema is not None:
            decay = min(ema, (1 + t) / (10 + t))
            for name, value in p.items():
                average[name].mul_(decay).add_(value.detach(), alpha=1 - decay)
        losses.append(sum(float(part) for part in parts) / micro)
        steps.append(arrays(p))
    case = {"optimizer": settings, "lr": lr, "schedule": schedule, "clipNorm": clip_norm}
    return {**case, "losses": losses, "gradNorms": norms, "steps": steps, **({"ema": arrays(average)} if ema else {})}


def gan():
    """A discriminator step on real and made points, then a generator step through the discriminator just changed."""
    shapes = {"g.w0": (2, 6), "g.b0": (6,), "g.w1": (6, 3), "g.b1": (3,), "d.w0": (3, 7), "d.b0": (7,), "d.w1": (7, 1), "d.b1": (1,)}
    initial = {name: rounded(draw(*shape) * 0.5) for name, shape in shapes.items()}
    p = {name: value.clone().requires_grad_() for name, value in initial.items()}
    of = lambda prefix: [value for name, value in p.items() if name.startswith(prefix)]
    generate = lambda z: torch.tanh(z @ p["g.w0"] + p["g.b0"]) @ p["g.w1"] + p["g.b1"]
    judge = lambda x: (torch.tanh(x @ p["d.w0"] + p["d.b0"]) @ p["d.w1"] + p["d.b1"]).squeeze(1)
    softplus = torch.nn.functional.softplus
    d_settings, g_settings = adam(beta1=0.5, epsilon=1e-3), rmsprop(alpha=0.9, epsilon=1e-3)
    d_lr, g_lr, g_clip = 0.02, 0.01, 0.3
    d_optimizer = OPTIMIZERS["adam"](of("d."), d_lr, d_settings)
    g_optimizer = OPTIMIZERS["rmsprop"](of("g."), g_lr, g_settings)
    batches = [{"x": draw(5, 3), "z": draw(5, 2)} for _ in range(STEPS)]
    losses, norms, steps = [], [], []
    for batch in batches:
        fake = generate(batch["z"])
        d_optimizer.zero_grad()
        d_loss = softplus(-judge(batch["x"])).mean() + softplus(judge(fake.detach())).mean()
        d_loss.backward()
        d_optimizer.step()
        g_optimizer.zero_grad()
        g_loss = softplus(-judge(fake)).mean()
        g_loss.backward()
        norms.append(float(torch.nn.utils.clip_grad_norm_(of("g."), g_clip)))
        g_optimizer.step()
        losses.append([float(d_loss), float(g_loss)])
        steps.append(arrays(p))
    return {
        "shapes": shapes,
        "initial": arrays(initial),
        "batches": [arrays(batch) for batch in batches],
        "d": {"optimizer": d_settings, "lr": d_lr},
        "g": {"optimizer": g_settings, "lr": g_lr, "clipNorm": g_clip},
        "losses": losses,
        "gradNorms": norms,
        "steps": steps,
    }


golden = {
    "shapes": {name: list(value.shape) for name, value in INITIAL.items()},
    "initial": arrays(INITIAL),
    "batches": [arrays(batch) for batch in BATCHES],
    "cases": {name: train(*case) for name, *case in CASES},
    "accumulation": train(adam("adamw", epsilon=1e-2, weight_decay=0.1), 0.05, CONSTANT, 0.2, micro=3, ema=0.7),
    "ema": train(sgd(momentum=0.9), 0.1, CONSTANT, None, ema=0.25),
    "gan": gan(),
}
path = Path(__file__).with_name("optimizers.json")
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
clipped = {name: case["gradNorms"] for name, case in golden["cases"].items() if case["gradNorms"]}
print(path, path.stat().st_size, clipped, golden["accumulation"]["gradNorms"], golden["gan"]["gradNorms"])
