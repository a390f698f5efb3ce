#!/usr/bin/env python3
"""Our encoder beside onnxruntime in dynamic int8, in the same run: one thread each, the same weights, the same token ids.

    pip install onnxruntime onnx safetensors numpy
    python benches/encoder/beside_onnxruntime.py [--model models/encoder] [--rounds 5]

The peer's graph is the one that onnxruntime's own optimizer makes of a BERT (EmbedLayerNormalization, Attention,
SkipLayerNormalization, BiasGelu), then `quantize_dynamic` with one scale for each output channel. The two take turns, round
by round, and the table shows the median of the rounds' medians. Wall-clock time: run it on a quiet machine.
"""

import argparse
import json
import re
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper, save
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file

CASES = [(1, 8), (1, 16), (1, 32), (16, 16)]


def weights(model):
    """The tensors as floats; int8 ones are multiplied with the scale of their row."""
    tensors = load_file(model / "model.safetensors")
    scales = {name.removesuffix("_scale"): scale for name, scale in tensors.items() if name.endswith("_scale")}
    return {
        name: tensor.astype(np.float32) * (scales[name][:, None] if name in scales else np.float32(1))
        for name, tensor in tensors.items()
        if not name.endswith("_scale")
    }


def graph(config, w):
    """Token ids [batch, tokens] -> the last layer's states [batch, tokens, hidden], in onnxruntime's fused operators."""
    nodes, constants = [], []

    def constant(name, value):
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(kind, inputs, outputs, domain="com.microsoft", **attributes):
        nodes.append(helper.make_node(kind, inputs, outputs, name=outputs[0], domain=domain, **attributes))
        return outputs[0]

    def tensor(name):
        return constant(name, w[name])

    def matmul(x, name):
        return node("MatMul", [x, constant(name + ".weight", w[name + ".weight"].T)], [name], domain="")

    eps = config["layer_norm_eps"]
    e = "embeddings."
    # A file whose positions hold the token type already has no table of types; the operator wants one.
    w.setdefault(e + "token_type_embeddings.weight", np.zeros((1, config["hidden_size"]), np.float32))
    tables = [tensor(f"{e}{part}_embeddings.weight") for part in ("word", "position", "token_type")]
    norm = [tensor(e + "LayerNorm.weight"), tensor(e + "LayerNorm.bias")]
    x = node("EmbedLayerNormalization", ["ids", "kinds", *tables, *norm], ["x", "mask"], epsilon=eps)
    for layer in range(config["num_hidden_layers"]):
        p = f"encoder.layer.{layer}."
        parts = [f"{p}attention.self.{part}" for part in ("query", "key", "value")]
        projection = [
            constant(p + "qkv.weight", np.concatenate([w[part + ".weight"].T for part in parts], 1)),
            constant(p + "qkv.bias", np.concatenate([w[part + ".bias"] for part in parts])),
        ]
        mixed = node("Attention", [x, *projection], [p + "attention"], num_heads=config["num_attention_heads"])

        def skip_norm(x, y, name):
            norm = [tensor(name + ".LayerNorm.weight"), tensor(name + ".LayerNorm.bias")]
            bias = tensor(name + ".dense.bias")
            return node("SkipLayerNormalization", [y, x, *norm, bias], [name + ".LayerNorm"], epsilon=eps)

        x = skip_norm(x, matmul(mixed, p + "attention.output.dense"), p + "attention.output")
        inner = matmul(x, p + "intermediate.dense")
        inner = node("BiasGelu", [inner, tensor(p + "intermediate.dense.bias")], [p + "gelu"])
        x = skip_norm(x, matmul(inner, p + "output.dense"), p + "output")
    ids = [helper.make_tensor_value_info(name, TensorProto.INT32, ["batch", "tokens"]) for name in ("ids", "kinds")]
    states = helper.make_tensor_value_info(x, TensorProto.FLOAT, ["batch", "tokens", config["hidden_size"]])
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    made = helper.make_graph(nodes, "bert", ids, [states], constants)
    return helper.make_model(made, opset_imports=opsets, ir_version=10)


def session(model, folder):
    save(graph(json.loads((model / "config.json").read_text()), weights(model)), folder / "float.onnx")
    # Shape inference does not know the fused operators, so the type of what they give is said here.
    how = {"per_channel": True, "weight_type": QuantType.QInt8, "extra_options": {"DefaultTensorType": TensorProto.FLOAT}}
    quantize_dynamic(folder / "float.onnx", folder / "int8.onnx", **how)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    return onnxruntime.InferenceSession(folder / "int8.onnx", options, providers=["CPUExecutionProvider"])


def ids(batch, tokens):
    """The ids that main.rs takes."""
    return np.array([[7 + (977 * b + 131 * t) % 5000 for t in range(tokens)] for b in range(batch)], np.int32)


def peer_round(peer):
    """µs a sequence, the median of a second of each case."""
    found = {}
    for batch, tokens in CASES:
        inputs = {"ids": ids(batch, tokens), "kinds": np.zeros((batch, tokens), np.int32)}
        times, until = [], time.monotonic() + 1
        while time.monotonic() < until:
            started = time.perf_counter()
            peer.run(None, inputs)
            times.append((time.perf_counter() - started) * 1e6 / batch)
        found[batch, tokens] = statistics.median(times)
    return found


def our_round(program, model):
    lines = subprocess.run([program, "--medians", str(model)], check=True, capture_output=True, text=True).stdout.splitlines()
    found = {}
    for line in lines:
        who, batch, tokens, micros = line.split()
        found.setdefault(who, {})[int(batch), int(tokens)] = float(micros)
    return found


def build():
    command = ["cargo", "bench", "-p", "xiaoer-bench-encoder", "--no-run"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    return re.search(r"Executable .*\((.+)\)", told).group(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=Path("models/encoder"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--program", help="the built bench; default: build it")
    args = parser.parse_args()

    program = args.program or build()
    rounds = {}
    with tempfile.TemporaryDirectory() as folder:
        peer = session(args.model, Path(folder))
        for _ in range(args.rounds):
            round_ = our_round(program, args.model) | {"onnxruntime int8": peer_round(peer)}
            for who, found in round_.items():
                for case, micros in found.items():
                    rounds.setdefault(who, {}).setdefault(case, []).append(micros)

    medians = {who: {case: statistics.median(all_) for case, all_ in cases.items()} for who, cases in rounds.items()}
    print("µs a sequence, one thread | " + " | ".join(f"{b} × {t}" for b, t in CASES))
    print("---" + "|---" * len(CASES))
    for who, cases in medians.items():
        print(f"{who} | " + " | ".join(f"{cases[case]:.0f}" for case in CASES))
    for who in sorted(medians.keys() - {"xiaoer"}):
        print(f"{who} / xiaoer | " + " | ".join(f"{medians[who][c] / medians['xiaoer'][c]:.2f}" for c in CASES))


if __name__ == "__main__":
    main()
