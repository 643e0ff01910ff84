"""Vector quantisation from PyTorch in double precision: quantisation.json."""

import json
import pathlib

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
generator = torch.Generator().manual_seed(0)
ITEMS, WIDTH, ROWS, COLUMNS, CODES, BETA = 2, 3, 2, 2, 5, 0.25


def numbers(*shape):
    return torch.randn(*shape, generator=generator)


def rounded(tensor):
    return [float(f'{value:.15g}') for value in tensor.detach().reshape(-1).tolist()]


def nearest(vectors, codebook):
    return torch.cdist(vectors, codebook).argmin(dim=1)


def losses():
    """A reader of z_q with both losses of eq. 3, and what reaches z_e and the codes."""
    z = numbers(ITEMS, WIDTH, ROWS, COLUMNS).requires_grad_()
    codebook = numbers(CODES, WIDTH).requires_grad_()
    weight = numbers(ITEMS, WIDTH, ROWS, COLUMNS)
    vectors = z.permute(0, 2, 3, 1).reshape(-1, WIDTH)
    tokens = nearest(vectors, codebook)
    codes = torch.nn.functional.embedding(tokens, codebook)
    map_of_codes = codes.reshape(ITEMS, ROWS, COLUMNS, WIDTH).permute(0, 3, 1, 2)
    z_q = z + (map_of_codes - z).detach()
    reading = (weight * torch.sin(z_q)).sum()
    codebook_loss = ((vectors.detach() - codes) ** 2).sum() / ITEMS
    commitment = ((vectors - codes.detach()) ** 2).sum() / ITEMS
    d_z, d_codebook = torch.autograd.grad(reading + codebook_loss + BETA * commitment, [z, codebook])
    shares = torch.nn.functional.one_hot(tokens, CODES).double().mean(dim=0)
    perplexity = torch.exp(-(shares * torch.log(shares + (shares == 0))).sum())
    return {
        'z': rounded(z), 'codebook': rounded(codebook), 'weight': rounded(weight), 'beta': BETA,
        'shape': [ITEMS, WIDTH, ROWS, COLUMNS], 'codes': CODES, 'tokens': tokens.tolist(), 'z_q': rounded(z_q),
        'reading': reading.item(), 'codebookLoss': codebook_loss.item(), 'commitment': commitment.item(),
        'dZ': rounded(d_z), 'dCodebook': rounded(d_codebook), 'perplexity': perplexity.item(),
    }


def averages(steps=4, count=12, decay=0.8):
    """Appendix A.1, eq. 6 to 8, as they stand there: N and m are kept, a code is m / N."""
    codebook = numbers(CODES, WIDTH)
    n, m = torch.ones(CODES), codebook.clone()
    batches, told = [], []
    for _ in range(steps):
        vectors = numbers(count, WIDTH)
        chosen = torch.nn.functional.one_hot(nearest(vectors, m / n[:, None]), CODES).double()
        n = decay * n + (1 - decay) * chosen.sum(dim=0)
        m = decay * m + (1 - decay) * chosen.T @ vectors
        batches.append(rounded(vectors))
        told.append({'counts': rounded(n), 'codebook': rounded(m / n[:, None])})
    return {'codebook': rounded(codebook), 'decay': decay, 'batches': batches, 'steps': told}


if __name__ == '__main__':
    out = pathlib.Path(__file__).with_name('quantisation.json')
    out.write_text(json.dumps({'losses': losses(), 'averages': averages()}) + '\n')
