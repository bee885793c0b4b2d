using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Architectures;
using NasStudio.Core.Trials;

namespace NasStudio.Search;

/// <summary>Options of <see cref="GivenArchitectures"/>.</summary>
public sealed record GivenOptions
{
    /// <summary>Native strings.</summary>
    [Required]
    [Length(1, 1_000)]
    [DataType(DataType.MultilineText)]
    [Description("Native strings of the architectures to evaluate, 1 to 1000, each once and in this order; a budget that "
        + "is smaller leaves the last ones out. Source: yours.")]
    public ImmutableArray<string> Architectures { get; init; } = [];
}

/// <summary>No search: the architectures that a user names are evaluated, each once, in their order.</summary>
public sealed class GivenArchitectures : IStrategy
{
    private readonly ImmutableArray<Architecture> _architectures;
    private int _told;

    /// <summary>A run from its beginning.</summary>
    /// <exception cref="ArgumentException">There are too few or too many architectures, or one is none of the space, or
    /// stands twice; says which.</exception>
    public GivenArchitectures(StrategyContext context, GivenOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        OptionsValidation.Validate(options);
        var faults = Faults(context.Space, options).ToList();
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', faults.Select(
                fault => $"Architecture {fault.Position}, \"{options.Architectures[fault.Position]}\", {fault.Message}.")));
        }

        _architectures = [.. options.Architectures.Select(context.Space.Parse)];
    }

    /// <summary>What is wrong with each of the architectures, by its position from 0; nothing where all can be
    /// evaluated.</summary>
    public static IEnumerable<(int Position, string Message)> Faults(SearchSpace space, GivenOptions options)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(options);
        var first = new Dictionary<Architecture, int>();
        foreach (var (position, native) in options.Architectures.Index())
        {
            if (Parse(space, native, out var architecture) is { } wrong)
            {
                yield return (position, $"is no architecture of the space '{space.Kind}': {wrong.TrimEnd('.')}");
            }
            else if (!first.TryAdd(architecture!, position))
            {
                yield return (
                    position, $"is the architecture of position {first[architecture!]} again; each may stand once");
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Ask(int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        cancellation.ThrowIfCancellationRequested();
        return [.. _architectures.Skip(_told).Take(limit).Select(a => new Proposal(a, "given"))];
    }

    /// <inheritdoc/>
    public void Tell(IReadOnlyList<Trial> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _told += batch.Count;
    }

    private static string? Parse(SearchSpace space, string native, out Architecture? architecture)
    {
        architecture = null;
        try
        {
            architecture = space.Parse(native);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }
}
