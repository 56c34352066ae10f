"""For saved.mjs: random small models as transformers saves them, and what it continues a folder's prompts with.

    make FOLDER TOKENIZER     writes the models into FOLDER, each with the tokenizer of a model folder
    continue PROMPTS FOLDER…  prints, for each folder, the tokens that follow the prompts (a JSON list of lists) greedily
"""
import json
import sys
from pathlib import Path

import torch
import transformers
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig

transformers.logging.set_verbosity_error()
transformers.logging.disable_progress_bar()
SHAPE = dict(
    hidden_size=64, intermediate_size=160, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=512,
    bos_token_id=5, eos_token_id=1, pad_token_id=0, attention_dropout=0.0,
)  # fmt: skip
LLAMA3 = dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=64)
MODELS = {
    "llama-tied-float32": ("llama", torch.float32, dict(tie_word_embeddings=True, rope_theta=500000.0)),
    "llama-untied-float16": ("llama", torch.float16, dict(tie_word_embeddings=False, head_dim=32)),
    "llama-3-bfloat16": ("llama", torch.bfloat16, dict(tie_word_embeddings=False, rope_scaling=LLAMA3)),
    "qwen2-tied-bfloat16": ("qwen2", torch.bfloat16, dict(tie_word_embeddings=True)),
    "mistral-untied-bfloat16": ("mistral", torch.bfloat16, dict(tie_word_embeddings=False, sliding_window=None)),
    "qwen3-bfloat16-in-shards": ("qwen3", torch.bfloat16, dict(tie_word_embeddings=False, head_dim=16)),
    "llama-norms-in-float32": ("llama", torch.bfloat16, dict(tie_word_embeddings=False)),
}


def make(folder, tokenizer):
    tokenizer = AutoTokenizer.from_pretrained(tokenizer)
    for seed, (name, (kind, dtype, changes)) in enumerate(MODELS.items()):
        torch.manual_seed(seed)
        config = transformers.CONFIG_MAPPING[kind](vocab_size=len(tokenizer), **{**SHAPE, **changes})
        model = AutoModelForCausalLM.from_config(config)
        for parameter in model.parameters():
            # Louder than a fresh model, so that continuations vary.
            parameter.data.normal_(0, 0.3) if parameter.dim() > 1 else parameter.data.uniform_(0.5, 1.5)
        model.generation_config = GenerationConfig(bos_token_id=5, eos_token_id=[1, 3000], pad_token_id=0, temperature=0.7, do_sample=True)
        to = Path(folder) / name
        model.to(dtype).save_pretrained(to, max_shard_size="200KB" if "shards" in name else "5GB")
        tokenizer.save_pretrained(to)
        if "norms" in name:
            file = to / "model.safetensors"
            tensors = {key: value.float() if value.dim() == 1 else value for key, value in load_file(file).items()}
            save_file(tensors, file, metadata={"format": "pt"})
    print(json.dumps(list(MODELS)))


def follow(prompts, folders):
    def answers(folder):
        model, info = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
        assert not any(info.values()), (folder, info)
        for prompt in json.loads(prompts):
            ids = torch.tensor([prompt])
            found = model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=64, do_sample=False, temperature=None)
            yield found[0, len(prompt) :].tolist()

    print(json.dumps([list(answers(folder)) for folder in folders]))


if sys.argv[1] == "make":
    make(*sys.argv[2:])
else:
    follow(sys.argv[2], sys.argv[3:])
