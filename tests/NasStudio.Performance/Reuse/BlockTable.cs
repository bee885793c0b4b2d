using System.Collections.Immutable;
using NasStudio.Benchmarks.Losses;
using NasStudio.OneShot.Distributions;

namespace NasStudio.Performance.Reuse;

/// <summary>The benchmark of four-block networks as a search sees it: variables, sizes, and losses of mini-batches.</summary>
internal sealed class BlockTable
{
    private readonly ImageLossTable _losses;
    private readonly Dictionary<string, int> _rows;

    public BlockTable(string path)
    {
        _losses = ImageLossTable.Read(path);
        string[][][] chosen = [.. _losses.Architectures.Select(native => native.Split(';').Select(part => part.Split('=')).ToArray())];
        Variables = [.. chosen[0].Select((first, j) => new CategoricalVariable(first[0], chosen.Select(parts => parts[j][1]).Distinct().Count()))];
        string[][] values = [.. Variables.Select((_, j) => chosen.Select(parts => parts[j][1]).Distinct().ToArray())];
        Choices = [.. chosen.Select(parts => parts.Select((part, j) => Array.IndexOf(values[j], part[1])).ToImmutableArray())];
        _rows = Choices.Index().ToDictionary(row => Key(row.Item), row => row.Index);
        var parameters = _losses.Metrics["params"];
        ImmutableArray<int> smallest = Choices[parameters.IndexOf(parameters.Min())];
        Costs = new ComplexityTable(
            Variables.Select((variable, j) => Enumerable.Range(0, variable.Choices)
                .Select(a => parameters[Row(smallest.SetItem(j, a))] - parameters.Min()).ToImmutableArray()), parameters.Min());
        if (Enumerable.Range(0, Rows).FirstOrDefault(row => Costs.Of(Choices[row]) != parameters[row], -1) is >= 0 and var odd)
        {
            throw new InvalidOperationException($"The parameters of {_losses.Architectures[odd]} are no sum over its blocks.");
        }
    }

    public ImmutableArray<DesignVariable> Variables { get; }

    public ImmutableArray<ImmutableArray<int>> Choices { get; }

    public ComplexityTable Costs { get; }

    public int Rows => _losses.Architectures.Length;

    public int Images => _losses.Images;

    public string Native(int row) => _losses.Architectures[row];

    public int Row(ImmutableArray<int> choices) => _rows[Key(choices)];

    /// <summary>loss over some images.</summary>
    public double Loss(int row, ReadOnlySpan<int> images) => _losses.Loss(row, images);

    /// <summary>What a search for a coefficient should minimise: loss over all images + coefficient x R. // (rows)</summary>
    public double[] Objective(double coefficient)
    {
        var objective = new WeightedComplexity(Costs, coefficient);
        return [.. Choices.Select((choices, row) => objective.Of(_losses.Loss(row), Costs.Of(choices)))];
    }

    private static string Key(ImmutableArray<int> choices) => string.Join(',', choices);
}
