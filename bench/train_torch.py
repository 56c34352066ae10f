"""PyTorch's eager time for the training step of bench/train.mjs: the same Llama, loss, clipping and AdamW; and for the step's matrix
products alone. Prints milliseconds as JSON."""
import json
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

c = json.loads(sys.argv[1])
B, T, d, heads, kv, hd = c["BATCH"], c["TIME"], c["hiddenSize"], c["heads"], c["kvHeads"], c["headDim"]


def rotate(x, cos, sin):
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat([-b, a], -1) * sin


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        linear = lambda i, o: nn.Linear(i, o, bias=False)
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


model = Llama()
optimizer = torch.optim.AdamW(model.parameters(), 1e-3, betas=(0.9, 0.95), weight_decay=0.01)
angle = torch.arange(T)[:, None] * c["ropeTheta"] ** (-torch.arange(0, hd, 2) / hd)
angle = torch.cat([angle, angle], -1)
cos, sin = angle.cos(), angle.sin()
ids, targets = torch.randint(0, c["vocabSize"], (2, B, T))
times = []
for _ in range(c["STEPS"]):
    start = time.perf_counter()
    optimizer.zero_grad()
    loss = F.cross_entropy(model(ids, cos, sin).view(-1, c["vocabSize"]), targets.view(-1))
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    times.append(1000 * (time.perf_counter() - start))

matrices = [w.detach() for w in model.parameters() if w.ndim == 2]
data = [(w, torch.rand(B * T, w.shape[1]), torch.rand(B * T, w.shape[0])) for w in matrices]
products = []
with torch.no_grad():
    for _ in range(c["STEPS"]):
        start = time.perf_counter()
        for w, x, dy in data:
            x @ w.T, dy @ w, dy.T @ x
        products.append(1000 * (time.perf_counter() - start))
print(json.dumps({"step": times[2:], "products": products[2:]}))
