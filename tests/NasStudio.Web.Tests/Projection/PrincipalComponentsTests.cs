using System.Collections.Immutable;
using NasStudio.Web.Projection;

namespace NasStudio.Web.Tests.Projection;

public sealed class PrincipalComponentsTests
{
    // Points (±2, ±2) on the diagonal and (±1, ∓1) across it: variances 4 along (1, 1)/√2 and 1 along (1, -1)/√2.
    private static readonly ImmutableArray<double>[] Cross = [[2, 2], [-2, -2], [1, -1], [-1, 1]];

    [Fact]
    public void The_axes_are_the_directions_of_largest_spread()
    {
        var plane = PrincipalComponents.Fit(Cross);

        var root = Math.Sqrt(0.5);
        Assert.Equal([root, root], plane.Axes[0], Near);
        Assert.Equal([root, -root], plane.Axes[1].Select(Math.Abs).Zip(plane.Axes[1], (a, v) => v > 0 == plane.Axes[1][0] > 0 ? a : -a), Near);
        var (x, y) = plane.Project([2, 2]);
        Assert.Equal(Math.Sqrt(8), x, 12);
        Assert.Equal(0, y, 12);
    }

    [Fact]
    public void A_place_stands_for_the_point_of_the_plane_that_lies_there()
    {
        var plane = PrincipalComponents.Fit([[3, 0, 5], [1, 0, 5], [2, 2, 5], [2, -2, 5]]);

        Assert.Equal([2, 0, 5], plane.Unproject(0, 0), Near);
        Assert.Equal((-.7, .3), plane.Project(plane.Unproject(-.7, .3)), (a, b) => Near(a.Item1, b.Item1) && Near(a.Item2, b.Item2));
        Assert.Equal([3, 0, 5], Place([3, 0, 5]), Near);

        ImmutableArray<double> Place(ImmutableArray<double> point) => plane.Unproject(plane.Project(point).X, plane.Project(point).Y);
    }

    [Fact]
    public void Points_of_a_plane_are_explained_whole()
        => Assert.Equal(1, PrincipalComponents.Fit([[1, 0, 0], [0, 1, 0], [-1, 0, 0], [0, -1, 0]]).ExplainedShare, 12);

    [Fact]
    public void The_explained_share_is_that_of_the_two_largest_variances()
    {
        // Variances 9·2/6 = 3, 4·2/6 and 1·2/6 along the coordinate axes: (9 + 4) / (9 + 4 + 1).
        var plane = PrincipalComponents.Fit([[3, 0, 0], [-3, 0, 0], [0, 2, 0], [0, -2, 0], [0, 0, 1], [0, 0, -1]]);

        Assert.Equal(13.0 / 14.0, plane.ExplainedShare, 12);
    }

    [Fact]
    public void A_plane_keeps_the_signs_of_the_one_before()
    {
        var before = PrincipalComponents.Fit(Cross);
        var mirrored = PrincipalComponents.Fit([.. Cross, [-3, -3], [-2.5, -2.6], [1, -1.1]], before);

        Assert.True(before.Axes[0].Zip(mirrored.Axes[0], (a, b) => a * b).Sum() > 0.9);
        Assert.True(before.Axes[1].Zip(mirrored.Axes[1], (a, b) => a * b).Sum() > 0.9);
    }

    [Fact]
    public void Equal_points_and_single_dimensions_have_a_place()
    {
        Assert.Equal((0, 0), PrincipalComponents.Fit([[1, 2], [1, 2]]).Project([1, 2]));
        Assert.Equal(0, PrincipalComponents.Fit([[1, 2], [1, 2]]).ExplainedShare);
        Assert.Equal((1, 0), PrincipalComponents.Fit([[1.0], [3.0]]).Project([3.0]));
    }

    [Fact]
    public void Points_of_several_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PrincipalComponents.Fit([]));
        Assert.Throws<ArgumentException>(() => PrincipalComponents.Fit([[1, 2], [1]]));
    }

    [Fact]
    public void Eigenvectors_satisfy_their_equation()
    {
        double[,] matrix = { { 4, 1, -2 }, { 1, 2, 0 }, { -2, 0, 3 } };

        var (values, vectors) = SymmetricEigen.Decompose(matrix);

        Assert.Equal(9, values.Sum(), 10);                                         // the trace
        Assert.Equal(13, values[0] * values[1] * values[2], 9);                    // the determinant, by hand: 4·6 - 1·3 + (-2)·4
        for (var k = 0; k < 3; k++)
        {
            for (var i = 0; i < 3; i++)
            {
                var image = Enumerable.Range(0, 3).Sum(j => matrix[i, j] * vectors[j, k]);
                Assert.Equal(values[k] * vectors[i, k], image, 10);
            }
        }
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-9;
}
