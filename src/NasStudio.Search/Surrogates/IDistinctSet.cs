using NasStudio.Core.Architectures;

namespace NasStudio.Search.Surrogates;

/// <summary>A set of architectures no two of which are alike, whatever alike means.</summary>
internal interface IDistinctSet
{
    /// <summary>Adds an architecture; false where one like it is there.</summary>
    bool Add(Architecture architecture);

    /// <summary>A set with the same content that grows by itself.</summary>
    IDistinctSet Copy();
}

/// <summary>Architectures with different keys.</summary>
/// <param name="key">What tells them apart.</param>
internal sealed class KeyedSet(Func<Architecture, string> key) : IDistinctSet
{
    private HashSet<string> _keys = [];

    /// <inheritdoc/>
    public bool Add(Architecture architecture) => _keys.Add(key(architecture));

    /// <inheritdoc/>
    public IDistinctSet Copy() => new KeyedSet(key) { _keys = [.. _keys] };
}
