"""The peer of SupernetSteps.cs: one step in NAS-Bench-201's supernet in PyTorch for each line read ("paths;paths"), answered
with its milliseconds."""
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

SIDE, CHANNELS, CELLS, BATCH = (int(word) for word in sys.argv[1:5])
LAST = sys.argv[5] == "last"
EDGES = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]
NONE, SKIP, CONV1, CONV3, POOL = range(5)


def convolution(inputs, outputs, kernel, stride=1):
    return nn.Sequential(nn.ReLU(), nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs))


class Cell(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.ModuleList(convolution(channels, channels, 1) for _ in EDGES)
        self.conv3 = nn.ModuleList(convolution(channels, channels, 3) for _ in EDGES)

    def forward(self, x, path):
        nodes = [x, None, None, None]
        for edge, (source, target) in enumerate(EDGES):
            term = self.term(edge, path[edge], nodes[source], x)
            if term is not None:
                nodes[target] = term if nodes[target] is None else nodes[target] + term
        return torch.zeros_like(x) if nodes[3] is None else nodes[3]

    def term(self, edge, operation, source, x):
        if operation in (CONV1, CONV3):
            module = (self.conv1 if operation == CONV1 else self.conv3)[edge]
            return module(torch.zeros_like(x) if source is None else source)
        if source is None or operation == NONE:
            return None
        return source if operation == SKIP else F.avg_pool2d(source, 3, 1, 1, count_include_pad=False)


class Reduction(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.first = convolution(inputs, outputs, 3, stride=2)
        self.second = convolution(outputs, outputs, 3)
        self.shortcut = nn.Conv2d(inputs, outputs, 1, bias=False)

    def forward(self, x):
        return self.shortcut(F.avg_pool2d(x, 2, 2, ceil_mode=True)) + self.second(self.first(x))


class Supernet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, CHANNELS, 3, padding=1, bias=False), nn.BatchNorm2d(CHANNELS))
        self.body, channels = nn.ModuleList(), CHANNELS
        for stage in range(3):
            if stage:
                self.body.append(Reduction(channels, 2 * channels))
                channels *= 2
            self.body.extend(Cell(channels) for _ in range(CELLS))
        self.norm, self.classifier = nn.BatchNorm2d(channels), nn.Linear(channels, 10)

    def forward(self, x, path):
        x = self.stem(x)
        for layer in self.body:
            x = layer(x, path) if isinstance(layer, Cell) else layer(x)
        return self.classifier(F.adaptive_avg_pool2d(F.relu(self.norm(x)), 1).flatten(1))


torch.set_num_threads(1)
net = Supernet()
norms = [module for module in net.modules() if isinstance(module, nn.BatchNorm2d)]
optimizer = torch.optim.SGD(net.parameters(), 0.025, momentum=0.9, weight_decay=3e-4)
# with one channel, contiguous(memory_format=channels_last) leaves the strides as they are: permute sets them
images = torch.rand(BATCH, SIDE, SIDE, 1).permute(0, 3, 1, 2) if LAST else torch.rand(BATCH, 1, SIDE, SIDE)
classes = torch.randint(0, 10, (BATCH,))


def follow(momentum):
    for norm in norms:
        norm.momentum = momentum


for line in sys.stdin:
    trained, validated = ([[int(c) for c in path.split(",")] for path in part.split()] for part in line.strip().split(";"))
    start = time.perf_counter()
    follow(0.1)
    optimizer.zero_grad(set_to_none=True)
    for path in trained:
        (F.cross_entropy(net(images, path), classes) / len(trained)).backward()
    nn.utils.clip_grad_norm_(net.parameters(), 5)
    optimizer.step()
    follow(0.0)
    with torch.no_grad():
        losses = [F.cross_entropy(net(images, path), classes).item() for path in validated]
    print((time.perf_counter() - start) * 1000, flush=True)
