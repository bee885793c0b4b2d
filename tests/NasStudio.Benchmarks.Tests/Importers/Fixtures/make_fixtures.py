"""Makes the small genuine files that the importers' tests read, with the formats' own tools: Python's pickle, numpy and
bz2. The protobuf messages and TFRecord frames are written out by hand, field by field. Run it here: python3
make_fixtures.py. The numbers are made up; the shapes are those of the published files."""
import base64
import bz2
import collections
import gzip
import hashlib
import json
import os
import pickle
import struct

import numpy as np

CELLS = [
    "|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|",
    "|none~0|+|none~0|none~1|+|none~0|none~1|nor_conv_1x1~2|",
    "|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|",
]


def write(name, data):
    os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
    with open(name, "wb") as file:
        file.write(data)


def hw_nas_bench():
    data = {"nasbench201": {}, "fbnet": {"anything": {"add_b_8": 0.5}}}
    for number, name in enumerate(["cifar10", "cifar100", "ImageNet16-120"]):
        config = [{"name": "infer.tiny", "C": 16, "N": 5, "arch_str": cell, "num_classes": 10} for cell in CELLS]
        data["nasbench201"][name] = {
            "config": config,
            "edgegpu_latency": [5.8 + number + i for i in range(3)],
            "edgegpu_energy": [24.2 + number, 11.0, 7.5],
            "raspi4_latency": np.array([10.4, 1.5 + number, 2.5]),
            "edgetpu_latency": [1.0, 0.9, 0.8],
            "pixel3_latency": [3.6, 1.1, 1.2],
            "eyeriss_latency": [3.6, np.float64(0.25), 0.5],
            "eyeriss_energy": [0.1, 0.2, 0.3],
            "eyeriss_arithmetic_intensity": [12.2, 6.5, 7.5],
            "fpga_latency": [2.5, 1, 1.25],
            "fpga_energy": [11.0, 5.5, 6.5],
        }
    write("HW-NAS-Bench-v1_0.pickle", pickle.dumps(data, protocol=4))


def naslib_201():
    full = {}
    for i, cell in enumerate(CELLS):
        full[cell] = {}
        for name in ["cifar10-valid", "cifar10", "cifar100", "ImageNet16-120"]:
            full[cell][name] = {
                "train_acc1es": [40.0, 50.0, 60.0 + i], "eval_acc1es": [30.0, 35.0, 55.5 + i + len(name) / 8],
                "train_losses": [2.0, 1.5, 1.0],
                "cost_info": {"params": 0.5 + i, "flops": 70.25 + i, "latency": 0.015, "train_time": 7.5},
            }
    write("nb201_cifar10_full_training.pickle", pickle.dumps(full, protocol=3))
    short = {cell: {"cifar10-valid": {"eval_acc1es": 80.0 + i, "params": 0.5, "flop": 70.0, "latency": 0.01}}
             for i, cell in enumerate(CELLS)}
    write("nb201_all.pickle", pickle.dumps(short, protocol=2))


def nats():
    folder = "NATS-tss-v1_0-3ffb9-simple"
    pack = lambda name, value: write(f"{folder}/{name}.pickle.pbz2", bz2.compress(pickle.dumps(value, protocol=4)))
    pack("meta", {"meta_archs": CELLS, "total_archs": 3, "evaluated_indexes": {0, 1, 2}})
    for i, cell in enumerate(CELLS):
        value = collections.OrderedDict()
        for epochs in (12, 200):
            results = {}
            sets = {"cifar10-valid": ["x-valid", "ori-test"], "cifar10": ["ori-test"],
                    "cifar100": ["x-valid", "x-test", "ori-test"], "ImageNet16-120": ["x-valid", "x-test", "ori-test"]}
            for name, evaluated in sets.items():
                for seed in ([777] if epochs == 12 or i == 1 else [777, 888]):
                    results[(name, seed)] = {
                        "name": "infer.tiny", "net_state_dict": None, "arch_config": {"arch_str": cell},
                        "params": 0.1 + i, "flop": 15.5 + i, "seed": seed, "epochs": epochs,
                        "latency": [0.01, 0.02] if name == "cifar10" else None,
                        "train_acc1es": collections.OrderedDict((e, 10.0 + e) for e in range(epochs)),
                        "eval_names": evaluated, "eval_times": {},
                        "eval_acc1es": {f"{s}@{e}": 20.0 + e / 4 + i + (seed - 777) / 111 + len(s)
                                        for s in evaluated for e in (0, epochs - 1)},
                    }
            value[str(epochs)] = {
                "arch_index": i, "arch_str": cell, "all_results": results,
                "dataset_seed": {name: [777] for name in sets}, "clear_net_done": True,
            }
        pack(f"{i:06d}", value)


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def varint(number):
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def metrics(evaluations, parameters):
    message = b""
    for epoch, time, train, valid, test in evaluations:
        inner = b"".join(bytes([field << 3 | 1]) + struct.pack("<d", value)
                         for field, value in enumerate([epoch, time, train, valid, test], start=1))
        inner += b"\x32" + varint(4) + b"ckpt"
        message += b"\x0a" + varint(len(inner)) + inner
    return message + b"\x10" + varint(parameters) + b"\x19" + struct.pack("<d", 1234.5)


def fingerprint(matrix, operations):
    """The benchmark's iterative hash (graph_util.hash_module), labels -1 input, -2 output."""
    order = {"conv3x3-bn-relu": 0, "conv1x1-bn-relu": 1, "maxpool3x3": 2}
    labels = [-1] + [order[op] for op in operations[1:-1]] + [-2]
    out_edges = [sum(row) for row in matrix]
    in_edges = [sum(column) for column in zip(*matrix)]
    digest = lambda text: hashlib.md5(text.encode()).hexdigest()
    hashes = [digest(str(item)) for item in zip(out_edges, in_edges, labels)]
    for _ in matrix:
        hashes = [
            digest("".join(sorted(hashes[w] for w in range(len(matrix)) if matrix[w][v])) + "|"
                   + "".join(sorted(hashes[w] for w in range(len(matrix)) if matrix[v][w])) + "|" + hashes[v])
            for v in range(len(matrix))]
    return digest(str(sorted(hashes)))


def nas_bench_101():
    cells = [
        ([[0, 1, 0], [0, 0, 1], [0, 0, 0]], ["input", "conv3x3-bn-relu", "output"], 100),
        ([[0, 1, 1, 0], [0, 0, 0, 1], [0, 0, 0, 1], [0, 0, 0, 0]],
         ["input", "conv1x1-bn-relu", "maxpool3x3", "output"], 200),
    ]
    records = b""
    for repeat in range(3):
        for number, (matrix, operations, parameters) in enumerate(cells):
            valid = 0.9 + 0.01 * repeat + 0.03 * number
            evaluations = [(0.0, 0.0, 0.1, 0.1, 0.1), (54.0, 50.0, 0.8, valid - 0.2, valid - 0.25),
                           (108.0, 100.0 + repeat, 0.99, valid, valid - 0.05)]
            record = json.dumps([
                fingerprint(matrix, operations), 108, "".join(str(e) for row in matrix for e in row),
                ",".join(operations), base64.b64encode(metrics(evaluations, parameters)).decode()]).encode()
            length = struct.pack("<Q", len(record))
            records += length + masked(length) + record + masked(record)
    write("nasbench_only108.tfrecord", records)
    write("nasbench_only108.tfrecord.gz", gzip.compress(records, mtime=0))


def bzip2():
    """Runs around the run-length code's edges, several blocks, one byte, nothing."""
    runs = b"".join(bytes([65 + n % 20]) * n for n in list(range(1, 12)) + [254, 255, 256, 258, 259, 260, 1000])
    noise = bytes(97 + hashlib.sha256(i.to_bytes(4, "big")).digest()[0] % 2 for i in range(120_000))
    for name, data in {"runs": runs, "noise": noise, "zeros": bytes(300_000), "one": b"x", "none": b""}.items():
        write(f"bzip2/{name}.bz2", bz2.compress(data, compresslevel=1))
        write(f"bzip2/{name}.sha256", hashlib.sha256(data).hexdigest().encode())


for make in (hw_nas_bench, naslib_201, nats, nas_bench_101, bzip2):
    make()
