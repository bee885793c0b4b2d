using static TorchSharp.torch;

namespace NasStudio.LibTorch.Tests;

public sealed class PointwiseTests
{
    private static readonly double[] X = [-1.7, -0.4, 0.3, 0.8, 2.2];

    public static TheoryData<string, double> Functions => new()
    {
        { "abs", 0 }, { "neg", 0 }, { "exp", 0 }, { "exp2", 0 }, { "expm1", 0 }, { "square", 0 }, { "reciprocal", 0 }, { "sin", 0 }, { "cos", 0 },
        { "tan", 0 }, { "sinh", 0 }, { "cosh", 0 }, { "tanh", 0 }, { "atan", 0 }, { "sigmoid", 0 }, { "relu", 0 }, { "relu6", 0 }, { "silu", 0 },
        { "floor", 0 }, { "ceil", 0 }, { "round", 0 }, { "trunc", 0 }, { "frac", 0 }, { "sign", 0 }, { "softplus", 0 }, { "log_sigmoid", 0 },
        { "log", 2.5 }, { "log2", 2.5 }, { "log10", 2.5 }, { "log1p", 2.5 }, { "sqrt", 2.5 }, { "rsqrt", 2.5 }, { "hardsigmoid", 0 }, { "hardswish", 0 },
    };

    private static double Expected(string name, double x) => name switch
    {
        "abs" => Math.Abs(x),
        "neg" => -x,
        "exp" => Math.Exp(x),
        "exp2" => Math.Pow(2, x),
        "expm1" => Math.Exp(x) - 1,
        "square" => x * x,
        "reciprocal" => 1 / x,
        "sin" => Math.Sin(x),
        "cos" => Math.Cos(x),
        "tan" => Math.Tan(x),
        "sinh" => Math.Sinh(x),
        "cosh" => Math.Cosh(x),
        "tanh" => Math.Tanh(x),
        "atan" => Math.Atan(x),
        "sigmoid" => 1 / (1 + Math.Exp(-x)),
        "relu" => Math.Max(x, 0),
        "relu6" => Math.Clamp(x, 0, 6),
        "silu" => x / (1 + Math.Exp(-x)),
        "floor" => Math.Floor(x),
        "ceil" => Math.Ceiling(x),
        "round" => Math.Round(x),
        "trunc" => Math.Truncate(x),
        "frac" => x - Math.Truncate(x),
        "sign" => Math.Sign(x),
        "softplus" => Math.Log(1 + Math.Exp(x)),
        "log_sigmoid" => -Math.Log(1 + Math.Exp(-x)),
        "log" => Math.Log(x),
        "log2" => Math.Log2(x),
        "log10" => Math.Log10(x),
        "log1p" => Math.Log(1 + x),
        "sqrt" => Math.Sqrt(x),
        "rsqrt" => 1 / Math.Sqrt(x),
        "hardsigmoid" => Math.Clamp(x / 6 + 0.5, 0, 1),
        "hardswish" => x * Math.Clamp(x + 3, 0, 6) / 6,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Functions_of_one_element_have_the_value_of_their_formula_and_its_gradient(string name, double shift)
    {
        var x = X.Select(v => v + shift).ToArray();
        var method = typeof(Tensor).GetMethod(name, [])!;
        Tensor Apply(Tensor t) => (Tensor)method.Invoke(t, null)!;
        Check.Equal([.. x.Select(v => Expected(name, v))], Apply(tensor(x)), 1e-9);
        Check.Gradients(t => Apply(t[0]), x);
        if (typeof(Tensor).GetMethod(name + "_", []) is not { } inPlace) return;
        var own = tensor(x);
        Assert.Same(own, inPlace.Invoke(own, null));
        Check.Equal([.. x.Select(v => Expected(name, v))], own, 1e-9);
    }

    [Fact]
    public void Special_functions_have_their_known_values()
    {
        Check.Equal([Math.PI / 6, Math.PI / 3], cat([asin(tensor(new[] { 0.5 })), acos(tensor(new[] { 0.5 }))]), 1e-12);
        Check.Equal([0, 0.8427007929497149], erf(tensor(new[] { 0.0, 1.0 })), 1e-12);
        Check.Equal([0.15729920705028513], erfc(tensor(new[] { 1.0 })), 1e-12);
        Check.Equal([1], erfinv(tensor(new[] { 0.8427007929497149 })), 1e-9);
        Check.Equal([Math.Log(24)], lgamma(tensor(new[] { 5.0 })), 1e-12);
        Check.Equal([-0.5772156649015329], digamma(tensor(new[] { 1.0 })), 1e-12);
        Check.Equal([0.8413447460685429], tensor(new[] { 1.0 }).gelu(), 1e-9);          // x Phi(x) at 1
        Check.Equal([1.0507009873554805], tensor(new[] { 1.0 }).selu(), 1e-9);
        Check.Equal([-0.2, 3], tensor(new[] { -2.0, 3.0 }).leaky_relu(0.1));
        Check.Equal([1, 0, 0], isnan(tensor(new[] { double.NaN, 1, double.PositiveInfinity })));
        Check.Equal([0, 0, 1], isinf(tensor(new[] { double.NaN, 1, double.PositiveInfinity })));
        Check.Equal([0, 1, 0], isfinite(tensor(new[] { double.NaN, 1, double.PositiveInfinity })));
        Check.Equal([0, 1, 9], nan_to_num(tensor(new[] { double.NaN, 1, double.PositiveInfinity }), posinf: 9));
        Check.Equal([0, 1], logical_not(tensor(new[] { true, false })));
    }

    [Fact]
    public void Arithmetic_broadcasts_and_mixes_with_numbers_on_either_side()
    {
        var a = tensor(new[] { 1.0, 2, 3 });
        var b = tensor(new[] { 4.0, 5, 6 });
        Check.Equal([5, 7, 9], a + b);
        Check.Equal([-3, -3, -3], a - b);
        Check.Equal([4, 10, 18], a * b);
        Check.Equal([0.25, 0.4, 0.5], a / b);
        Check.Equal([0, 1, 0], b % 2);
        Check.Equal([-1, -2, -3], -a);
        Check.Equal([3, 4, 5], a + 2);
        Check.Equal([3, 4, 5], 2.0 + a);
        Check.Equal([1, 0, -1], 2 - a);
        Check.Equal([6, 3, 2], 6.0 / a);
        Check.Equal([2, 4, 6], 2f * a);
        Check.Equal([9, 12, 15], a.add(b, 2));
        Check.Equal([1, 4, 9], a.pow(2));
        Check.Equal([1, 32, 729], a.pow(b));
        Check.Equal([2, 4, 8], pow(2, a));
        Check.Equal([4, 2, 2], b.div(a, RoundingMode.floor));
        Check.Equal([-1, 1], tensor(new[] { -7L, 7L }).div(4, RoundingMode.trunc));
        Check.Equal([-2, 1], tensor(new[] { -7L, 7L }).floor_divide(tensor(4L)));
        Check.Equal([1, 3], tensor(new[] { -7L, 7L }).remainder(4));
        Check.Equal([-3, 3], tensor(new[] { -7L, 7L }).fmod(4));
        Check.Equal([9, 12, 15], a.addcmul(tensor(2.0), b, 1).sub(0));
        Check.Equal([1.5, 2.4, 2.5], (a * 0 + 1).addcdiv(tensor(new[] { 2.0, 7, 9 }), b, 1));
        Check.Equal([2.5, 3.5, 4.5], a.lerp(b, tensor(0.5)));
        Check.Equal([Math.Log(Math.E + Math.Exp(2))], tensor(new[] { 1.0 }).logaddexp(tensor(new[] { 2.0 })));
        Check.Equal([11, 22, 13, 24], tensor(new[] { 1.0, 2 }) + tensor(new double[,] { { 10, 20 }, { 12, 22 } }));
        Check.Equal([1.5, 2, 2.5], a.clamp(1.5, 2.5));
        Check.Equal([1, 2, 2], a.clamp(max: 2));
        Check.Equal([2, 2, 3], a.clamp_min(2));
        Check.Equal([4, 5, 6], maximum(a, b));
        Check.Equal([1, 2, 3], minimum(a, b));
    }

    [Fact]
    public void In_place_variants_write_into_the_tensor_and_return_it()
    {
        var a = tensor(new[] { 1.0, 2 });
        Assert.Same(a, a.add_(1));
        Assert.Same(a, a.mul_(tensor(new[] { 2.0, 3 })));
        Check.Equal([4, 9], a);
        a.sub_(tensor(1.0)).div_(2).pow_(2).addcmul_(tensor(1.0), tensor(2.0), 3).clamp_(max: 20);
        Check.Equal([8.25, 20], a);
        Check.Equal([0.5, 1], zeros([2], float64).lerp_(tensor(new[] { 1.0, 2 }), tensor(0.5)));
    }

    [Fact]
    public void Comparisons_and_logic_are_boolean()
    {
        var a = tensor(new[] { 1, 2, 3 });
        Assert.Equal(ScalarType.Bool, (a > 1).dtype);
        Check.Equal([0, 1, 1], a > 1);
        Check.Equal([0, 1, 1], a >= 2);
        Check.Equal([1, 0, 0], a < 2);
        Check.Equal([1, 1, 0], a <= 2);
        Check.Equal([0, 1, 0], a == 2);
        Check.Equal([1, 0, 1], a != tensor(2));
        Check.Equal([0, 1, 0], (a > 1) & (a < 3));
        Check.Equal([1, 0, 1], (a < 2) | (a > 2));
        Check.Equal([1, 0, 1], ~(a == 2));
        Check.Equal([1, 1, 0], (a > 0) ^ (a > 2));
        Assert.True(a.Equals(tensor(new[] { 1, 2, 3 })));
        Assert.False(a.equal(tensor(new[] { 1, 2 })));
        Assert.True(allclose(tensor(new[] { 1.0 }), tensor(new[] { 1 + 1e-9 })));
        Check.Equal([1, 0], isclose(tensor(new[] { 1.0, 2 }), tensor(new[] { 1.0, 2.1 })));
    }
}
