using System.Collections.Immutable;
using NasStudio.Runs.Experiments;

namespace NasStudio.Runs.Catalogues;

/// <summary>What a catalogue holds: one kind that an experiment may name.</summary>
public interface ICatalogueEntry
{
    /// <summary>Name in files.</summary>
    string Kind { get; }

    /// <summary>Name for people.</summary>
    string Title { get; }

    /// <summary>What it is, in a sentence or two.</summary>
    string Summary { get; }

    /// <summary>Grows with every change that makes it behave differently for the same options and seed.</summary>
    int Version { get; }

    /// <summary>Its options, with their defaults and what is allowed.</summary>
    ImmutableArray<OptionDescriptor> Options { get; }

    /// <summary>What is wrong with options each of which is allowed by itself; paths begin with "$" where the options
    /// lie.</summary>
    ImmutableArray<Fault> Check(OptionValues options) => [];

    /// <summary>Why it does not take an option that others of its catalogue take; null where there is nothing to say.</summary>
    string? Refusal(string option) => null;
}

/// <summary>Kinds that an experiment may name, in the order in which they are offered.</summary>
public abstract class Catalogue<TEntry> where TEntry : class, ICatalogueEntry
{
    private protected Catalogue(IEnumerable<TEntry> entries)
    {
        Entries = [.. entries];
        foreach (var twice in Entries.GroupBy(entry => entry.Kind).Where(group => group.Count() > 1))
        {
            throw new ArgumentException($"The kind '{twice.Key}' is in the catalogue {twice.Count()} times.",
                nameof(entries));
        }
    }

    /// <summary>All entries.</summary>
    public ImmutableArray<TEntry> Entries { get; }

    /// <summary>The entry of a kind; null when there is none.</summary>
    public TEntry? Find(string kind) => Entries.FirstOrDefault(entry => entry.Kind == kind);

    /// <summary>The entry of a kind.</summary>
    /// <exception cref="ArgumentException">There is no such kind; says which there are.</exception>
    public TEntry this[string kind] => Find(kind) ?? throw new ArgumentException(
        $"There is no '{kind}' here; there is {string.Join(", ", Entries.Select(entry => entry.Kind))}.", nameof(kind));
}
