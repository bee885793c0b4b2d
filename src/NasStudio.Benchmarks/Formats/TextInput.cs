using System.Text;

namespace NasStudio.Benchmarks.Formats;

/// <summary>
/// The lines of a text file (UTF-8, packed with gzip or not), numbered from 1. Reads no more than its limits allow and
/// refuses what is no text.
/// </summary>
internal sealed class TextInput : IDisposable
{
    private readonly Stream _file;
    private readonly StreamReader _reader;
    private readonly ReadLimits _limits;
    private readonly char[] _buffer = new char[1 << 14];
    private readonly StringBuilder _line = new();
    private int _next;
    private int _end;
    private long _total;

    /// <exception cref="BenchmarkException">The file cannot be opened.</exception>
    public TextInput(string path, ReadLimits limits)
    {
        _limits = limits;
        try
        {
            _file = BenchmarkFormats.OpenUnpacked(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new BenchmarkException($"The file cannot be read: {problem.Message}", problem);
        }

        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        _reader = new StreamReader(_file, utf8);              // leaves out a byte order mark
    }

    /// <summary>Number of the line that was read last.</summary>
    public int Line { get; private set; }

    /// <summary>How much of the file has been read, in [0, 1].</summary>
    public double Fraction => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    /// <summary>The next line without its end; null behind the last one.</summary>
    /// <exception cref="BenchmarkException">It is too long or not text, the file is damaged, or there is too much of
    /// it.</exception>
    public string? ReadLine()
    {
        _line.Clear();
        Line++;
        while (true)
        {
            if (_next == _end && !Fill())
            {
                return _line.Length > 0 ? Ended() : null;
            }

            var rest = _buffer.AsSpan(_next, _end - _next);
            var length = rest.IndexOf('\n');
            var part = length < 0 ? rest : rest[..length];
            if (part.Contains('\0'))
            {
                throw new BenchmarkException($"Line {Line} holds a NUL character: this is not a text file.");
            }

            if (_line.Length + part.Length > _limits.LineCharacters)
            {
                throw new BenchmarkException(
                    $"Line {Line} is longer than the allowed {_limits.LineCharacters:N0} characters.");
            }

            _line.Append(part);
            _next += part.Length;
            if (length >= 0)
            {
                _next++;
                return Ended();
            }
        }
    }

    public void Dispose() => _reader.Dispose();

    private string Ended()
    {
        var length = _line.Length > 0 && _line[^1] == '\r' ? _line.Length - 1 : _line.Length;
        return length == 0 ? "" : _line.ToString(0, length);   // ToString(0, 0) makes a new empty text
    }

    private bool Fill()
    {
        try
        {
            (_next, _end) = (0, _reader.Read(_buffer, 0, _buffer.Length));
        }
        catch (InvalidDataException problem)
        {
            throw new BenchmarkException(
                $"The packed file is damaged or cut off after line {Line - 1}: {problem.Message}", problem);
        }
        catch (DecoderFallbackException problem)
        {
            throw new BenchmarkException($"The file is not UTF-8 text (behind line {Line - 1}).", problem);
        }
        catch (IOException problem)
        {
            throw new BenchmarkException(
                $"The file cannot be read behind line {Line - 1}: {problem.Message}", problem);
        }

        return (_total += _end) <= _limits.Characters ? _end > 0 : throw new BenchmarkException(
            $"The file holds more than the allowed {_limits.Characters:N0} characters (unpacked).");
    }
}
