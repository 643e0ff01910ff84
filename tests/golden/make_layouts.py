"""Principal components of a small set of latent vectors, from PyTorch: tests/golden/layouts.json.

Run from the root of the repository: python3 tests/golden/make_layouts.py
"""

import json
from pathlib import Path

import torch

torch.manual_seed(5)
rows, width, kept = 40, 6, 3
# float32 as the studio gets them; the components are computed in float64
z = (torch.randn(rows, width) @ torch.randn(width, width) + torch.randn(width)).float()
x = z.double()
mean = x.mean(0)
_, singular, directions = torch.linalg.svd(x - mean, full_matrices=False)
components = directions[:kept]
# the sign by which the largest part of each is positive
largest = components.abs().argmax(1)
components = components * components[range(kept), largest].sign()[:, None]
shares = singular**2 / (singular**2).sum()


def rounded(tensor, digits=6):
    return [round(float(value), digits) for value in tensor.flatten()]


golden = {
    "rows": rows,
    "width": width,
    "z": rounded(z, 7),
    "mean": rounded(mean),
    "components": rounded(components),
    "shares": rounded(shares[:kept]),
    "places": rounded((x - mean) @ components.T),
    "distances": rounded(torch.cdist(x[:1], x)[0]),
    "cosine": rounded(1 - torch.nn.functional.cosine_similarity(x[:1], x)),
}
path = Path(__file__).parent / "layouts.json"
path.write_text(json.dumps(golden) + "\n")
