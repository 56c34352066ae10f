"""Hugging Face transformers' tokens per second for bench/generate.mjs: the same folder, prompts and number of new tokens, in fp32."""
import json
import sys
import time

import torch
from transformers import AutoModelForCausalLM

given = json.load(sys.stdin)
model = AutoModelForCausalLM.from_pretrained(sys.argv[1], dtype=torch.float32).eval()
width = max(len(prompt) for prompt in given["prompts"])
ids = torch.tensor([[0] * (width - len(prompt)) + prompt for prompt in given["prompts"]])
mask = torch.tensor([[0] * (width - len(prompt)) + [1] * len(prompt) for prompt in given["prompts"]])
chosen = dict(do_sample=True, temperature=1.0, top_k=50) if given["sampled"] else dict(do_sample=False)


def generate(count):
    model.generate(ids, attention_mask=mask, max_new_tokens=count, min_new_tokens=count, pad_token_id=0, **chosen)


with torch.no_grad():
    generate(4)
    start = time.perf_counter()
    generate(given["newTokens"])
    print(len(ids) * given["newTokens"] / (time.perf_counter() - start))
