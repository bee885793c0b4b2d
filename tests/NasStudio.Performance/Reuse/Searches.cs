using NasStudio.Core.Randomness;
using NasStudio.OneShot.Distributions;

namespace NasStudio.Performance.Reuse;

/// <summary>Searches on the table, each with a budget of evaluations: one evaluation is the loss of one architecture on one
/// mini-batch of validation images. Each ends with one architecture (a row) for every coefficient.</summary>
internal sealed class Searches(BlockTable table, int batch)
{
    /// <summary>One pool over all coefficients: every sample serves all of them.</summary>
    public int[] Reuse(double[] coefficients, int evaluations, PoolOptions options, RandomSource random)
    {
        var pool = new ImportanceSampledPool(
            table.Variables, table.Costs, coefficients.Select(coefficient => new WeightedComplexity(table.Costs, coefficient)), options);
        var rounds = evaluations / (coefficients.Length * options.SamplesPerDistribution);
        for (var round = 0; round < rounds; round++)
        {
            var drawn = pool.Draw(random.Fork("architectures", round));
            var images = Images(random.Fork("images", round));
            pool.Update(drawn, [.. drawn.Samples.Select(sample => table.Loss(table.Row(sample.Choices), images))]);
        }

        return [.. pool.Steps.Select(step => table.Row(step.Distribution.Mode))];
    }

    /// <summary>ASNG for each coefficient by itself, with so many samples an update and so many evaluations each.</summary>
    public int[] Alone(double[] coefficients, int evaluationsEach, PoolOptions options, RandomSource random)
        => [.. coefficients.SelectMany((coefficient, k) => Reuse([coefficient], evaluationsEach, options, random.Fork("alone", k)))];

    /// <summary>Architectures drawn uniformly; for each coefficient the best by the losses seen, the mean where one was drawn
    /// several times.</summary>
    public int[] Random(double[] coefficients, int evaluations, RandomSource random)
    {
        var (sums, counts) = (new double[table.Rows], new int[table.Rows]);
        for (var i = 0; i < evaluations; i++)
        {
            var row = random.NextInt(table.Rows);
            sums[row] += table.Loss(row, Images(random.Fork("images", i)));
            counts[row]++;
        }

        int[] seen = [.. Enumerable.Range(0, table.Rows).Where(row => counts[row] > 0)];
        return [.. coefficients.Select(coefficient => seen.MinBy(row =>
            sums[row] / counts[row] + coefficient * table.Costs.Normalise(table.Costs.Of(table.Choices[row]))))];
    }

    private int[] Images(RandomSource random)
        => [.. Enumerable.Range(0, batch).Select(_ => random.NextInt(table.Images))];
}
