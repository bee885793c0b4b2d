namespace NasStudio.Pickles;

/// <summary>
/// Reads pickles of protocol 0 to 5, as plain data only. A pickle is a program; this machine knows the instructions
/// that build data, and refuses the ones that would name, make or call anything else.
/// </summary>
/// <remarks>
/// Instructions: Python's Lib/pickletools.py (Python 3.12), which also documents them. There is no recursion, and each
/// value that an instruction makes, repeats or copies counts against <see cref="PickleLimits.Values"/>: whatever a file
/// repeats through its memo, time and memory are bounded.
/// </remarks>
public sealed class PickleReader
{
    private static readonly object Mark = new();

    private readonly PickleInput _input;
    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<long, object?> _memo = [];

    private PickleReader(Stream stream, PickleLimits limits) => _input = new PickleInput(stream, limits);

    /// <summary>The value that a pickle builds: null, bool, long, double, string, byte[], <see cref="PickleSequence"/>,
    /// <see cref="PickleDictionary"/> or <see cref="NumpyArray"/>.</summary>
    /// <param name="stream">The bytes, unpacked.</param>
    /// <param name="limits">How much is read at most.</param>
    /// <exception cref="PickleException">It is damaged, too large, or holds more than plain data; names instruction,
    /// place and what it wants.</exception>
    public static object? Read(Stream stream, PickleLimits limits)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(limits);
        var reader = new PickleReader(stream, limits);
        while (reader.Step())
        {
        }

        var value = reader.Pop();
        return reader._stack.Count == 0 && reader._input.Next() < 0
            ? value
            : throw reader._input.Fault("more behind its end");
    }

    /// <summary>Carries out one instruction; false after the last.</summary>
    private bool Step()
    {
        var opcode = (char)_input.Byte();
        switch (opcode)
        {
            case '\x80':                                       // PROTO
                if (_input.Byte() is > 5 and var protocol)
                {
                    throw _input.Fault($"protocol {protocol}; allowed: 0 to 5");
                }

                break;
            case '\x95': _input.Unsigned(8); break;            // FRAME
            case '.': return false;                            // STOP
            case '(': _marks.Add(_stack.Count); Push(Mark); break;
            case '0': Pop(); break;                            // POP
            case '1': PopToMark(); break;                      // POP_MARK
            case '2': Push(Top()); break;                      // DUP
            case 'N': Push(null); break;
            case '\x88': Push(true); break;
            case '\x89': Push(false); break;
            case 'I': Push(PickleText.Integer(_input, isBoolean: true)); break;
            case 'L': Push(PickleText.Integer(_input, isBoolean: false)); break;
            case 'J': Push((long)(int)_input.Unsigned(4)); break;
            case 'K': Push((long)_input.Byte()); break;
            case 'M': Push((long)_input.Unsigned(2)); break;
            case '\x8a': Push(Long(_input.Byte())); break;     // LONG1
            case '\x8b': Push(Long(_input.Unsigned(4))); break;
            case 'F': Push(PickleText.Real(_input)); break;
            case 'G': Push(_input.BigEndianDouble()); break;
            case 'S': Push(PickleText.Quoted(_input)); break;
            case 'V': Push(PickleText.Escaped(_input)); break;
            case 'T': PushString(_input.BytesOrPlace(_input.Unsigned(4))); break;
            case 'U': Push(Latin1(_input.Bytes(_input.Byte()))); break;
            case 'X': Push(_input.Text(_input.Unsigned(4))); break;
            case '\x8c': Push(_input.Text(_input.Byte())); break;
            case '\x8d': Push(_input.Text(_input.Unsigned(8))); break;
            case 'B': Push(_input.BytesOrPlace(_input.Unsigned(4))); break;
            case 'C': Push(_input.Bytes(_input.Byte())); break;
            case '\x8e' or '\x96': Push(_input.BytesOrPlace(_input.Unsigned(8))); break;   // BINBYTES8, BYTEARRAY8
            case ']': Push(new PickleSequence(isTuple: false)); break;
            case '\x8f': Push(new PickleSequence(isTuple: false)); break;           // EMPTY_SET
            case ')': Push(new PickleSequence(isTuple: true)); break;
            case '}': Push(new PickleDictionary()); break;
            case 'l' or '\x91': PushSequence(isTuple: false, PopToMark()); break;   // LIST, FROZENSET
            case 't': PushSequence(isTuple: true, PopToMark()); break;
            case '\x85': PushSequence(isTuple: true, PopMany(1)); break;
            case '\x86': PushSequence(isTuple: true, PopMany(2)); break;
            case '\x87': PushSequence(isTuple: true, PopMany(3)); break;
            case 'd': PushDictionary(PopToMark()); break;
            case 'a': Append(PopMany(1)); break;
            case 'e' or '\x90': Append(PopToMark()); break;                         // APPENDS, ADDITEMS
            case 's': SetItems(PopMany(2)); break;
            case 'u': SetItems(PopToMark()); break;
            case 'p': Memoise(PickleText.Index(_input)); break;
            case 'q': Memoise(_input.Byte()); break;
            case 'r': Memoise((long)_input.Unsigned(4)); break;
            case '\x94': Memoise(_memo.Count); break;
            case 'g': Recall(PickleText.Index(_input)); break;
            case 'h': Recall(_input.Byte()); break;
            case 'j': Recall((long)_input.Unsigned(4)); break;
            case 'c': Push(PickleCalls.Global(_input, _input.Line(), _input.Line())); break;
            case '\x93': PushStackGlobal(); break;
            case 'R': Reduce(); break;
            case 'b': Build(); break;
            default: throw PickleCalls.Refused(_input, opcode);
        }

        return true;
    }

    private void Push(object? value)
    {
        _input.Spend(values: 1);
        _stack.Add(value);
    }

    private object? Top() => _stack.Count > 0 && _stack[^1] != Mark
        ? _stack[^1]
        : throw _input.Fault("an instruction without the value it needs");

    private object? Pop()
    {
        var top = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private List<object?> PopMany(int count)
    {
        var values = new List<object?>(count);
        for (var i = 0; i < count; i++)
        {
            values.Insert(0, Pop());
        }

        return values;
    }

    private List<object?> PopToMark()
    {
        if (_marks.Count == 0)
        {
            throw _input.Fault("an instruction without the mark it needs");
        }

        var mark = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        var values = _stack.GetRange(mark + 1, _stack.Count - mark - 1);
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    private void PushSequence(bool isTuple, List<object?> items) => Push(new PickleSequence(isTuple) { Items = items });

    private void PushDictionary(List<object?> items)
    {
        Push(new PickleDictionary());
        SetItems(items);
    }

    private void Append(List<object?> items)
    {
        if (Top() is not PickleSequence { IsTuple: false } list)
        {
            throw _input.Fault("an item for something that is no list or set");
        }

        list.Items.AddRange(items);
    }

    private void SetItems(List<object?> items)
    {
        if (Top() is not PickleDictionary dictionary || items.Count % 2 != 0)
        {
            throw _input.Fault("an item for something that is no dict, or a key without a value");
        }

        for (var i = 0; i < items.Count; i += 2)
        {
            dictionary.Set(
                PickleKey.Of(items[i]) ?? throw _input.Fault(
                    "a dict's key that is not None, a number, a text, or a short tuple of them"),
                items[i + 1]);
        }
    }

    private void Memoise(long index) => _memo[index] = Top();

    private void Recall(long index) => Push(_memo.TryGetValue(index, out var value)
        ? value
        : throw _input.Fault($"a reference to the memo's value {index}, which is not there"));

    private void PushStackGlobal()
    {
        var names = PopMany(2);
        Push(names is [string module, string name]
            ? PickleCalls.Global(_input, module, name)
            : throw _input.Fault("a global whose name is not a text"));
    }

    private void Reduce()
    {
        var parts = PopMany(2);
        Push(parts is [PickleGlobal global, PickleSequence { IsTuple: true } arguments]
            ? PickleCalls.Call(_input, global, arguments.Items)
            : throw _input.Fault("REDUCE, the call of something that is no known global"));
    }

    private void Build()
    {
        var state = Pop();
        PickleCalls.SetState(_input, Top(), state);
    }

    private long Long(ulong bytes)
    {
        if (bytes > sizeof(long))
        {
            throw _input.Fault($"an integer of {bytes} bytes; allowed: up to {sizeof(long)}");
        }

        var value = (long)_input.Unsigned((int)bytes);
        var unused = 64 - 8 * (int)bytes;                      // spreads the sign
        return unused == 64 ? 0L : value << unused >> unused;
    }

    /// <summary>A string of Python 2, which may be text or the content of an array.</summary>
    private void PushString(object content) => Push(content is byte[] bytes ? Latin1(bytes) : content);

    private static string Latin1(byte[] bytes) => System.Text.Encoding.Latin1.GetString(bytes);
}
