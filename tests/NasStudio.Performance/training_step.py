"""The peer of Program.cs: one training step in PyTorch for each line read, answered with its milliseconds."""
import sys
import time

import torch
from torch import nn


def convolution(inputs, outputs, kernel, stride=1):
    return nn.Sequential(nn.ReLU(), nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs))


class Cell(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.edge01 = convolution(channels, channels, 3)
        self.edge02 = convolution(channels, channels, 1)
        self.edge12 = convolution(channels, channels, 3)
        self.edge13 = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)
        self.edge23 = convolution(channels, channels, 3)

    def forward(self, x):
        node1 = self.edge01(x)
        node2 = self.edge02(x) + self.edge12(node1)
        return x + self.edge13(node1) + self.edge23(node2)


class Reduction(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.first = convolution(inputs, outputs, 3, stride=2)
        self.second = convolution(outputs, outputs, 3)
        self.shortcut = nn.Sequential(nn.AvgPool2d(2), nn.Conv2d(inputs, outputs, 1, bias=False))

    def forward(self, x):
        return self.shortcut(x) + self.second(self.first(x))


torch.set_num_threads(1)
C = 16
net = nn.Sequential(
    nn.Conv2d(3, C, 3, padding=1, bias=False), nn.BatchNorm2d(C), Cell(C), Reduction(C, 2 * C), Cell(2 * C),
    Reduction(2 * C, 4 * C), Cell(4 * C), nn.BatchNorm2d(4 * C), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4 * C, 10))
optimizer = torch.optim.SGD(net.parameters(), 0.01, momentum=0.9, weight_decay=5e-4, nesterov=True)
images = torch.rand(128, 3, 32, 32)
classes = torch.randint(0, 10, (128,))

for _ in sys.stdin:
    start = time.perf_counter()
    optimizer.zero_grad(set_to_none=True)
    nn.functional.cross_entropy(net(images), classes).backward()
    optimizer.step()
    print((time.perf_counter() - start) * 1000, flush=True)
