using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace NasStudio.LibTorch.Tests;

public sealed class LinearAlgebraTests
{
    private readonly Tensor _a = tensor(new double[,] { { 4, 1 }, { 1, 3 } });
    private readonly Tensor _b = tensor(new double[,] { { 1, 2 }, { 3, 4 } });

    [Fact]
    public void Products_are_sums_of_products()
    {
        Check.Equal([7, 12, 10, 14], _a.mm(_b));
        Check.Equal([7, 12, 10, 14], _a.matmul(_b));
        Check.Equal([7, 12, 10, 14], einsum("ij,jk->ik", _a, _b));
        Check.Equal([7, 12, 10, 14], stack([_a]).bmm(stack([_b])));
        Check.Equal([6, 7], _a.mv(tensor(new[] { 1.0, 2 })));
        Check.Equal(11, tensor(new[] { 1.0, 2 }).dot(tensor(new[] { 3.0, 4 })));
        Check.Equal([3, 4, 6, 8], tensor(new[] { 1.0, 2 }).outer(tensor(new[] { 3.0, 4 })));
        Check.Equal([8, 12, 10, 15], eye(2, dtype: float64).addmm(_a, _b));
        Check.Equal(7, _a.trace());
    }

    [Fact]
    public void Eigenvalues_of_a_symmetric_matrix_solve_its_polynomial()
    {
        var (values, vectors) = linalg.eigh(_a);
        double[] expected = [(7 - Math.Sqrt(5)) / 2, (7 + Math.Sqrt(5)) / 2];
        Check.Equal(expected, values, 1e-12);
        Check.Equal(expected, linalg.eigvalsh(_a), 1e-12);
        Check.Equal(Check.Values(_a), vectors.mm(values.diag()).mm(vectors.t()), 1e-12);
    }

    [Fact]
    public void Factors_solve_and_multiply_back()
    {
        var l = linalg.cholesky(_a);
        Check.Equal([2, 0, 0.5, Math.Sqrt(2.75)], l, 1e-12);
        Check.Equal([1, 0, 0, 1], l.mm(linalg.solve_triangular(l, eye(2, dtype: float64), upper: false)), 1e-12);
        Check.Equal([1, 2], _a.mv(linalg.solve(_a, tensor(new[] { 1.0, 2 }))), 1e-12);
        Check.Equal([1, 0, 0, 1], _a.mm(_a.inverse()), 1e-12);
        Check.Equal(11, linalg.det(_a), 1e-12);
        Check.Equal(Math.Log(11), linalg.slogdet(_a).Item2, 1e-12);
        var (u, s, vh) = linalg.svd(_b);
        Check.Equal(Check.Values(_b), u.mm(s.diag()).mm(vh), 1e-12);
        Check.Equal(2, linalg.cholesky_ex(-_a).info.add(1));
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_refused_by_name() =>
        Assert.Contains("positive-definite", Assert.Throws<ExternalException>(() => linalg.cholesky(-_a)).Message, StringComparison.Ordinal);

    [Fact]
    public void Gradients_agree_with_finite_differences()
    {
        double[] x = [4, 1, 1, 3];
        Check.Gradients(t => t[0].view(2, 2).mm(t[1].view(2, 2)), x, [1, 2, 3, 4]);
        Check.Gradients(t => linalg.solve_triangular(t[0].view(2, 2).tril(), t[1].view(2, 1), upper: false), x, [1, 2]);
        Check.Gradients(t => linalg.cholesky(t[0].view(2, 2) + t[0].view(2, 2).t()), x);
        Check.Gradients(t => linalg.eigvalsh(t[0].view(2, 2) + t[0].view(2, 2).t())[0], x);
        Check.Gradients(t => linalg.det(t[0].view(2, 2)), x);
    }
}
