"""The peer of Tables.cs: Python's csv and dict."""
import csv
import random
import sys
import time

start = time.perf_counter()
with open(sys.argv[1], newline="") as file:
    rows = csv.reader(file)
    next(rows)
    table = {row[0]: [float(value) for value in row[1:]] for row in rows}
print(f"{'Python':<10} {'import':<8} {time.perf_counter() - start:8.3f} s")
natives = list(table)
count = int(sys.argv[2])
asked = [natives[random.randrange(len(natives))] for _ in range(count)]
start = time.perf_counter()
total = sum(table[native][1] for native in asked)
print(f"{'Python':<10} {'look-up':<8} {(time.perf_counter() - start) / count * 1e6:8.3f} us")
