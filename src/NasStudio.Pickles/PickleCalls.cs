using System.Collections.Frozen;
using System.Text;

namespace NasStudio.Pickles;

/// <summary>The few calls that plain data is written with, and what becomes of them.</summary>
internal static class PickleCalls
{
    private static readonly FrozenSet<string> Allowed = FrozenSet.ToFrozenSet(
    [
        "collections.OrderedDict", "collections.defaultdict", "_codecs.encode",
        "builtins.list", "builtins.dict", "builtins.set", "builtins.frozenset", "builtins.tuple", "builtins.int",
        "builtins.float", "builtins.bytes", "builtins.bytearray",
        "numpy.dtype", "numpy.ndarray", "numpy.multiarray._reconstruct", "numpy.multiarray.scalar",
        "numpy.numeric._frombuffer",
    ]);

    private static readonly FrozenDictionary<char, string> Opcodes = new Dictionary<char, string>
    {
        ['P'] = "PERSID, a persistent id",
        ['Q'] = "BINPERSID, a persistent id",
        ['i'] = "INST, an object of a class",
        ['o'] = "OBJ, an object of a class",
        ['\x81'] = "NEWOBJ, an object of a class",
        ['\x92'] = "NEWOBJ_EX, an object of a class",
        ['\x82'] = "EXT1, an extension",
        ['\x83'] = "EXT2, an extension",
        ['\x84'] = "EXT4, an extension",
        ['\x97'] = "NEXT_BUFFER, a buffer outside the file",
        ['\x98'] = "READONLY_BUFFER, a buffer outside the file",
    }.ToFrozenDictionary();

    /// <summary>A global by its name, the same under Python 2 and 3, NumPy 1 and 2.</summary>
    /// <exception cref="PickleException">It is none that plain data needs.</exception>
    public static PickleGlobal Global(PickleInput input, string module, string name)
    {
        var home = module switch
        {
            "__builtin__" => "builtins",
            "numpy.core.multiarray" or "numpy._core.multiarray" => "numpy.multiarray",
            "numpy.core.numeric" or "numpy._core.numeric" => "numpy.numeric",
            "numpy.multiarray" or "numpy.numeric" => "",       // not their names
            _ => module,
        };
        var known = module == "__builtin__" && name == "long" ? "builtins.int" : $"{home}.{name}";   // Python 3's int
        return Allowed.Contains(known)
            ? new PickleGlobal(known)
            : throw input.Fault(
                $"the global '{Short($"{module}.{name}")}', which is refused: only numbers, texts, lists, tuples, "
                + "dicts, sets and numpy arrays of numbers are read");
    }

    /// <summary>The refusal of an instruction that does not build data.</summary>
    public static PickleException Refused(PickleInput input, char opcode) => input.Fault(
        Opcodes.TryGetValue(opcode, out var name)
            ? $"the instruction {name}, which is refused: only plain data is read"
            : $"the byte 0x{(int)opcode:x2}, which is no instruction");

    /// <summary>What a call of an allowed global makes.</summary>
    public static object? Call(PickleInput input, PickleGlobal global, List<object?> arguments)
        => (global.Name, arguments) switch
        {
            ("collections.OrderedDict" or "builtins.dict", []) => new PickleDictionary(),
            ("collections.OrderedDict", [PickleSequence pairs]) => Pairs(input, pairs),
            ("collections.defaultdict", [] or [null or PickleGlobal]) => new PickleDictionary(),
            ("builtins.list" or "builtins.set" or "builtins.frozenset", []) => new PickleSequence(isTuple: false),
            ("builtins.set" or "builtins.frozenset", [PickleSequence items])
                => new PickleSequence(isTuple: false) { Items = items.Items },
            ("builtins.bytes" or "builtins.bytearray", []) => Array.Empty<byte>(),
            ("builtins.bytes" or "builtins.bytearray", [byte[] bytes]) => bytes,
            ("builtins.bytearray" or "_codecs.encode", [string text, "latin-1" or "latin1"])
                => Encoded(input, text),
            ("numpy.dtype", [string name, ..]) => NumpyType.Of(name)
                ?? throw input.Fault($"a numpy array of '{Short(name)}'; allowed: f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1"),
            ("numpy.multiarray._reconstruct", [PickleGlobal { Name: "numpy.ndarray" }, ..]) => new NumpyArray(),
            ("numpy.multiarray.scalar", [NumpyType type, byte[] bytes])
                => NumpyArray.Of(type, [], isFortran: false, bytes) is { } scalar
                    ? scalar[0]
                    : throw input.Fault("a numpy scalar that does not fill its type"),
            ("numpy.numeric._frombuffer",
                [byte[] or PickledBytes, NumpyType type, PickleSequence { IsTuple: true } shape, string order])
                => NumpyArray.Of(type, shape.Items, order == "F", arguments[0]!) ?? throw Unfilled(input),
            _ => throw input.Fault($"a call of {global.Name} with arguments that it does not take in plain data"),
        };

    /// <summary>Gives an object its content.</summary>
    public static void SetState(PickleInput input, object? target, object? state)
    {
        switch (target, state)
        {
            case (NumpyArray array, PickleSequence
            {
                Items: [long, PickleSequence { IsTuple: true } shape, NumpyType type, bool isFortran, var content],
            }):
                if (!array.Fill(type, shape.Items, isFortran, Content(input, content)))
                {
                    throw Unfilled(input);
                }

                break;
            case (NumpyType type, PickleSequence { Items: [long, string order, null, null, null, ..] }):
                type.IsBigEndian = order == ">";
                break;
            default:
                throw input.Fault("BUILD, the state of something that is no numpy array of numbers");
        }
    }

    /// <summary>The content of an array; Python 2 writes it as a string, byte for byte.</summary>
    private static object Content(PickleInput input, object? content) => content switch
    {
        byte[] or PickledBytes => content,
        string text => Encoded(input, text),
        _ => throw input.Fault("a numpy array whose content is not bytes"),
    };

    private static byte[] Encoded(PickleInput input, string text)
    {
        input.Spend(values: 1, text.Length);
        return text.All(unit => unit <= 0xff)
            ? Encoding.Latin1.GetBytes(text)
            : throw input.Fault("bytes written as text, with a character above 255");
    }

    private static PickleDictionary Pairs(PickleInput input, PickleSequence pairs)
    {
        input.Spend(pairs.Items.Count);                        // the same pairs may be copied many times
        var dictionary = new PickleDictionary();
        foreach (var pair in pairs.Items)
        {
            if (pair is not PickleSequence { Items: [var key, var value] } || PickleKey.Of(key) is not { } found)
            {
                throw input.Fault("an OrderedDict whose items are no pairs with plain keys");
            }

            dictionary.Set(found, value);
        }

        return dictionary;
    }

    private static PickleException Unfilled(PickleInput input)
        => input.Fault("a numpy array whose bytes do not fill its shape");

    private static string Short(string text) => text.Length <= 100 ? text : $"{text[..100]}...";
}
