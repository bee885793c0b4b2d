namespace NasStudio.Benchmarks.Importers;

/// <summary>Unpacks a file that bzip2 packed, block by block.</summary>
/// <remarks>
/// Burrows and Wheeler, "A Block-sorting Lossless Data Compression Algorithm", SRC report 124, 1994; the file's form as
/// in Tsai, "BZIP2: Format Specification", 2016. A block is at most 900,000 bytes before its runs are spread, so that
/// memory stays below 8 MB whatever the file promises. Deviation: one stream, and no randomised blocks, which no
/// program has written since 1998.
/// </remarks>
internal sealed class Bzip2Input : Stream
{
    private const long BlockMagic = 0x314159265359;
    private const long EndMagic = 0x177245385090;
    private const int GroupSize = 50;                          // symbols between two selectors
    private const int LongestCode = 20;

    private static readonly uint[] CrcTable = MakeCrcTable();

    private readonly Stream _packed;
    private readonly byte[] _input = new byte[1 << 16];
    private readonly byte[] _block;                            // after undoing move-to-front
    private readonly uint[] _next;                             // of the Burrows-Wheeler transform
    private int _inputAt, _inputFilled, _bits;
    private ulong _bitBuffer;
    private int _blockLength, _blockAt, _repeats, _runOf = -1, _runLength;
    private uint _position, _crc, _expectedCrc, _totalCrc;
    private bool _isOver;

    public Bzip2Input(Stream packed)
    {
        _packed = packed;
        var begin = Bits(24);
        var level = (int)Bits(8) - '0';
        if (begin != 0x425A68 || level is < 1 or > 9)
        {
            throw new InvalidDataException("it does not begin as bzip2 does");
        }

        var size = 100_000 * level;
        (_block, _next) = (new byte[size], new uint[size]);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="InvalidDataException">The file is damaged or cut off.</exception>
    public override int Read(Span<byte> buffer)
    {
        for (var at = 0; at < buffer.Length; at++)
        {
            while (_repeats == 0 && _blockAt == _blockLength)
            {
                if (!NextBlock())
                {
                    return at;
                }
            }

            buffer[at] = NextByte();
        }

        return buffer.Length;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _packed.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Undoes the run-length code: four equal bytes are followed by how many more there are.</summary>
    private byte NextByte()
    {
        if (_repeats > 0)
        {
            _repeats--;
        }
        else
        {
            var value = Walk();
            _runLength = value == _runOf ? _runLength + 1 : 1;
            _runOf = value;
            if (_runLength == 4 && _blockAt < _blockLength)
            {
                _repeats = Walk();
                _runLength = 0;
            }
        }

        _crc = _crc << 8 ^ CrcTable[_crc >> 24 ^ (uint)_runOf];
        return (byte)_runOf;
    }

    private byte Walk()
    {
        _position = _next[_position];
        _blockAt++;
        var value = (byte)_position;
        _position >>= 8;
        return value;
    }

    private bool NextBlock()
    {
        if (_isOver)
        {
            return false;
        }

        if (_blockLength > 0)
        {
            EndBlock();
        }

        var magic = (long)Bits(24) << 24 | Bits(24);
        var crc = Bits(16) << 16 | Bits(16);
        if (magic == EndMagic)
        {
            _isOver = crc == _totalCrc ? true : throw Damaged("the checksum of the file is wrong");
            return false;
        }

        if (magic != BlockMagic)
        {
            throw Damaged("no block begins where one should");
        }

        _expectedCrc = crc;
        ReadBlock();
        return true;
    }

    private void EndBlock()
    {
        if (~_crc != _expectedCrc)
        {
            throw Damaged("the checksum of a block is wrong");
        }

        _totalCrc = uint.RotateLeft(_totalCrc, 1) ^ _expectedCrc;
        _blockLength = _blockAt = 0;
    }

    private void ReadBlock()
    {
        if (Bits(1) != 0)
        {
            throw Damaged("a block is randomised");
        }

        var origin = Bits(24);
        var symbols = ReadAlphabet();
        var tables = new HuffmanTable[Bits(3)];
        var selectors = new byte[Bits(15)];
        if (tables.Length is < 2 or > 6 || selectors.Length == 0)
        {
            throw Damaged($"a block has {tables.Length} code tables and {selectors.Length} selectors");
        }

        ReadSelectors(selectors, tables.Length);
        for (var i = 0; i < tables.Length; i++)
        {
            tables[i] = ReadTable(symbols.Length + 2);
        }

        ReadSymbols(symbols, selectors, tables);
        if (origin >= _blockLength)
        {
            throw Damaged("a block begins behind its end");
        }

        Unsort();
        _position = _next[origin] >> 8;
        (_blockAt, _crc, _repeats, _runLength, _runOf) = (0, uint.MaxValue, 0, 0, -1);
    }

    private byte[] ReadAlphabet()
    {
        var used = Bits(16);
        var symbols = new List<byte>(256);
        for (var high = 0; high < 16; high++)
        {
            var row = (used >> 15 - high & 1) == 1 ? Bits(16) : 0;
            for (var low = 0; low < 16; low++)
            {
                if ((row >> 15 - low & 1) == 1)
                {
                    symbols.Add((byte)(16 * high + low));
                }
            }
        }

        return symbols.Count > 0 ? [.. symbols] : throw Damaged("a block uses no byte");
    }

    private void ReadSelectors(byte[] selectors, int tables)
    {
        Span<byte> order = [0, 1, 2, 3, 4, 5];
        for (var i = 0; i < selectors.Length; i++)
        {
            var place = 0;
            while (Bits(1) == 1)
            {
                place = place + 1 < tables ? place + 1 : throw Damaged("a selector names no table");
            }

            selectors[i] = ToFront(order, place);
        }
    }

    private HuffmanTable ReadTable(int symbols)
    {
        var lengths = new int[symbols];
        var length = (int)Bits(5);
        for (var i = 0; i < symbols; i++)
        {
            while (Bits(1) == 1)
            {
                length += Bits(1) == 1 ? -1 : 1;
            }

            lengths[i] = length is >= 1 and <= LongestCode ? length : throw Damaged("a code has an impossible length");
        }

        return new HuffmanTable(lengths);
    }

    private void ReadSymbols(byte[] symbols, byte[] selectors, HuffmanTable[] tables)
    {
        var end = symbols.Length + 1;
        var (length, run, runUnit) = (0, 0, 1);
        for (var read = 0; ; read++)
        {
            if (read / GroupSize >= selectors.Length)
            {
                throw Damaged("a block has more symbols than selectors");
            }

            var symbol = Decode(tables[selectors[read / GroupSize]]);
            if (symbol <= 1)                                   // the run's length in bijective base 2
            {
                run += runUnit << symbol;
                runUnit <<= 1;
                if (run > _block.Length)
                {
                    throw Damaged("a run is longer than its block");
                }

                continue;
            }

            length = AddRun(length, run, symbols[0]);
            (run, runUnit) = (0, 1);
            if (symbol == end)
            {
                break;
            }

            length = AddRun(length, 1, ToFront(symbols, symbol - 1));
        }

        _blockLength = length > 0 ? length : throw Damaged("a block is empty");
    }

    private int AddRun(int length, int run, byte value)
    {
        if (run > _block.Length - length)
        {
            throw Damaged("a block is longer than the file says");
        }

        _block.AsSpan(length, run).Fill(value);
        return length + run;
    }

    private int Decode(HuffmanTable table)
    {
        var code = 0;
        for (var length = 1; length <= LongestCode; length++)
        {
            code = code << 1 | (int)Bits(1);
            if (table.Symbol(code, length) is >= 0 and var symbol)
            {
                return symbol;
            }
        }

        throw Damaged("a code stands for no symbol");
    }

    /// <summary>Links every byte to the one that followed it: the value in the low bits, the place above.</summary>
    private void Unsort()
    {
        Span<int> starts = stackalloc int[257];
        starts.Clear();
        for (var i = 0; i < _blockLength; i++)
        {
            starts[_block[i] + 1]++;
        }

        for (var value = 0; value < 256; value++)
        {
            starts[value + 1] += starts[value];
        }

        for (var i = 0; i < _blockLength; i++)
        {
            _next[i] = _block[i];
        }

        for (var i = 0; i < _blockLength; i++)
        {
            _next[starts[_block[i]]++] |= (uint)i << 8;
        }
    }

    private static byte ToFront(Span<byte> order, int place)
    {
        var value = order[place];
        order[..place].CopyTo(order[1..]);
        return order[0] = value;
    }

    private uint Bits(int count)
    {
        while (_bits < count)
        {
            if (_inputAt == _inputFilled)
            {
                (_inputAt, _inputFilled) = (0, _packed.Read(_input));
                if (_inputFilled == 0)
                {
                    throw Damaged("it ends before its end");
                }
            }

            _bitBuffer = _bitBuffer << 8 | _input[_inputAt++];
            _bits += 8;
        }

        _bits -= count;
        return (uint)(_bitBuffer >> _bits & (1UL << count) - 1);
    }

    private static InvalidDataException Damaged(string reason) => new($"it is not what bzip2 writes: {reason}");

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var crc = i << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x80000000) != 0 ? crc << 1 ^ 0x04C11DB7 : crc << 1;
            }

            table[i] = crc;
        }

        return table;
    }

    /// <summary>A canonical Huffman code: the codes of a length are consecutive, in the order of their
    /// symbols.</summary>
    private sealed class HuffmanTable
    {
        private readonly int[] _first = new int[LongestCode + 1];
        private readonly int[] _count = new int[LongestCode + 1];
        private readonly int[] _offset = new int[LongestCode + 1];
        private readonly int[] _symbols;

        public HuffmanTable(int[] lengths)
        {
            _symbols = [.. Enumerable.Range(0, lengths.Length).OrderBy(symbol => lengths[symbol])];
            foreach (var length in lengths)
            {
                _count[length]++;
            }

            for (var length = 1; length <= LongestCode; length++)
            {
                _first[length] = _first[length - 1] + _count[length - 1] << 1;
                _offset[length] = _offset[length - 1] + _count[length - 1];
            }
        }

        /// <summary>The symbol of a code of a length; -1 where there is none.</summary>
        public int Symbol(int code, int length) => code - _first[length] is >= 0 and var index && index < _count[length]
            ? _symbols[_offset[length] + index]
            : -1;
    }
}
