"""BERT as plain tensors, over batches of texts of one length, or padded ones with a mask."""

import torch
import torch.nn.functional as F
from torch import nn

PAD = 1

class Layer(nn.Module):
    def __init__(self, hidden: int, feed_forward: int, heads: int, epsilon: float):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.ao = (nn.Linear(hidden, hidden) for _ in range(4))
        self.fi = nn.Linear(hidden, feed_forward)
        self.fo = nn.Linear(feed_forward, hidden)
        self.aln, self.oln = (nn.LayerNorm(hidden, epsilon) for _ in range(2))

    def forward(self, x, mask):
        texts, tokens, hidden = x.shape
        split = (texts, tokens, self.heads, hidden // self.heads)
        q, k, v = (part(x).view(split).transpose(1, 2) for part in (self.q, self.k, self.v))
        mixed = F.scaled_dot_product_attention(q, k, v, mask).transpose(1, 2).reshape(x.shape)
        x = self.aln(x + self.ao(mixed))
        return self.oln(x + self.fo(F.gelu(self.fi(x))))


class Bert(nn.Module):
    """`forward` takes token ids, texts × tokens, and gives the mean of the last layer's tokens, texts × hidden.

    `padded`: whether the pieces of the number PAD are to be left out.
    """

    def __init__(self, tensors, layers: list[int], heads: int, epsilon: float):
        """`layers` names the layers of `tensors` that are taken over, in their order."""
        super().__init__()
        word, position = torch.as_tensor(tensors["emb.word"]), torch.as_tensor(tensors["emb.pos"])
        hidden, feed_forward = word.shape[1], tensors["l0.fi.w"].shape[0]
        self.word = nn.Embedding.from_pretrained(word.clone(), freeze=False)
        # All texts have type 0.
        self.position = nn.Parameter(position + torch.as_tensor(tensors["emb.type"])[0])
        self.ln = nn.LayerNorm(hidden, epsilon)
        self.layers = nn.ModuleList(Layer(hidden, feed_forward, heads, epsilon) for _ in layers)
        state = {"ln.weight": tensors["emb.ln.w"], "ln.bias": tensors["emb.ln.b"]}
        for at, layer in enumerate(layers):
            for part in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
                state[f"layers.{at}.{part}.weight"] = tensors[f"l{layer}.{part}.w"]
                state[f"layers.{at}.{part}.bias"] = tensors[f"l{layer}.{part}.b"]
        self.load_state_dict({name: torch.as_tensor(value) for name, value in state.items()}, strict=False)

    def forward(self, ids, padded=False):
        x = self.ln(self.word(ids) + self.position[: ids.shape[1]])
        there = ids != PAD
        mask = there[:, None, None, :] if padded else None
        for layer in self.layers:
            x = layer(x, mask)
        there = there.unsqueeze(2).to(x.dtype)
        return (x * there).sum(1) / there.sum(1)


def pad(lists: list[list[int]]) -> torch.Tensor:
    longest = max(map(len, lists))
    return torch.tensor([ids + [PAD] * (longest - len(ids)) for ids in lists])


def by_length(lists: list[list[int]], size: int, generator=None) -> list[torch.Tensor]:
    """Indices in batches of one length each: in order, or shuffled by `generator`."""
    groups = {}
    order = range(len(lists)) if generator is None else torch.randperm(len(lists), generator=generator).tolist()
    for at in order:
        groups.setdefault(len(lists[at]), []).append(at)
    batches = [group[at : at + size] for _, group in sorted(groups.items()) for at in range(0, len(group), size)]
    if generator is not None:
        batches = [batches[at] for at in torch.randperm(len(batches), generator=generator).tolist()]
    return [torch.tensor(batch) for batch in batches]


@torch.no_grad()
def embed(model: Bert, lists: list[list[int]], size: int = 128) -> torch.Tensor:
    """The vectors of texts given as token ids, in their order."""
    model.eval()
    vectors = torch.empty(len(lists), model.position.shape[1])
    for batch in by_length(lists, size):
        ids = torch.tensor([lists[at] for at in batch])
        with torch.autocast("cpu", torch.bfloat16):
            vectors[batch] = model(ids).float()
    return vectors
