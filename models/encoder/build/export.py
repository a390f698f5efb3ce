"""Writes what ships: model.safetensors with int8 weights per row, config.json and tokenizer.json, in Hugging Face's layout."""

import argparse
import hashlib
import json
import shutil

import numpy as np
import torch
from safetensors.numpy import save_file

from distil import student

PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
MAX_TOKENS = 128


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", required=True)
    options.add_argument("--wheel", required=True)
    options.add_argument("--layers", default="0,4,8,11")
    options.add_argument("--model", required=True)
    options.add_argument("--out", required=True)
    options = options.parse_args()
    layers = options.layers.split(",")
    model = student(options.wheel, options.work, [int(layer) for layer in layers])
    model.load_state_dict(torch.load(options.model))

    state = {name: value.numpy() for name, value in model.state_dict().items()}
    tensors = {"embeddings.LayerNorm.weight": state["ln.weight"], "embeddings.LayerNorm.bias": state["ln.bias"]}
    put(tensors, "embeddings.word_embeddings", state["word.weight"])
    # The type of all texts is part of the positions already.
    put(tensors, "embeddings.position_embeddings", state["position"][:MAX_TOKENS])
    for layer in range(len(layers)):
        for part, name in PARTS.items():
            weight = state[f"layers.{layer}.{part}.weight"]
            name = f"encoder.layer.{layer}.{name}"
            tensors[f"{name}.bias"] = state[f"layers.{layer}.{part}.bias"]
            if weight.ndim == 1:
                tensors[f"{name}.weight"] = weight
            else:
                put(tensors, name, weight)
    rows, hidden = state["word.weight"].shape
    save_file({name: np.ascontiguousarray(value) for name, value in tensors.items()}, f"{options.out}/model.safetensors")
    digest = hashlib.sha256(open(f"{options.out}/model.safetensors", "rb").read()).hexdigest()
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": rows,
        "hidden_size": hidden,
        "num_hidden_layers": len(layers),
        "num_attention_heads": model.layers[0].heads,
        "intermediate_size": state["layers.0.fi.weight"].shape[0],
        "hidden_act": "gelu",
        "layer_norm_eps": model.ln.eps,
        "max_position_embeddings": MAX_TOKENS,
        "type_vocab_size": 0,
        "pad_token_id": 1,
        "quantization_config": {"bits": 8, "granularity": "row", "symmetric": True},
        "xiaoer": {"format": 1, "pooling": "mean", "prefix": "", "max_tokens": MAX_TOKENS, "sha256": digest},
    }
    json.dump(config, open(f"{options.out}/config.json", "w"), indent=2)
    shutil.copy(f"{options.work}/tokenizer.json", options.out)


def put(tensors, name, weight):
    """Each row as whole steps of its largest weight / 127."""
    scale = np.maximum(np.abs(weight).max(1), 1e-12) / 127
    tensors[f"{name}.weight"] = np.round(weight / scale[:, None]).astype(np.int8)
    tensors[f"{name}.weight_scale"] = scale.astype(np.float32)


if __name__ == "__main__":
    main()
