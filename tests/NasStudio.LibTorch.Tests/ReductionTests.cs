using static TorchSharp.torch;

namespace NasStudio.LibTorch.Tests;

public sealed class ReductionTests
{
    private readonly Tensor _x = tensor(new double[,] { { 1, 5, 3 }, { 4, 2, 6 } });

    [Fact]
    public void Sums_means_and_spreads_are_those_of_the_formulas()
    {
        Check.Equal(21, _x.sum());
        Check.Equal([5, 7, 9], _x.sum(dim: 0));                     // a bare 0 would be the ScalarType? overload, as in TorchSharp
        Check.Shape([2, 1], _x.sum(1, keepdim: true));
        Check.Equal(21, _x.sum([0, 1]));
        Assert.Equal(ScalarType.Float32, _x.sum(ScalarType.Float32).dtype);
        Check.Equal(3.5, _x.mean());
        Check.Equal([3, 4], _x.mean([1]));
        Check.Equal(3.5, _x.var());                                  // 17.5 / 5
        Check.Equal(17.5 / 6, _x.var(unbiased: false));
        Check.Equal([4, 4], _x.var(1));
        Check.Equal([2, 2], _x.std([1]));
        Check.Equal(Math.Sqrt(3.5), _x.std());
        var (variance, mean) = var_mean(_x);
        Check.Equal([3.5, 3.5], stack([variance, mean]));
        Check.Equal(720, _x.prod());
        Check.Equal([15, 48], _x.prod(1));
        Check.Equal(3, _x.median());
        Check.Equal(3.5, _x.flatten().quantile(tensor(0.5), 0));
    }

    [Fact]
    public void Extremes_come_with_their_places()
    {
        Check.Equal(6, _x.max());
        Check.Equal(1, _x.min());
        var (values, indexes) = _x.max(1);
        Check.Equal([5, 6], values);
        Check.Equal([1, 2], indexes);
        Check.Equal([1, 2, 3], _x.min(0).values);
        Check.Equal([5, 6], _x.amax(1));
        Check.Equal([1, 2], _x.amin([1], keepdim: true));
        Check.Equal(5, _x.argmax());
        Check.Equal([1, 2], _x.argmax(1));
        Check.Equal([0, 1], _x.argmin(1));
        Check.Equal([0, 2, 1, 1, 0, 2], _x.argsort());
        Check.Equal([5, 3, 1, 6, 4, 2], _x.sort(descending: true).Values);
        Check.Equal([5, 3, 6, 4], _x.topk(2).values);
        Check.Equal([0, 2, 1, 0], _x.topk(2, largest: false).indexes);
        Check.Equal([3, 4], _x.kthvalue(2, 1).values);
    }

    [Fact]
    public void Scans_counts_and_truth()
    {
        Check.Equal([1, 6, 9, 4, 6, 12], _x.cumsum(1));
        Check.Equal([1, 5, 3, 4, 10, 18], _x.cumprod(0));
        Check.Equal(1, (_x > 0).all());
        Check.Equal(0, (_x > 6).any());
        Check.Equal([1, 1, 0], (_x < 6).all(0).logical_and(tensor(true)));
        Check.Equal([0, 1], (_x > 5).any(1));
        Check.Equal(2, _x.gt(4).count_nonzero());
        Check.Equal([1, 2, 0, 1], bincount(tensor(new[] { 0L, 1L, 1L, 3L })));
    }

    [Fact]
    public void Norms_distances_and_soft_maxima()
    {
        Check.Equal(Math.Sqrt(91), _x.norm());
        Check.Equal([9, 12], _x.norm(1, p: 1));
        Check.Equal(5, tensor(new[] { 0.0, 0 }).dist(tensor(new[] { 3.0, 4 })));
        Check.Equal([5], cdist(tensor(new double[,] { { 0, 0 } }), tensor(new double[,] { { 3, 4 } })));
        Check.Equal(Math.Log(Math.Exp(1) + Math.Exp(5) + Math.Exp(3)), _x.logsumexp(1)[0]);
        var e = new[] { Math.Exp(1), Math.Exp(5), Math.Exp(3) };
        Check.Equal([.. e.Select(v => v / e.Sum())], _x.softmax(1)[0]);
        Check.Equal([.. e.Select(v => Math.Log(v / e.Sum()))], special.log_softmax(_x, 1)[0]);
    }

    [Fact]
    public void Gradients_of_reductions_agree_with_finite_differences()
    {
        double[] x = [0.3, -1.2, 2.1, 0.7];
        Check.Gradients(t => t[0].mean() * t[0].var(), x);
        Check.Gradients(t => t[0].softmax(0).pow(2), x);
        Check.Gradients(t => special.log_softmax(t[0], 0)[1], x);
        Check.Gradients(t => t[0].logsumexp(0), x);
        Check.Gradients(t => t[0].cumsum(0).prod(), x);
        Check.Gradients(t => t[0].norm() + t[0].max() + t[0].topk(2).values, x);
        Check.Gradients(t => t[0].std().log(), x);
    }
}
