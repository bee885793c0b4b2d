using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Architectures;
using NasStudio.Core.Trials;

namespace NasStudio.Search;

/// <summary>Options of <see cref="ParamsOnly"/>.</summary>
public sealed record ParamsOnlyOptions
{
    /// <summary>Proposals in one batch.</summary>
    [Range(1, 1_000)]
    [Description("Proposals in one batch; it only changes how many trials wait side by side. Source: our choice.")]
    public int BatchSize { get; init; } = 8;

    /// <summary>Random architectures that are sorted where the space is too large to be listed.</summary>
    [Range(1, 1_000_000)]
    [Description("Random architectures that are sorted by size where the space is too large to be listed. Source: our "
        + "choice.")]
    public int Sample { get; init; } = 10_000;
}

/// <summary>A control that learns nothing: the architectures with the most parameters are evaluated first.</summary>
/// <remarks>
/// What a method, or a training-free score, has to beat before it can claim to see more than size: White, Khodak, Tu,
/// Shah, Bubeck and Dey, "A Deeper Look at Zero-Cost Proxies for Lightweight NAS", ICLR blog track 2022. Size is that of
/// <see cref="ArchitectureSize"/>; equals come in random order, the only thing that differs between seeds. The random
/// starts that other strategies share are not evaluated.
/// </remarks>
public sealed class ParamsOnly : IStrategy
{
    private const long ListableSize = 100_000;
    private readonly StrategyContext _context;
    private readonly ParamsOnlyOptions _options;
    private IReadOnlyList<Proposal>? _largestFirst;
    private int _told;

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed.</exception>
    public ParamsOnly(StrategyContext context, ParamsOnlyOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        _options = OptionsValidation.Validate(options);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Ask(int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        cancellation.ThrowIfCancellationRequested();
        _largestFirst ??= Sorted();
        return [.. _largestFirst.Skip(_told).Take(Math.Min(limit, _options.BatchSize))];
    }

    /// <inheritdoc/>
    public void Tell(IReadOnlyList<Trial> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _told += batch.Count;
    }

    private IReadOnlyList<Proposal> Sorted()
    {
        var isListed = _context.Space.Size <= ListableSize;
        Architecture[] all = isListed
            ? [.. _context.Space.Enumerate()]
            : [.. InitialDesign.Draw(_context, Math.Max(_options.Sample, _context.Budget))];
        _context.Random.Fork("equals").Shuffle(all.AsSpan());
        var (size, unit) = ArchitectureSize.Of(_context.Space);
        return
        [
            .. all.Select(architecture => (architecture, size: size(architecture))).OrderByDescending(a => a.size)
                .Select(a => new Proposal(a.architecture, FormattableString.Invariant($"{a.size} {unit}"))),
        ];
    }
}
