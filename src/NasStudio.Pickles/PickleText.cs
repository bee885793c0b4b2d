using System.Globalization;
using System.Text;

namespace NasStudio.Pickles;

/// <summary>The values that protocol 0 writes as lines of text.</summary>
internal static class PickleText
{
    /// <summary>An integer; "00" and "01" are truth values where those are meant.</summary>
    public static object Integer(PickleInput input, bool isBoolean)
    {
        var line = input.Line();
        return isBoolean && line is "00" or "01" ? line == "01"
            : long.TryParse(
                line.TrimEnd('L'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw input.Fault($"'{Short(line)}' for an integer of up to 64 bits");
    }

    /// <summary>The index of a memo's value.</summary>
    public static long Index(PickleInput input)
    {
        var line = input.Line();
        return long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : throw input.Fault($"'{Short(line)}' for the number of a memo's value");
    }

    public static object Real(PickleInput input)
    {
        var line = input.Line();
        return line switch
        {
            "nan" => double.NaN,
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ when double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
            _ => throw input.Fault($"'{Short(line)}' for a number"),
        };
    }

    /// <summary>A text between quotation marks with Python's escapes, byte for byte.</summary>
    public static string Quoted(PickleInput input)
    {
        var line = input.Line();
        return line.Length >= 2 && line[0] is '\'' or '"' && line[^1] == line[0]
            ? Unescaped(input, line[1..^1], "\\'\"abfnrtvx01234567")
            : throw input.Fault($"'{Short(line)}' for a quoted text");
    }

    /// <summary>A text in Python's raw-unicode-escape.</summary>
    public static string Escaped(PickleInput input) => Unescaped(input, input.Line(), "uU");

    private static string Unescaped(PickleInput input, string text, string known)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length || !known.Contains(text[i + 1], StringComparison.Ordinal))
            {
                plain.Append(text[i]);
                continue;
            }

            var letter = text[++i];
            var digits = letter switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            if (digits > 0)
            {
                plain.Append(Hexadecimal(input, text, i + 1, digits));
                i += digits;
            }
            else if (letter is >= '0' and <= '7')
            {
                var end = i;
                var value = 0;
                while (end < text.Length && end < i + 3 && text[end] is >= '0' and <= '7')
                {
                    value = 8 * value + (text[end++] - '0');
                }

                plain.Append((char)(value & 0xff));
                i = end - 1;
            }
            else
            {
                plain.Append(letter switch
                {
                    'a' => '\a',
                    'b' => '\b',
                    'f' => '\f',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'v' => '\v',
                    _ => letter,
                });
            }
        }

        return plain.ToString();
    }

    private static string Hexadecimal(PickleInput input, string text, int at, int digits)
        => at + digits <= text.Length
            && uint.TryParse(
                text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            && (code <= 0xFFFF || Rune.IsValid(code))
            ? code <= 0xFFFF ? ((char)code).ToString() : new Rune(code).ToString()
            : throw input.Fault("an escape that is not a character");

    private static string Short(string text) => text.Length <= 40 ? text : $"{text[..40]}...";
}
