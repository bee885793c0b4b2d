"""Makes the small genuine files that the tests read, with Python's pickle and numpy. Run it here: python3
make_fixtures.py."""
import collections
import os
import pickle

import numpy as np


def write(name, data):
    os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
    with open(name, "wb") as file:
        file.write(data)


def plain():
    """One of everything that plain data holds, in every protocol."""
    shared = [1, 2]
    value = {
        "none": None, "true": True, "false": False, "zero": 0, "byte": 200, "short": 60000, "negative": -7,
        "long": 2 ** 40, "least": -(2 ** 63), "float": 0.1, "infinity": float("inf"), "text": "accuracy \u00e4 \u4e2d \U0001f600 \\ \n'",
        "bytes": b"\x00\xff", "empty": [], "list": [1, [2, [3]]], "tuple": (1, "a"), "single": (5,), "four": (1, 2, 3, 4),
        "set": {3}, "frozen": frozenset([4]), "dict": {1: "one", ("cifar10", 777): 2.5}, "shared": [shared, shared],
        "ordered": collections.OrderedDict([("b", 1), ("a", 2)]),
        "default": collections.defaultdict(list, {"k": [1]}), "default_int": collections.defaultdict(int, k=3),
        "array": np.array([[1.5, 2.5], [3.5, -4.5]]), "column_major": np.asfortranarray(np.array([[1.0, 2.0], [3.0, 4.0]])),
        "float32": np.array([0.5, 0.25], dtype=np.float32), "int8": np.array([-3, 4], dtype=np.int8),
        "big_endian": np.array([1.0, 2.0], dtype=">f8"), "bools": np.array([True, False]),
        "uint16": np.array([65535], dtype=np.uint16), "scalar": np.float64(93.25), "scalar_int": np.int64(-12),
        "empty_bytes": b"", "no_elements": np.zeros((0, 3)),
    }
    for protocol in range(6):
        write(f"plain-{protocol}.pickle", pickle.dumps(value, protocol=protocol))


def hostile():
    """What a pickle can do besides: all of it is to be refused."""
    class Call:
        def __init__(self, what, *args):
            self.what, self.args = what, args

        def __reduce__(self):
            return self.what, self.args

    class Thing:
        def __init__(self):
            self.x = 1

    globals()["Thing"] = Thing
    Thing.__qualname__ = "Thing"
    for protocol in (0, 2, 4, 5):
        write(f"hostile/system-{protocol}.pickle", pickle.dumps(Call(os.system, "echo pwned"), protocol=protocol))
        write(f"hostile/eval-{protocol}.pickle", pickle.dumps({"a": Call(eval, "1+1")}, protocol=protocol))
        write(f"hostile/object-{protocol}.pickle", pickle.dumps([Thing()], protocol=protocol))
    write("hostile/objects-array.pickle", pickle.dumps(np.array([{}, []], dtype=object), protocol=4))
    write("hostile/getattr.pickle", pickle.dumps(Call(getattr, "x", "upper"), protocol=4))
    write("hostile/complex.pickle", pickle.dumps(1 + 2j, protocol=4))


plain()
hostile()
