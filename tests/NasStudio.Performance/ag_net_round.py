"""The peer of Rounds.cs: one AG-Net round in PyTorch for each line read, answered with its seconds of CPU time."""
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

NODES, CLASSES, LATENT, WIDTH = 8, 7, 32, 32
PAIRS = NODES * (NODES - 1) // 2
ITEMS, EPOCHS, BATCH = 96, 30, 16


def two_layers(inputs, hidden, outputs):
    return nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, outputs))


class Messages(nn.Module):
    """One layer of messages along and against the edges, a GRU cell in each direction."""

    def __init__(self):
        super().__init__()
        half = WIDTH // 2
        self.message = nn.ModuleList(nn.Linear(2 * half, 2 * half) for _ in range(2))
        self.cell = nn.ModuleList(nn.GRUCell(2 * half, half) for _ in range(2))

    def forward(self, states, incoming):                                   # (B, v, D), (B, v targets, v sources)
        batch, count, _ = states.shape
        new = []
        for way, half in enumerate(states.chunk(2, 2)):
            adjacency = incoming if way == 0 else incoming.transpose(1, 2)
            senders = half.unsqueeze(1).expand(-1, count, -1, -1)
            receivers = half.unsqueeze(2).expand(-1, -1, count, -1)
            heard = (self.message[way](torch.cat([senders, receivers], 3)) * adjacency.unsqueeze(3)).sum(2)
            new.append(self.cell[way](heard.reshape(batch * count, -1), half.reshape(batch * count, -1)).view(batch, count, -1))
        return torch.cat(new, 2)


class GatedSum(nn.Module):
    def __init__(self):
        super().__init__()
        self.gate, self.value = nn.Linear(WIDTH, 1), nn.Linear(WIDTH, WIDTH)

    def forward(self, states):
        if states.shape[1] == 1:
            return self.value(states).squeeze(1)
        return (torch.sigmoid(self.gate(states)) * self.value(states)).sum(1)


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = two_layers(CLASSES, WIDTH, WIDTH)
        self.start = two_layers(WIDTH + LATENT, 64, WIDTH)
        self.new_node = two_layers(2 * WIDTH + LATENT, 64, WIDTH)
        self.messages = nn.ModuleList(Messages() for _ in range(2))
        self.read_out, self.read_out_init = GatedSum(), GatedSum()
        self.node_score = two_layers(WIDTH + LATENT, 32, CLASSES)
        self.edge_score = two_layers(3 * WIDTH + LATENT, 64, 1)

    def forward(self, z):
        batch = z.shape[0]
        first = F.one_hot(torch.ones(batch, dtype=torch.long), CLASSES).float()
        states = self.start(torch.cat([self.embedding(first), z], 1)).unsqueeze(1)
        incoming = torch.zeros(batch, NODES, NODES)
        nodes, edges = [], []
        for v in range(1, NODES):
            if v > 1:
                for layer in self.messages:
                    states = layer(states, incoming[:, :v, :v].clone())
            graph = self.read_out(states)
            node = self.node_score(torch.cat([graph, z], 1))
            state = self.new_node(torch.cat([self.embedding(node), self.read_out_init(states), z], 1))
            shared = torch.cat([state, graph, z], 1).unsqueeze(1).expand(-1, v, -1)
            edge = self.edge_score(torch.cat([states, shared], 2)).squeeze(2)
            incoming[:, v, :v] = (edge.detach() > 0.5).float()
            states = torch.cat([states, state.unsqueeze(1)], 1)
            nodes.append(node)
            edges.append(edge)
        return torch.stack(nodes, 1), torch.cat(edges, 1)


torch.set_num_threads(1)
width = NODES * CLASSES + PAIRS + LATENT
generator = Generator()
surrogate = nn.Sequential(*[m for _ in range(4) for m in (nn.Linear(width, width), nn.ReLU())], nn.Linear(width, 1))
optimiser = torch.optim.Adam([*generator.parameters(), *surrogate.parameters()], 1e-3, betas=(0.5, 0.999))
labels = torch.randint(0, CLASSES, (ITEMS, NODES - 1))
edges = torch.randint(0, 2, (ITEMS, PAIRS)).float()
features, targets = torch.rand(ITEMS, width), torch.randn(ITEMS)
weights = 1 / (0.01 * ITEMS + torch.arange(ITEMS).float())

for _ in sys.stdin:
    start = time.process_time()
    for epoch in range(EPOCHS):
        order = torch.multinomial(weights, ITEMS, replacement=True)
        for rows in order.split(BATCH):
            node_logits, edge_logits = generator(torch.randn(len(rows), LATENT))
            reconstruction = F.cross_entropy(node_logits.flatten(0, 1), labels[rows].flatten()) \
                + F.binary_cross_entropy_with_logits(edge_logits, edges[rows])
            error = (surrogate(features[rows]).squeeze(1) - targets[rows]).square().mean()
            optimiser.zero_grad(set_to_none=True)
            (0.1 * reconstruction + 0.9 * error).backward()
            optimiser.step()
    with torch.no_grad():
        node_logits, edge_logits = generator(torch.randn(300, LATENT))
        torch.distributions.Categorical(logits=node_logits).sample()
        torch.bernoulli(torch.sigmoid(edge_logits))
        surrogate(torch.rand(100, width))
    print(time.process_time() - start, flush=True)
