using System.Collections.Immutable;

namespace NasStudio.Runs.Catalogues;

/// <summary>
/// Values that a user gave, by option name; what is not named keeps its default. A value is a <see cref="long"/>,
/// <see cref="double"/>, <see cref="string"/>, <see cref="bool"/> or <see cref="JsonText"/> as its descriptor says.
/// </summary>
public sealed record OptionValues(ImmutableSortedDictionary<string, object> Values)
{
    /// <summary>Every option at its default.</summary>
    public static OptionValues Defaults { get; } =
        new(ImmutableSortedDictionary.Create<string, object>(StringComparer.Ordinal));

    /// <summary>The value given for an option; null when it keeps its default.</summary>
    public object? this[string name] => Values.GetValueOrDefault(name);

    /// <summary>A copy in which one option has a value; null gives it back its default.</summary>
    public OptionValues With(string name, object? value)
        => new(value is null ? Values.Remove(name) : Values.SetItem(name, value));

    /// <summary>Equal when every value is.</summary>
    public bool Equals(OptionValues? other)
        => other is not null && Values.Count == other.Values.Count
            && Values.All(pair => Equals(pair.Value, other[pair.Key]));

    /// <inheritdoc/>
    public override int GetHashCode()
        => Values.Aggregate(0, (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value));
}
