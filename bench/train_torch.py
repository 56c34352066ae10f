"""PyTorch's time for the training step of bench/train.mjs: the same Llama, loss, clipping and AdamW, in one of the modes eager, compiled,
bf16 (compiled, autocast); or for the step's matrix products alone. Prints milliseconds as JSON; an empty list where a mode does not run."""
import json
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

c = json.loads(sys.argv[1])
torch.set_default_device(c.get("device", "cpu"))
B, T, d, heads, kv, hd = c["batch"], c["time"], c["hiddenSize"], c["heads"], c["kvHeads"], c["headDim"]


def rotate(x, cos, sin):
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat([-b, a], -1) * sin


class Adapted(nn.Linear):
    """A frozen layer with a low-rank adapter."""

    def __init__(self, i, o, rank):
        super().__init__(i, o, bias=False)
        self.weight.requires_grad = False
        self.a, self.b = nn.Parameter(torch.rand(rank, i) - 0.5), nn.Parameter(torch.zeros(o, rank))

    def forward(self, x):
        return F.linear(x, self.weight) + F.linear(F.linear(x, self.a) * 2, self.b)


def linear(i, o):
    return Adapted(i, o, c["lora"]["rank"]) if c.get("lora") else nn.Linear(i, o, bias=False)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.RMSNorm(d, eps=c["rmsNormEps"]), nn.RMSNorm(d, eps=c["rmsNormEps"])
        self.q, self.k, self.v, self.o = linear(d, heads * hd), linear(d, kv * hd), linear(d, kv * hd), linear(heads * hd, d)
        self.gate, self.up, self.down = linear(d, c["intermediateSize"]), linear(d, c["intermediateSize"]), linear(c["intermediateSize"], d)

    def forward(self, x, cos, sin):
        h = self.norm1(x)
        split = lambda y, n: y.view(B, T, n, hd).transpose(1, 2)
        q, k, v = rotate(split(self.q(h), heads), cos, sin), rotate(split(self.k(h), kv), cos, sin), split(self.v(h), kv)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=heads != kv)
        x = x + self.o(y.transpose(1, 2).reshape(B, T, heads * hd))
        h = self.norm2(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class Llama(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(c["vocabSize"], d)
        self.blocks = nn.ModuleList([Block() for _ in range(c["layers"])])
        self.norm = nn.RMSNorm(d, eps=c["rmsNormEps"])

    def forward(self, ids, cos, sin):
        h = self.embed(ids)
        for block in self.blocks:
            h = block(h, cos, sin)
        return F.linear(self.norm(h), self.embed.weight)


def measured(step):
    times = []
    for _ in range(c["steps"]):
        start = time.perf_counter()
        step()
        if torch.get_default_device().type == "cuda":
            torch.cuda.synchronize()
        times.append(1000 * (time.perf_counter() - start))
    return times[2:]


def training(mode):
    model = Llama()
    if c.get("lora"):
        for name, weight in model.named_parameters():
            weight.requires_grad = name.endswith((".a", ".b"))
    trained = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(trained, 1e-3, betas=(0.9, 0.95), weight_decay=0.01)
    angle = torch.arange(T)[:, None] * c["ropeTheta"] ** (-torch.arange(0, hd, 2) / hd)
    angle = torch.cat([angle, angle], -1)
    cos, sin = angle.cos(), angle.sin()
    ids, targets = torch.randint(0, c["vocabSize"], (2, B, T))
    run = model if mode == "eager" else torch.compile(model)

    def step():
        optimizer.zero_grad()
        with torch.autocast(torch.get_default_device().type, torch.bfloat16, enabled=mode == "bf16"):
            logits = run(ids, cos, sin).view(-1, c["vocabSize"])
        F.cross_entropy(logits.float(), targets.view(-1)).backward()
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()

    return measured(step)


def products():
    matrices = [w.detach() for name, w in Llama().named_parameters() if w.ndim == 2 and not name.endswith((".a", ".b"))]
    data = [(w, torch.rand(B * T, w.shape[1]), torch.rand(B * T, w.shape[0])) for w in matrices]

    def step():
        for w, x, dy in data:
            x @ w.T, dy @ w
            if not c.get("lora"):
                dy.T @ x

    with torch.no_grad():
        return measured(step)


if c["mode"] in ("eager", "products"):
    print(json.dumps(products() if c["mode"] == "products" else training("eager")))
else:
    try:
        print(json.dumps(training(c["mode"])))
    except Exception:  # No compiler, or no bf16 kernels.
        print("[]")
