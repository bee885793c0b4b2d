"""An iteration of NAS-BOWL on NAS-Bench-201 in plain numpy, for Bowl.cs: Weisfeiler-Lehman features by interned labels, a Gram
for each depth, depth and noise by marginal likelihood from one eigendecomposition each, 200 new cells scored by expected
improvement, five of them chosen by kriging believer. Prints the CPU time of each iteration in milliseconds."""
import csv, gzip, math, sys, time
import numpy as np

EDGES = [(0, 1), (0, 2), (0, 4), (1, 3), (1, 5), (2, 6), (3, 6), (4, 7), (5, 7), (6, 7)]
OPS = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"]
DEPTH, POOL, BATCH = 3, 200, 5
NOISES = 10.0 ** np.linspace(-5, 0, 21)


def functional(ops):
    labels = ["input", *ops, "output"]
    edges = [[0] * 8 for _ in range(8)]
    for u, v in EDGES:
        if labels[u] != "none" and labels[v] != "none":
            edges[u][v] += 1
    for node in range(1, 7):
        if labels[node] == "skip_connect":
            for u in range(node):
                if edges[u][node]:
                    for v in range(node + 1, 8):
                        edges[u][v] += edges[u][node] * edges[node][v]
            for other in range(8):
                edges[other][node] = edges[node][other] = 0
    reached = [True] + [False] * 7
    for v in range(1, 8):
        reached[v] = any(reached[u] and edges[u][v] for u in range(v))
    leads = [False] * 7 + [True]
    for u in range(6, -1, -1):
        leads[u] = any(leads[v] and edges[u][v] for v in range(u + 1, 8))
    keep = [v for v in range(8) if v in (0, 7) or reached[v] and leads[v]]
    alive = set(v for v in keep if reached[v] and leads[v])
    return [labels[v] for v in keep], [
        [j for j, v in enumerate(keep) if u in alive and v in alive for _ in range(edges[u][v])] for u in keep]


def features(ops, table):
    labels, successors = functional(ops)
    current = [table.setdefault((0, name), len(table)) for name in labels]
    levels = [current]
    for h in range(1, DEPTH + 1):
        current = [table.setdefault((h, current[v], tuple(sorted(current[s] for s in successors[v]))), len(table))
                   for v in range(len(labels))]
        levels.append(current)
    return levels


def matrices(cells, width):
    """Counts up to each depth. (H, cells, features)"""
    counts = np.zeros((DEPTH + 1, len(cells), width))
    for i, levels in enumerate(cells):
        for h, level in enumerate(levels):
            for label in level:
                counts[h, i, label] += 1
    total = np.cumsum(counts, axis=0)[1:]
    return total / np.linalg.norm(total, axis=2, keepdims=True)


def iteration(known, values, random):
    table = {}
    learned = [features(ops, table) for ops in known]
    y = np.log(100 - values)
    y = (y - y.mean()) / y.std()
    n = len(y)
    best = sorted(range(n), key=lambda i: y[i])[:10]
    taken, pool, tries = {tuple(sorted(levels[-1])) for levels in learned}, [], 0
    while len(pool) < POOL:
        tries += 1
        if len(pool) < 150 and tries <= 1500:  # ten cells may have fewer than 150 different mutants
            ops = list(known[best[random.integers(10)]])
            ops[random.integers(6)] = OPS[random.integers(5)]
        else:
            ops = [OPS[random.integers(5)] for _ in range(6)]
        levels = features(ops, table)
        key = tuple(sorted(levels[-1]))
        if key not in taken:
            taken.add(key)
            pool.append(levels)
    phi = matrices(learned + pool, len(table))
    settings = []
    for h in range(DEPTH):
        gram = phi[h, :n] @ phi[h, :n].T
        eigenvalues, vectors = np.linalg.eigh(gram)
        rotated = (vectors.T @ y) ** 2
        shifted = np.maximum(eigenvalues, 0)[None] + NOISES[:, None]
        likelihood = -0.5 * n * np.log((rotated / shifted).sum(1) / n) - 0.5 * np.log(shifted).sum(1)
        settings.append((likelihood.max(), h, NOISES[likelihood.argmax()]))
    _, h, noise = max(settings)
    known_phi, pool_phi = phi[h, :n], phi[h, n:]
    chosen, scored = [], list(range(POOL))
    for _ in range(BATCH):
        lower = np.linalg.cholesky(known_phi @ known_phi.T + noise * np.eye(len(known_phi)))
        alpha = np.linalg.solve(lower.T, np.linalg.solve(lower, y))
        similarities = known_phi @ pool_phi.T
        means = similarities.T @ alpha
        solved = np.linalg.solve(lower, similarities)
        deviations = np.sqrt(np.maximum(y @ alpha / len(y) * (1 - (solved ** 2).sum(0)), 1e-12))
        z = ((y - noise * alpha).min() - means) / deviations
        normal = np.array([0.5 * math.erfc(-x / math.sqrt(2)) for x in z])
        gain = deviations * (z * normal + np.exp(-0.5 * z * z) / math.sqrt(2 * math.pi))
        gain[chosen] = -1
        chosen.append(int(gain.argmax()))
        known_phi, y = np.vstack([known_phi, pool_phi[chosen[-1]]]), np.append(y, means[chosen[-1]])
    return chosen


with gzip.open(sys.argv[1], "rt") as file:
    rows = [(row["architecture"], float(row["val_acc_200"])) for row in csv.DictReader(file)]
random = np.random.default_rng(1)
for repeat in range(int(sys.argv[2])):
    drawn = [rows[i] for i in random.choice(len(rows), int(sys.argv[3]), replace=False)]
    cells = [[edge.split("~")[0] for edge in native.replace("+", "").split("|") if edge] for native, _ in drawn]
    start = time.process_time()
    iteration(cells, np.array([value for _, value in drawn]), random)
    print((time.process_time() - start) * 1000, flush=True)
