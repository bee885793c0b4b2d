using System.Collections.Immutable;
using NasStudio.Pickles;

namespace NasStudio.Benchmarks.Importers;

/// <summary>Takes the values of a pickle for what they should be, or says where they are not.</summary>
internal static class Plain
{
    /// <summary>The pickle in a file, which may be packed with gzip or bzip2.</summary>
    public static object? Read(string path)
    {
        try
        {
            using var stream = PackedInput.Open(path);
            return PickleReader.Read(stream, new PickleLimits());
        }
        catch (PickleException e)
        {
            throw new BenchmarkException(e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new BenchmarkException($"The file {Path.GetFileName(path)} cannot be read: {e.Message}", e);
        }
    }

    public static PickleDictionary Dictionary(object? value, string place)
        => value as PickleDictionary ?? throw Not(value, place, "a dict");

    public static PickleSequence Sequence(object? value, string place)
        => value as PickleSequence ?? throw Not(value, place, "a list");

    public static string Text(object? value, string place) => value as string ?? throw Not(value, place, "a text");

    public static double Number(object? value, string place) => value switch
    {
        double number => number,
        long number => number,
        NumpyArray { Count: 1 } array => array[0],
        _ => throw Not(value, place, "a number"),
    };

    /// <summary>A list of numbers, or an array of one axis.</summary>
    public static ImmutableArray<double> Numbers(object? value, string place) => value switch
    {
        NumpyArray { Shape.Length: 1 } array => [.. Enumerable.Range(0, array.Count).Select(i => array[i])],
        PickleSequence list => [.. list.Items.Select((item, i) => Number(item, $"{place}[{i}]"))],
        _ => throw Not(value, place, "a list of numbers"),
    };

    public static object? Item(PickleDictionary dictionary, object key, string place)
        => dictionary.TryGet(key, out var value) ? value : throw new BenchmarkException($"{place} has no key '{key}'.");

    private static BenchmarkException Not(object? value, string place, string allowed)
        => new($"{place} is {Kind(value)}; allowed: {allowed}.");

    private static string Kind(object? value) => value switch
    {
        null => "None",
        bool => "a truth value",
        long or double => "a number",
        string => "a text",
        byte[] => "bytes",
        PickleSequence { IsTuple: true } => "a tuple",
        PickleSequence => "a list or set",
        PickleDictionary => "a dict",
        NumpyArray array => $"an array of shape ({string.Join(", ", array.Shape)})",
        _ => "the name of a type",
    };
}
