using System.Collections.Immutable;
using NasStudio.Core.Randomness;
using NasStudio.Web.Projection;

namespace NasStudio.Web.Tests.Projection;

public sealed class TSneTests
{
    [Fact]
    public void Each_point_spreads_its_choice_over_as_many_neighbours_as_asked()
    {
        var points = Clusters(3, 20, 5);
        double[] squares = [.. points.Select(p => Squared(points[7], p))];

        var row = Affinities.Conditional(squares, 7, 12);

        Assert.Equal(1, row.Sum(), 12);
        Assert.Equal(0, row[7]);
        Assert.Equal(12, Math.Pow(2, -row.Where(p => p > 0).Sum(p => p * Math.Log2(p))), 4);
    }

    [Fact]
    public void Affinities_are_symmetric_and_sum_to_one()
    {
        var affinities = new Affinities(Clusters(2, 9, 4), 5);

        Assert.Equal(1, affinities.Rows.Sum(), 12);
        Assert.All(Pairs(18), p => Assert.Equal(P(affinities, p.I, p.J), P(affinities, p.J, p.I), 15));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    public void The_gradient_is_that_of_the_divergence(double exaggeration)
    {
        const int n = 11;                                     // no multiple of a vector's length
        var affinities = new Affinities(Clusters(1, n, 4), 3);
        var random = new RandomSource(5);
        double[] x = [.. Enumerable.Range(0, affinities.Width).Select(i => i < n ? random.NextGaussian() : Affinities.Far)];
        double[] y = [.. Enumerable.Range(0, affinities.Width).Select(i => i < n ? random.NextGaussian() : Affinities.Far)];
        var (slopeX, slopeY) = (new double[affinities.Width], new double[affinities.Width]);

        TSne.Gradient(affinities, x, y, exaggeration, slopeX, slopeY);

        for (var i = 0; i < n; i++)
        {
            Assert.Equal(Difference(x, i), slopeX[i], 6);
            Assert.Equal(Difference(y, i), slopeY[i], 6);
        }

        double Difference(double[] coordinate, int i)
        {
            const double h = 1e-5;
            var at = coordinate[i];
            coordinate[i] = at + h;
            var above = Objective();
            coordinate[i] = at - h;
            var below = Objective();
            coordinate[i] = at;
            return (above - below) / (2 * h);
        }

        // exaggeration · Σ p log(1 / q') + log Z: the divergence but for a constant, written so that p need not sum to 1
        double Objective()
        {
            double Q(int i, int j) => 1 / (1 + (x[i] - x[j]) * (x[i] - x[j]) + (y[i] - y[j]) * (y[i] - y[j]));
            return Pairs(n).Sum(p => -exaggeration * P(affinities, p.I, p.J) * Math.Log(Q(p.I, p.J))) + Math.Log(Pairs(n).Sum(p => Q(p.I, p.J)));
        }
    }

    [Fact]
    public void Clusters_stay_apart()
    {
        var places = TSne.Embed(Clusters(5, 30, 20));

        var same = Enumerable.Range(0, places.Length)
            .Count(i => Enumerable.Range(0, places.Length).Where(j => j != i).MinBy(j => Squared(places[i], places[j])) / 30 == i / 30);
        Assert.True(same >= 148, $"Of 150 points {same} have a nearest neighbour of their own cluster.");
        Assert.Equal(0, places.Average(p => p.X), 9);
    }

    [Fact]
    public void Equal_input_gives_equal_output()
        => Assert.Equal(TSne.Embed(Clusters(3, 15, 6)).ToArray(), TSne.Embed(Clusters(3, 15, 6)).ToArray());

    [Fact]
    public void Points_that_lie_already_stay_about_where_they_are()
    {
        var points = Clusters(4, 25, 8);
        var before = TSne.Embed(points);

        var after = TSne.Embed(points, before);

        var size = Math.Sqrt(before.Average(p => p.X * p.X + p.Y * p.Y));
        var moved = Math.Sqrt(before.Zip(after, Squared).Average());
        Assert.True(moved < size / 4, $"Moved by {moved} in a picture of {size}.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public void Few_points_have_places(int n)
        => Assert.All(TSne.Embed(Clusters(1, n, 3)), p => Assert.True(double.IsFinite(p.X) && double.IsFinite(p.Y) && Math.Abs(p.X) < 1e4));

    [Fact]
    public void Points_that_are_all_one_and_duplicates_have_places()
    {
        Assert.All(TSne.Embed([.. Enumerable.Repeat(ImmutableArray.Create(1.0, 2.0), 40)]), p => Assert.True(double.IsFinite(p.X + p.Y)));

        var twice = TSne.Embed([.. Clusters(2, 20, 5), .. Clusters(2, 20, 5)]);
        var size = Math.Sqrt(twice.Average(p => p.X * p.X + p.Y * p.Y));
        Assert.All(Enumerable.Range(0, 40), i => Assert.True(Math.Sqrt(Squared(twice[i], twice[i + 40])) < size / 2));
    }

    [Fact]
    public void No_points_have_no_places_and_places_of_other_points_are_refused()
    {
        Assert.Empty(TSne.Embed([]));
        Assert.Throws<ArgumentException>(() => TSne.Embed(Clusters(1, 4, 2), [(0, 0)]));
        Assert.Throws<ArgumentException>(() => TSne.Embed([[1, 2], [1]]));
    }

    [Fact]
    public void Work_that_is_called_off_ends()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => TSne.Embed(Clusters(1, 5, 2), cancellation: source.Token));
    }

    private static ImmutableArray<double>[] Clusters(int clusters, int each, int dimensions)
    {
        var random = new RandomSource(3);
        return [.. Enumerable.Range(0, clusters).SelectMany(_ =>
        {
            double[] centre = [.. Enumerable.Range(0, dimensions).Select(_ => 6 * random.NextGaussian())];
            return Enumerable.Range(0, each).Select(_ => centre.Select(c => c + random.NextGaussian()).ToImmutableArray()).ToArray();
        })];
    }

    private static IEnumerable<(int I, int J)> Pairs(int n)
        => from i in Enumerable.Range(0, n) from j in Enumerable.Range(0, n) where i != j select (i, j);

    private static double P(Affinities affinities, int i, int j) => affinities.Rows[i * affinities.Width + j];

    private static double Squared(ImmutableArray<double> a, ImmutableArray<double> b) => a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();

    private static double Squared((double X, double Y) a, (double X, double Y) b) => (a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y);
}
