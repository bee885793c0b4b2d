using System.Collections.Immutable;
using System.Globalization;

namespace NasStudio.Core.Architectures.Darts;

/// <summary>Reads the published text of a genotype, or its JSON form, by recursive descent.</summary>
/// <remarks>
/// Both forms have one shape: four named values, lists of pairs and lists of numbers. Blanks between the parts mean
/// nothing, lists and pairs have round or square brackets, names have single or double quotes. A concat is optional and
/// may be written range(2, 6); the space knows only the one that holds all four intermediate nodes.
/// </remarks>
internal sealed class DartsReader
{
    private const string Shape =
        "Genotype(normal=[('sep_conv_3x3', 0), ('skip_connect', 1), ...], normal_concat=[2, 3, 4, 5], "
        + "reduce=[...], reduce_concat=[2, 3, 4, 5])";

    private const int LongestQuote = 300;
    private static readonly ImmutableArray<string> Keys = ["normal", "normal_concat", "reduce", "reduce_concat"];

    private readonly string _text;
    private int _at;

    public DartsReader(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
    }

    public DartsGenotype Read()
    {
        var isJson = TryTake("{");
        if (!isJson)
        {
            Take("Genotype");
            Take("(");
        }

        var found = new Dictionary<string, DartsCell?>();     // null for a concat
        do
        {
            var key = isJson ? Quoted() : Word();
            if (!Keys.Contains(key))
            {
                throw Fault($"'{Short(key)}' is not a part of a genotype (allowed: {string.Join(", ", Keys)})");
            }

            Take(isJson ? ":" : "=");
            if (!found.TryAdd(key, key is "normal" or "reduce" ? Cell(key) : Concat(key)))
            {
                throw Fault($"'{key}' is there twice");
            }
        }
        while (TryTake(","));

        Take(isJson ? "}" : ")");
        return _at == _text.Length
            ? new DartsGenotype(Required("normal"), Required("reduce"))
            : throw Fault($"'{Short(_text[_at..])}' follows its end");

        DartsCell Required(string key)
            => found.TryGetValue(key, out var cell) ? cell! : throw Fault($"it has no '{key}'");
    }

    private DartsCell Cell(string key)
    {
        var edges = List(() => List(Part)).Select((pair, i) => pair is [string name, int source]
            ? new DartsEdge(Operation($"edge {i + 1} of {key}", name), source)
            : throw Fault($"edge {i + 1} of {key} is not a pair of an operation and a source")).ToImmutableArray();
        return DartsCell.Fault(edges) is { } fault ? throw Fault($"of {key}, {fault}") : new DartsCell(edges);
    }

    private DartsCell? Concat(string key)
    {
        var isRange = TryTake("range");
        var numbers = List(Number);
        int[] all = [.. Enumerable.Range(DartsCell.Inputs, DartsCell.IntermediateNodes)];
        return numbers.SequenceEqual(isRange ? [all[0], all[^1] + 1] : all)
            ? null
            : throw Fault($"{key} is {(isRange ? "range " : "")}{string.Join(", ", numbers)} (allowed: 2, 3, 4, 5)");
    }

    private DartsOperation Operation(string place, string name)
        => DartsOperations.Names.IndexOf(name) is var operation and >= 0
            ? (DartsOperation)operation
            : throw Fault(
                $"{place}, '{Short(name)}', is not an operation (allowed: {string.Join(", ", DartsOperations.Names)})");

    private List<T> List<T>(Func<T> item)
    {
        var close = TryTake("(") ? ")" : "]";
        if (close == "]")
        {
            Take("[");
        }

        var items = new List<T>();
        while (!TryTake(close))
        {
            if (items.Count > 0)
            {
                Take(",");
            }

            items.Add(item());
        }

        return items;
    }

    private object Part() => Peek() is '\'' or '"' ? Quoted() : Number();

    private string Quoted()
    {
        var quote = Peek();
        Take(quote == '"' ? "\"" : "'");
        var end = _text.IndexOf(quote, _at);
        if (end < 0)
        {
            throw Fault("a name has no closing quote");
        }

        var name = _text[_at..end];
        _at = end + 1;
        SkipBlanks();
        return name;
    }

    private string Word() => Run(c => char.IsAsciiLetter(c) || c == '_', "a name");

    private int Number()
    {
        var digits = Run(char.IsAsciiDigit, "a number");
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Fault($"the number {Short(digits)} is too large");
    }

    private string Run(Func<char, bool> isPart, string expected)
    {
        SkipBlanks();
        var run = new string([.. _text.Skip(_at).TakeWhile(isPart)]);
        if (run.Length == 0)
        {
            throw Unexpected(expected);
        }

        _at += run.Length;
        SkipBlanks();
        return run;
    }

    private char Peek()
    {
        SkipBlanks();
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private bool TryTake(string token)
    {
        SkipBlanks();
        if (!_text.AsSpan(_at).StartsWith(token, StringComparison.Ordinal))
        {
            return false;
        }

        _at += token.Length;
        SkipBlanks();
        return true;
    }

    private void Take(string token)
    {
        if (!TryTake(token))
        {
            throw Unexpected($"'{token}'");
        }
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private FormatException Unexpected(string expected)
        => Fault($"at character {_at + 1}, {(_at < _text.Length ? $"'{_text[_at]}'" : "the end")} stands for {expected}");

    private FormatException Fault(string reason)
        => new($"'{Short(_text)}' is not a DARTS genotype: {reason}. The form is {Shape}.");

    private static string Short(string text) => text.Length <= LongestQuote ? text : $"{text[..LongestQuote]}...";
}
