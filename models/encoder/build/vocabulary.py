"""Prunes the teacher's vocabulary to simplified Chinese, lower-case English and symbols, and writes tokenizer.json.

xiaoer's texts are normalised before they are embedded (half width, simplified, lower case), so other pieces would never be used;
the tokenizer lowers and folds by itself for everybody else.
"""

import re
import unicodedata

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

SPECIAL = 4
"""<s>, <pad>, </s> and <unk> stand first."""

HAN = re.compile(r"[㐀-䶿一-鿿]")
LATIN = re.compile(r"▁?[a-z0-9'.-]+")
# Letters of other scripts than those two.
FOREIGN = re.compile(r"[^\W\d_a-z㐀-䶿一-鿿]")


def choose(pieces: list[str], scores: list[float], latin: int) -> list[int]:
    """Indices of the pieces that stay: specials, Chinese, symbols, and the `latin` most frequent Latin ones."""
    kept, ranked = [], []
    for at, piece in enumerate(pieces[SPECIAL:], SPECIAL):
        text = piece.replace("▁", "")
        if text != unicodedata.normalize("NFKC", text).lower() or FOREIGN.search(text):
            continue
        if HAN.search(text):
            if len(text) == 1 or all(is_simplified(c) for c in text):
                kept.append(at)
        elif re.search("[a-z]", text):
            if LATIN.fullmatch(piece):
                ranked.append(at)
        elif all(is_plain(c) for c in text) and len(text) <= 4:
            kept.append(at)
    ranked.sort(key=lambda at: -scores[at])
    short = [at for at in ranked if len(pieces[at]) == 1]
    return list(range(SPECIAL)) + sorted(set(kept) | set(ranked[:latin]) | set(short))


def is_simplified(character: str) -> bool:
    """GB 2312 is the standard of simplified characters."""
    if not HAN.match(character):
        return True
    try:
        return len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def is_plain(character: str) -> bool:
    """ASCII, punctuation of both languages, currency and pictures."""
    point = ord(character)
    return point < 0x100 or 0x2000 <= point < 0x2C00 or 0x3000 <= point < 0x3040 or 0xFF00 <= point < 0xFFF0 or point >= 0x1F000


def tokenizer(pieces: list[tuple[str, float]], longest: int) -> Tokenizer:
    """Unigram over the kept pieces, between <s> and </s>; texts longer than `longest` tokens are cut."""
    made = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    made.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    made.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    made.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    made.add_special_tokens([piece for piece, _ in pieces[:SPECIAL]])
    made.enable_truncation(longest)
    return made
