using System.Collections.Immutable;
using System.Text.Json;
using NasStudio.Core.Architectures;
using NasStudio.Core.Trials;
using NasStudio.OneShot.Supernets;
using NasStudio.Search;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Searches;

/// <summary>
/// Plain ASNG once for each coefficient or target, one after the other, each with a supernet and a budget of its own: what
/// importance sampling has to be compared with.
/// </summary>
/// <remarks>Akimoto et al., "Adaptive Stochastic Natural Gradient Method for One-Shot Neural Architecture Search", ICML 2019.
/// With K coefficients it costs K times as much as one of its searches: to compare at an equal budget, give it a K-th of the
/// epochs.</remarks>
public sealed class AsngPerCoefficient : IWeightSharingSearch
{
    private const string FileName = "searches.json";
    private readonly WeightSharingContext _context;
    private readonly ImportanceSampledAsngOptions[] _each;
    private readonly double[] _targets;
    private readonly List<Done> _done = [];
    private ImportanceSampledAsng _current;

    /// <summary>A search from its beginning.</summary>
    /// <exception cref="ArgumentException">An option is not allowed, the space has no supernet, the device is none, or a target
    /// is smaller than every architecture.</exception>
    /// <exception cref="Neural.DataSets.DataSetException">The data set is not here, or is damaged.</exception>
    public AsngPerCoefficient(WeightSharingContext context, ImportanceSampledAsngOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        OptionsValidation.Validate(options);
        _context = context;
        _targets = NumberListAttribute.Parse(options.Targets)!;
        _each = [.. _targets.Length > 0
            ? options.Targets.Split(',').Select(target => options with { Targets = target })
            : options.Coefficients.Split(',').Select(coefficient => options with { Coefficients = coefficient })];
        _current = Begin(0);
        try
        {
            _current.Require(_targets);       // of all, before anything is trained
        }
        catch
        {
            _current.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public int Round => _done.Count == _each.Length ? Rounds : _done.Count * _current.Rounds + _current.Round;

    /// <inheritdoc/>
    public int Rounds => _each.Length * _current.Rounds;

    /// <inheritdoc/>
    public bool IsFinished => _done.Count == _each.Length;

    /// <inheritdoc/>
    public SearchCost Spent => _done.Select(done => done.Spent).Append(IsFinished ? default : _current.Spent)
        .Aggregate((sum, one) => new SearchCost(sum.Forward + one.Forward, sum.Backward + one.Backward));

    /// <inheritdoc/>
    public ImmutableArray<SearchedDistribution> Distributions
        => [.. _done.Select(done => done.Found), .. IsFinished ? [] : _current.Distributions];

    /// <inheritdoc/>
    public bool MeasuresAlone => _current.MeasuresAlone;

    /// <inheritdoc/>
    /// <remarks>Once: all searches go by the same latencies.</remarks>
    public string? MeasureAlone(CancellationToken cancellation)
    {
        var said = _current.MeasureAlone(cancellation);
        _current.Require(_targets);
        return said;
    }

    /// <inheritdoc/>
    public RoundInsight Advance(CancellationToken cancellation)
    {
        if (IsFinished) throw new InvalidOperationException("The search is finished.");
        var insight = _current.Advance(cancellation);
        var number = _done.Count;
        if (_current.IsFinished)
        {
            _done.Add(new Done(_current.Distributions[0], _current.Spent));
            if (!IsFinished)
            {
                _current.Dispose();
                _current = Begin(_done.Count, _current.Latency);
            }
        }

        return insight with
        {
            Numbers = [.. insight.Numbers.Select(one => one.Name.EndsWith("_0", StringComparison.Ordinal)
                ? one with { Name = $"{one.Name[..^1]}{number}" } : one)],
            Maps = [.. insight.Maps.Select(map => map with { Name = $"distribution_{number}" })],
        };
    }

    /// <inheritdoc/>
    public void Save(string folder)
    {
        _current.Save(folder);
        File.WriteAllBytes(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(_done));
    }

    /// <inheritdoc/>
    public void Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        _done.AddRange(JsonSerializer.Deserialize<List<Done>>(File.ReadAllBytes(path))
            ?? throw new InvalidDataException($"{path} is empty."));
        _current.Dispose();
        _current = Begin(Math.Min(_done.Count, _each.Length - 1));
        _current.Load(folder);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Proposal> Winners(CancellationToken cancellation) => IsFinished
        ? [.. Distributions.Select(found => found.Proposed())]
        : throw new InvalidOperationException("The search is not finished.");

    /// <inheritdoc/>
    /// <remarks>The weights are those of the search under way, or of the last one.</remarks>
    public nn.Module<Tensor, Tensor> Inherit(Architecture architecture) => _current.Inherit(architecture);

    /// <inheritdoc/>
    /// <remarks>The weights are those of the search under way, or of the last one.</remarks>
    public double Accuracy(Architecture architecture, string normPolicy) => _current.Accuracy(architecture, normPolicy);

    /// <inheritdoc/>
    public void Dispose() => _current.Dispose();

    private ImportanceSampledAsng Begin(int number, LatencyTable? latency = null)
        => new(_context with { Random = _context.Random.Fork("coefficient", number) }, _each[number], latency);

    private sealed record Done(SearchedDistribution Found, SearchCost Spent);
}
