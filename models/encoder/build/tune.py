"""Tunes a distilled student: what means the same moves together, what does not apart, and the teacher's view is kept.

Steps take turns: sentence pairs by CoSENT (https://kexue.fm/archives/8847) and by in-batch contrast of the true pairs; texts with intents
by supervised contrast (Khosla et al., NeurIPS 2020); texts of the corpus by the loss of distil.py.
"""

import argparse
import json
import random
import time

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

import bert
from distil import adam, advance, centred, student
from measure import Encoder, normal, rows, spearman
from vocabulary import HAN

PAIRS = ("atec", "afqmc")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", required=True, help="folder that prepare.py filled")
    options.add_argument("--wheel", required=True)
    options.add_argument("--data", required=True, help="folder with pairs/ and intents/")
    options.add_argument("--layers", default="0,4,8,11")
    options.add_argument("--model", required=True, help="what distil.py wrote")
    options.add_argument("--steps", type=int, default=2000)
    options.add_argument("--rate", type=float, default=5e-5)
    options.add_argument("--contrast", type=float, default=0.2, help="weight of the in-batch contrast of true pairs")
    options.add_argument("--intents", default="massive_zh_cn,smp2019,telemarketing_cn,clinc150", help="sets whose train split takes part")
    options.add_argument("--turns", default="pairs,corpus,intents", help="the order of the steps")
    options.add_argument("--english", type=int, default=1, help="how often each English text of the corpus counts")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--out", required=True)
    options = options.parse_args()
    torch.manual_seed(options.seed)
    random.seed(options.seed)

    tokenizer = Tokenizer.from_file(f"{options.work}/tokenizer.json")
    encode = lambda texts: [tokens.ids for tokens in tokenizer.encode_batch([normal(text) for text in texts])]
    tasks = {
        "pairs": (pair_batches(options.data, encode), lambda batch, model: of_pairs(batch, model, options.contrast)),
        "corpus": (corpus_batches(options.work, tokenizer, options.english), of_corpus),
        "intents": (intent_batches(options.data, options.intents.split(","), encode), of_intents),
    }
    turns = options.turns.split(",")

    model = student(options.wheel, options.work, [int(layer) for layer in options.layers.split(",")])
    model.load_state_dict(torch.load(options.model))
    optimizer, rates = adam(model, options.steps, options.rate, options.rate)
    began, shown = time.time(), {}
    for step in range(options.steps):
        turn = turns[step % len(turns)]
        batches, of_batch = tasks[turn]
        loss = of_batch(next(batches), model)
        advance(model, loss, optimizer, rates)
        shown[turn] = 0.95 * shown.get(turn, loss.item()) + 0.05 * loss.item()
        if step % 200 == 0:
            found = spearman(Encoder(model, tokenizer), options.data, 2000) if step % 800 == 0 else ""
            model.train()
            print(f"step {step} {time.time() - began:.0f} s { {turn: round(loss, 3) for turn, loss in shown.items()} } {found}", flush=True)
    torch.save(model.state_dict(), options.out)


def vectors(model, ids):
    with torch.autocast("cpu", torch.bfloat16):
        found = model(bert.pad(ids), padded=True)
    return F.normalize(found.float(), dim=1)


def pair_batches(data, encode, size=96):
    """Pairs of like lengths together, so that little is padded."""
    pairs = [pair for name in PAIRS for pair in rows(f"{data}/pairs/{name}_train.jsonl")]
    left, right = (encode([pair[side] for pair in pairs]) for side in "ab")
    same = torch.tensor([pair["same"] for pair in pairs], dtype=torch.bool)
    longest = [max(len(a), len(b)) for a, b in zip(left, right)]
    while True:
        order = sorted(range(len(pairs)), key=lambda at: longest[at] + random.random() * 4)
        batches = [order[at : at + size] for at in range(0, len(order), size)]
        random.shuffle(batches)
        for batch in batches:
            yield [left[at] for at in batch], [right[at] for at in batch], same[batch]


def of_pairs(batch, model, contrast, scale=20.0):
    left, right, same = batch
    both = vectors(model, left + right)
    left, right = both[: len(left)], both[len(left) :]
    cosine = scale * (left * right).sum(1)
    # Every false pair against every true one.
    gaps = (cosine[~same][:, None] - cosine[same][None, :]).reshape(-1)
    loss = torch.logsumexp(torch.cat([torch.zeros(1), gaps]), 0)
    if contrast and same.any():
        scores = scale * left[same] @ right.T
        loss = loss + contrast * F.cross_entropy(scores, same.nonzero().squeeze(1))
    return loss


def corpus_batches(work, tokenizer, english, size=128):
    texts = json.load(open(f"{work}/texts.json"))
    targets = torch.from_numpy(np.load(f"{work}/teacher.npy")).float()
    chinese = [HAN.search(text) is not None for text in texts]
    targets = centred(targets, chinese)
    drawn = [at for at in range(len(texts)) for _ in range(1 if chinese[at] else english)]
    ids, targets = [tokens.ids for tokens in tokenizer.encode_batch([texts[at] for at in drawn])], targets[drawn]
    while True:
        for batch in bert.by_length(ids, size, torch.default_generator):
            if len(batch) >= size // 8:
                yield [ids[at] for at in batch], targets[batch]


def of_corpus(batch, model):
    ids, target = batch
    found = vectors(model, ids)
    return 1 - (found * target).sum(1).mean() + 4 * F.mse_loss(found @ found.T, target @ target.T)


def intent_batches(data, names, encode, classes=24, each=5):
    """Some texts of some intents of one set; the larger sets more often."""
    sets = []
    for name in names:
        by_intent = {}
        learn = [row for row in rows(f"{data}/intents/{name}/train.jsonl") if row["intent"] != "out_of_scope"]
        for row, ids in zip(learn, encode([row["text"] for row in learn])):
            by_intent.setdefault(row["intent"], []).append(ids)
        sets.append(list(by_intent.values()))
    sizes = [sum(map(len, kept)) for kept in sets]
    while True:
        (kept,) = random.choices(sets, sizes)
        chosen = random.sample(kept, min(classes, len(kept)))
        drawn = [(ids, label) for label, texts in enumerate(chosen) for ids in random.sample(texts, min(each, len(texts)))]
        yield [ids for ids, _ in drawn], torch.tensor([label for _, label in drawn])


def of_intents(batch, model, scale=15.0):
    ids, labels = batch
    found = vectors(model, ids)
    scores = scale * found @ found.T
    scores.fill_diagonal_(-1e9)
    likely = scores - torch.logsumexp(scores, 1, keepdim=True)
    same = (labels[:, None] == labels[None, :]).fill_diagonal_(False)
    count = same.sum(1)
    return -(likely * same).sum(1)[count > 0].div(count[count > 0]).mean()


if __name__ == "__main__":
    main()
