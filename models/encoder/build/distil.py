"""Teaches a student of a few layers the teacher's vectors.

The teacher's vectors all lie within a narrow cone, so the target is the vector minus its language's mean, of length 1. The loss is
1 − cosine, plus 4 × the mean squared difference of the in-batch similarities.
"""

import argparse
import json
import math
import time

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

import bert
import teacher
from vocabulary import HAN


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", required=True, help="folder that prepare.py filled")
    options.add_argument("--wheel", required=True)
    options.add_argument("--layers", default="0,4,8,11", help="layers of the teacher to start from")
    options.add_argument("--texts", type=int, help="so many of the texts, drawn by the seed")
    options.add_argument("--epochs", type=float, default=1.0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--out", required=True)
    options = options.parse_args()
    torch.manual_seed(options.seed)
    generator = torch.Generator().manual_seed(options.seed)

    texts = json.load(open(f"{options.work}/texts.json"))
    targets = torch.from_numpy(np.load(f"{options.work}/teacher.npy")).float()
    targets = centred(targets, [HAN.search(text) is not None for text in texts])
    tokenizer = Tokenizer.from_file(f"{options.work}/tokenizer.json")
    chosen = torch.randperm(len(texts), generator=generator)[: options.texts].tolist()
    ids = [tokens.ids for tokens in tokenizer.encode_batch([texts[at] for at in chosen])]

    model = student(options.wheel, options.work, [int(layer) for layer in options.layers.split(",")])
    learn(model, ids, targets[chosen], options.epochs, generator)
    torch.save(model.state_dict(), options.out)


def centred(vectors, chinese: list[bool]):
    """Each language has a mean of its own."""
    chinese = torch.tensor(chinese)
    for language in (chinese, ~chinese):
        vectors[language] -= vectors[language].mean(0)
    return F.normalize(vectors, dim=1)


def student(wheel: str, work: str, layers: list[int]) -> bert.Bert:
    source = teacher.read(wheel)
    source.tensors["emb.word"] = source.tensors["emb.word"][json.load(open(f"{work}/kept.json"))]
    return bert.Bert(source.tensors, layers, source.heads, source.epsilon)


def learn(model, ids, targets, epochs, generator, batch_size=128):
    batches = []
    while len(batches) * batch_size < epochs * len(ids):
        batches += bert.by_length(ids, batch_size, generator)
    # Small rests of rare lengths teach little and cost a step each.
    batches = [batch for batch in batches if len(batch) >= batch_size // 8]
    optimizer, rates = adam(model, len(batches))
    began = time.time()
    for step, batch in enumerate(batches):
        with torch.autocast("cpu", torch.bfloat16):
            vectors = model(torch.tensor([ids[at] for at in batch]))
        vectors, target = F.normalize(vectors.float(), dim=1), targets[batch]
        far = 1 - (vectors * target).sum(1).mean()
        loss = far + 4 * F.mse_loss(vectors @ vectors.T, target @ target.T)
        advance(model, loss, optimizer, rates)
        if step % 100 == 0:
            print(f"step {step}/{len(batches)} {time.time() - began:.0f} s: 1 - cosine {far.item():.4f}", flush=True)


def adam(model, steps, rate=3e-4, table_rate=2e-4, warm_up=200):
    """AdamW with a warm-up, then a cosine down to nothing."""
    table = list(model.word.parameters())
    rest = [parameter for name, parameter in model.named_parameters() if not name.startswith("word.")]
    groups = [{"params": rest, "lr": rate}, {"params": table, "lr": table_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    warm_up = min(warm_up, steps // 10 + 1)
    share = lambda step: min((step + 1) / warm_up, 0.5 * (1 + math.cos(math.pi * step / max(steps, 1))))
    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, share)


def advance(model, loss, optimizer, rates):
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    rates.step()


if __name__ == "__main__":
    main()
