"""The reference workloads in PyTorch.

The shapes below ARE the workload definitions: `bench/workloads` builds the same networks, losses, batch sizes and
optimiser, in float32. `data` is fixed, `draw` is fresh in every step, and both feed the losses by name, so that
`parity.py` can feed others.
"""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F


def mlp(*sizes, act=nn.SiLU):
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        layers.append(nn.Linear(a, b))
        if i < len(sizes) - 2:
            layers.append(act())
    return nn.Sequential(*layers)


def timestep_embedding(t, dim):
    half = dim // 2
    freqs = torch.exp(-math.log(10000) * torch.arange(half) / half)
    args = t[:, None] * 1000 * freqs[None]
    return torch.cat([torch.cos(args), torch.sin(args)], -1)


class TorchRandom:
    """Numbers of PyTorch's own generator; a name says what they are for."""

    def normal(self, _name, *shape):
        return torch.randn(*shape)

    def uniform(self, _name, *shape):
        return torch.rand(*shape)

    def integers(self, _name, bound, *shape):
        return torch.randint(0, bound, shape)


class Workload(nn.Module):
    learning_rate, betas = 1e-3, (0.9, 0.999)

    def data(self, random):
        return {}

    def draw(self, random):
        return {}

    def phases(self):
        """Name of a loss -> (what it trains, the loss of the feeds); a step runs them in this order."""
        return {'loss': (self, self.loss)}


class ToyFlow(Workload):
    """Rectified flow on 2-D points. MLP 3-128-128-128-2, SiLU, batch 512."""
    batch = 512

    def __init__(self):
        super().__init__()
        self.net = mlp(3, 128, 128, 128, 2)

    def data(self, random):
        return {'x': random.normal('x', self.batch, 2)}

    def draw(self, random):
        return {'z': random.normal('z', self.batch, 2), 't': random.uniform('t', self.batch, 1)}

    def loss(self, x, z, t):
        xt = (1 - t) * x + t * z
        return F.mse_loss(self.net(torch.cat([xt, t], 1)), z - x)


class RealNVP(Workload):
    """8 affine couplings (s: tanh-bounded, t), conditioner MLP 1-64-64-2, batch 512, NLL."""
    batch = 512

    def __init__(self):
        super().__init__()
        self.nets = nn.ModuleList(mlp(1, 64, 64, 2, act=nn.ReLU) for _ in range(8))

    def data(self, random):
        return {'x': random.normal('x', self.batch, 2)}

    def loss(self, x):
        h, logdet = x, 0.0
        for i, net in enumerate(self.nets):
            a, b = h[:, i % 2:i % 2 + 1], h[:, 1 - i % 2:2 - i % 2]
            s, t = net(a).chunk(2, 1)
            s = torch.tanh(s)
            b = b * torch.exp(s) + t
            logdet = logdet + s.sum(1)
            h = torch.cat([a, b] if i % 2 == 0 else [b, a], 1)
        logp = -0.5 * (h ** 2).sum(1) - math.log(2 * math.pi)
        return -(logp + logdet).mean()


class MlpVae(Workload):
    """784-512-(20+20), 20-512-784; Bernoulli reconstruction + KL; batch 128."""
    batch, hidden = 128, 512

    def __init__(self):
        super().__init__()
        self.enc, self.dec = mlp(784, self.hidden, 40, act=nn.ReLU), mlp(20, self.hidden, 784, act=nn.ReLU)

    def data(self, random):
        return {'x': random.uniform('x', self.batch, 784)}

    def draw(self, random):
        return {'eps': random.normal('eps', self.batch, 20)}

    def loss(self, x, eps):
        mu, logvar = self.enc(x).chunk(2, 1)
        z = mu + torch.exp(0.5 * logvar) * eps
        rec = F.binary_cross_entropy_with_logits(self.dec(z), x, reduction='sum')
        kl = -0.5 * torch.sum(1 + logvar - mu ** 2 - logvar.exp())
        return (rec + kl) / self.batch


class Vae400(MlpVae):
    """The same with 400 hidden units, as the template "VAE on digits" has."""
    hidden = 400


class ConvVae(Workload):
    """28x28: conv 1-32-64 (4x4, stride 2) -> 2-D latent -> transposed conv 64-32-1; batch 128."""
    batch = 128

    def __init__(self):
        super().__init__()
        self.enc = nn.Sequential(nn.Conv2d(1, 32, 4, 2, 1), nn.ReLU(), nn.Conv2d(32, 64, 4, 2, 1), nn.ReLU(),
                                 nn.Flatten(), nn.Linear(64 * 49, 4))
        self.fc = nn.Linear(2, 64 * 49)
        self.dec = nn.Sequential(nn.ReLU(), nn.ConvTranspose2d(64, 32, 4, 2, 1), nn.ReLU(),
                                 nn.ConvTranspose2d(32, 1, 4, 2, 1))

    def data(self, random):
        return {'x': random.uniform('x', self.batch, 1, 28, 28)}

    def draw(self, random):
        return {'eps': random.normal('eps', self.batch, 2)}

    def loss(self, x, eps):
        mu, logvar = self.enc(x).chunk(2, 1)
        z = mu + torch.exp(0.5 * logvar) * eps
        logits = self.dec(self.fc(z).view(-1, 64, 7, 7))
        rec = F.binary_cross_entropy_with_logits(logits, x, reduction='sum')
        kl = -0.5 * torch.sum(1 + logvar - mu ** 2 - logvar.exp())
        return (rec + kl) / self.batch


class Dcgan(Workload):
    """28x28 DCGAN, z=64, batch 64: one D step and one non-saturating G step count as one step."""
    batch, learning_rate, betas = 64, 2e-4, (0.5, 0.999)

    def __init__(self):
        super().__init__()
        self.g = nn.Sequential(nn.Linear(64, 128 * 49), nn.Unflatten(1, (128, 7, 7)), nn.ReLU(),
                               nn.ConvTranspose2d(128, 64, 4, 2, 1), nn.ReLU(),
                               nn.ConvTranspose2d(64, 1, 4, 2, 1), nn.Tanh())
        self.d = nn.Sequential(nn.Conv2d(1, 64, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(64, 128, 4, 2, 1),
                               nn.LeakyReLU(0.2), nn.Flatten(), nn.Linear(128 * 49, 1))

    def data(self, random):
        return {'x': random.uniform('x', self.batch, 1, 28, 28) * 2 - 1}

    def draw(self, random):
        return {'zd': random.normal('zd', self.batch, 64), 'zg': random.normal('zg', self.batch, 64)}

    def phases(self):
        return {'discriminatorLoss': (self.d, self.discriminator_loss), 'generatorLoss': (self.g, self.generator_loss)}

    def discriminator_loss(self, x, zd, zg):
        return F.softplus(-self.d(x)).mean() + F.softplus(self.d(self.g(zd).detach())).mean()

    def generator_loss(self, x, zd, zg):
        return F.softplus(-self.d(self.g(zg))).mean()


class ResBlock(nn.Module):
    def __init__(self, ci, co, temb):
        super().__init__()
        self.n1, self.c1 = nn.GroupNorm(8, ci), nn.Conv2d(ci, co, 3, padding=1)
        self.emb = nn.Linear(temb, co)
        self.n2, self.c2 = nn.GroupNorm(8, co), nn.Conv2d(co, co, 3, padding=1)
        self.skip = nn.Conv2d(ci, co, 1) if ci != co else nn.Identity()

    def forward(self, x, e):
        h = self.c1(F.silu(self.n1(x))) + self.emb(F.silu(e))[:, :, None, None]
        return self.c2(F.silu(self.n2(h))) + self.skip(x)


class AttnBlock(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.n, self.qkv, self.o = nn.GroupNorm(8, c), nn.Conv2d(c, 3 * c, 1), nn.Conv2d(c, c, 1)

    def forward(self, x):
        b, c, h, w = x.shape
        q, k, v = self.qkv(self.n(x)).reshape(b, 3, c, h * w).unbind(1)
        a = torch.softmax(q.transpose(1, 2) @ k / math.sqrt(c), -1)
        return x + self.o((v @ a.transpose(1, 2)).reshape(b, c, h, w))


class Ddpm(Workload):
    """28x28 U-Net, channels 32-64-64, one ResBlock a level, attention at 7x7, eps-prediction, batch 32."""
    batch = 32

    def __init__(self):
        super().__init__()
        e = 128
        self.temb = nn.Sequential(nn.Linear(32, e), nn.SiLU(), nn.Linear(e, e))
        self.inp = nn.Conv2d(1, 32, 3, padding=1)
        self.d1, self.down1 = ResBlock(32, 32, e), nn.Conv2d(32, 32, 3, 2, 1)
        self.d2, self.down2 = ResBlock(32, 64, e), nn.Conv2d(64, 64, 3, 2, 1)
        self.m1, self.attn, self.m2 = ResBlock(64, 64, e), AttnBlock(64), ResBlock(64, 64, e)
        self.u2, self.u1 = ResBlock(64 + 64, 64, e), ResBlock(64 + 32, 32, e)
        self.on, self.out = nn.GroupNorm(8, 32), nn.Conv2d(32, 1, 3, padding=1)
        betas = torch.linspace(1e-4, 0.02, 1000, dtype=torch.float64)
        self.register_buffer('ab', torch.cumprod(1 - betas, 0).float())

    def data(self, random):
        return {'x': random.uniform('x', self.batch, 1, 28, 28) * 2 - 1}

    def draw(self, random):
        return {'t': random.integers('t', 1000, self.batch), 'eps': random.normal('eps', self.batch, 1, 28, 28)}

    def forward(self, x, t):
        e = self.temb(timestep_embedding(t / 1000, 32))
        h1 = self.d1(self.inp(x), e)
        h2 = self.d2(self.down1(h1), e)
        m = self.m2(self.attn(self.m1(self.down2(h2), e)), e)
        u = self.u2(torch.cat([F.interpolate(m, scale_factor=2), h2], 1), e)
        u = self.u1(torch.cat([F.interpolate(u, scale_factor=2), h1], 1), e)
        return self.out(F.silu(self.on(u)))

    def loss(self, x, t, eps):
        ab = self.ab[t][:, None, None, None]
        return F.mse_loss(self(ab.sqrt() * x + (1 - ab).sqrt() * eps, t.float()), eps)


class Attention(nn.Module):
    def __init__(self, d, heads, causal=False):
        super().__init__()
        self.h, self.causal = heads, causal
        self.qkv, self.o = nn.Linear(d, 3 * d), nn.Linear(d, d)

    def forward(self, x):
        b, n, d = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.h, d // self.h).permute(2, 0, 3, 1, 4)
        a = q @ k.transpose(-1, -2) / math.sqrt(d // self.h)
        if self.causal:
            a = a + torch.triu(torch.full((n, n), -1e9), 1)
        return self.o((torch.softmax(a, -1) @ v).transpose(1, 2).reshape(b, n, d))


class DitBlock(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.n1, self.n2 = nn.LayerNorm(d, elementwise_affine=False), nn.LayerNorm(d, elementwise_affine=False)
        self.attn, self.mlp = Attention(d, heads), mlp(d, 4 * d, d, act=nn.GELU)
        self.ada = nn.Linear(d, 6 * d)

    def forward(self, x, c):
        s1, b1, g1, s2, b2, g2 = self.ada(F.silu(c))[:, None].chunk(6, -1)
        x = x + g1 * self.attn(self.n1(x) * (1 + s1) + b1)
        return x + g2 * self.mlp(self.n2(x) * (1 + s2) + b2)


class Dit(Workload):
    """28x28, patch 4 (49 tokens), width 128, 4 adaLN blocks, 4 heads, 10 classes, velocity loss, batch 64."""
    batch = 64

    def __init__(self):
        super().__init__()
        d = 128
        self.patch, self.pos = nn.Linear(16, d), nn.Parameter(torch.randn(1, 49, d) * 0.02)
        self.temb, self.label = mlp(d, d, d), nn.Embedding(11, d)
        self.blocks = nn.ModuleList(DitBlock(d, 4) for _ in range(4))
        self.n, self.ada, self.out = nn.LayerNorm(d, elementwise_affine=False), nn.Linear(d, 2 * d), nn.Linear(d, 16)

    def data(self, random):
        return {'x': random.uniform('x', self.batch, 49, 16) * 2 - 1}

    def draw(self, random):
        return {'z': random.normal('z', self.batch, 49, 16), 't': random.uniform('t', self.batch),
                'label': random.integers('label', 11, self.batch)}

    def loss(self, x, z, t, label):
        xt = (1 - t)[:, None, None] * x + t[:, None, None] * z
        c = self.temb(timestep_embedding(t, 128)) + self.label(label)
        h = self.patch(xt) + self.pos
        for blk in self.blocks:
            h = blk(h, c)
        s, b = self.ada(F.silu(c))[:, None].chunk(2, -1)
        return F.mse_loss(self.out(self.n(h) * (1 + s) + b), z - x)


class GptBlock(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.n1, self.n2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.attn, self.mlp = Attention(d, heads, causal=True), mlp(d, 4 * d, d, act=nn.GELU)

    def forward(self, x):
        x = x + self.attn(self.n1(x))
        return x + self.mlp(self.n2(x))


class CharGpt(Workload):
    """Character language model: 65 symbols, context 64, width 128, 4 blocks, 4 heads, batch 12."""
    batch = 12

    def __init__(self):
        super().__init__()
        self.tok, self.pos = nn.Embedding(65, 128), nn.Parameter(torch.randn(64, 128) * 0.02)
        self.blocks = nn.Sequential(*(GptBlock(128, 4) for _ in range(4)))
        self.n, self.head = nn.LayerNorm(128), nn.Linear(128, 65)

    def data(self, random):
        return {'ids': random.integers('ids', 65, self.batch, 65)}

    def loss(self, ids):
        h = self.blocks(self.tok(ids[:, :-1]) + self.pos)
        return F.cross_entropy(self.head(self.n(h)).reshape(-1, 65), ids[:, 1:].reshape(-1))


WORKLOADS = {
    'toy-flow': ToyFlow, 'realnvp': RealNVP, 'vae-mlp': MlpVae, 'vae-400': Vae400, 'vae-conv': ConvVae,
    'dcgan': Dcgan, 'ddpm-unet': Ddpm, 'dit': Dit, 'char-gpt': CharGpt,
}


def stepper(model):
    """A function that trains one step on the feeds it is given and returns its losses."""
    optimizers = [(torch.optim.Adam(trained.parameters(), model.learning_rate, model.betas), loss)
                  for trained, loss in model.phases().values()]

    def step(feeds):
        losses = []
        for optimizer, loss_of in optimizers:
            optimizer.zero_grad()
            loss = loss_of(**feeds)
            loss.backward()
            optimizer.step()
            losses.append(loss)
        return losses

    return step
