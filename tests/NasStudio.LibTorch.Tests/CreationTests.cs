using TorchSharp;
using static TorchSharp.torch;

namespace NasStudio.LibTorch.Tests;

public sealed class CreationTests
{
    [Fact]
    public void Constant_tensors_have_their_value_shape_and_type()
    {
        Check.Equal([0, 0, 0, 0, 0, 0], zeros(2, 3));
        Check.Shape([2, 3], zeros(2, 3));
        Assert.Equal(ScalarType.Float32, zeros(2, 3).dtype);
        Check.Equal([1, 1, 1, 1], ones([4], dtype: ScalarType.Float64));
        Assert.Equal(ScalarType.Int64, ones([4], dtype: int64).dtype);
        Check.Equal([2.5, 2.5], full([2], 2.5));
        Check.Equal([1, 0, 0, 0, 1, 0], eye(2, 3));
        Check.Equal([7, 7, 7], zeros([3], int64).full_like(7));
        Check.Shape([2, 3, 4, 5], empty(2, 3, 4, 5));
        Assert.True(ones([2], requires_grad: true).requires_grad);
    }

    [Fact]
    public void Ranges_start_and_end_where_they_say()
    {
        Check.Equal([0, 1, 2, 3], arange(4));
        Assert.Equal(ScalarType.Int64, arange(4).dtype);
        Check.Equal([1, 1.5, 2, 2.5], arange(1, 3, 0.5));
        Assert.Equal(ScalarType.Float32, arange(1, 3, 0.5).dtype);
        Check.Equal([0, 0.25, 0.5, 0.75, 1], linspace(0, 1, 5));
        Check.Equal([1, 10, 100], logspace(0, 2, 3), 1e-4);
    }

    [Fact]
    public void Arrays_of_every_type_become_tensors_of_it()
    {
        Assert.Equal(ScalarType.Float32, tensor([1f, 2f]).dtype);
        Assert.Equal(ScalarType.Float64, tensor(new[] { 1d }).dtype);
        Assert.Equal(ScalarType.Int64, tensor(new[] { 1L }).dtype);
        Assert.Equal(ScalarType.Int32, tensor(new[] { 1 }).dtype);
        Assert.Equal(ScalarType.Int16, tensor(new short[] { 1 }).dtype);
        Assert.Equal(ScalarType.Byte, tensor(new byte[] { 255 }).dtype);
        Assert.Equal(ScalarType.Int8, tensor(new sbyte[] { -1 }).dtype);
        Assert.Equal(ScalarType.Bool, tensor(new[] { true, false }).dtype);
        Check.Equal([1, 2, 3, 4, 5, 6], tensor(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }));
        Check.Shape([2, 3], tensor(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }));
        Check.Shape([1, 2, 2], tensor(new double[,,] { { { 1, 2 }, { 3, 4 } } }));
        Check.Shape([3, 2], tensor(new long[] { 1, 2, 3, 4, 5, 6 }, [3, 2]));
        Assert.Equal(ScalarType.Float64, tensor(new[] { 1, 2 }, dtype: float64).dtype);
        Check.Shape([], tensor(3.5));
        Check.Shape([0], tensor(Array.Empty<float>()));
    }

    [Fact]
    public void A_tensor_owns_a_copy_of_the_array()
    {
        var array = new[] { 1f, 2f };
        var t = tensor(array);
        array[0] = 9;
        Check.Equal([1, 2], t);
    }

    [Fact]
    public void An_array_of_the_wrong_length_is_refused() =>
        Assert.Contains("6 vs. 4", Assert.Throws<ArgumentException>(() => tensor(new float[4], [2, 3])).Message, StringComparison.Ordinal);

    [Fact]
    public void Elements_come_back_as_they_went_in()
    {
        var t = tensor(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        Assert.Equal([1, 2, 3, 4, 5, 6], t.data<float>().ToArray());
        Assert.Equal([1, 4, 2, 5, 3, 6], t.T.data<float>().ToArray());      // by strides, not by memory
        Assert.Equal(6f, t.data<float>()[1, 2]);
        Assert.Equal(2f, t.T.data<float>()[2]);
        Assert.Equal(new float[,] { { 1, 4 }, { 2, 5 }, { 3, 6 } }, (float[,])t.T.data<float>().ToNDArray());
        Assert.Equal(5f, t.ReadCpuSingle(4));
        Assert.Equal(3.5, tensor(3.5).item<double>());
        Assert.Equal(7, tensor(7L).ToInt32());
        Assert.True(tensor(true).ToBoolean());
        Assert.Equal([4f, 5f, 6f], t[1].data<float>());
        Assert.Throws<ArgumentException>(() => t.data<double>());
        Assert.Throws<ArgumentException>(() => t.item<float>());
        Assert.Throws<ArgumentOutOfRangeException>(() => t.data<float>()[6]);
    }

    [Fact]
    public void Types_convert_by_value()
    {
        Check.Equal([1, -2], tensor(new[] { 1.7, -2.7 }).to_type(int64));
        Assert.Equal(ScalarType.BFloat16, ones(1).to(bfloat16).dtype);
        Assert.Equal(ScalarType.Float16, ones(1).half().dtype);
        Check.Equal([1, 0], tensor(new[] { 3, 0 }).@bool());
        var t = ones(2);
        var same = t.to(float32);
        same.fill_(5);
        Check.Equal([5, 5], t);                     // no copy where nothing changes
        t.to_type(float32, copy: true).fill_(6);
        Check.Equal([5, 5], t);
    }

    [Fact]
    public void Copies_are_independent_and_aliases_are_not()
    {
        var t = ones(2);
        t.clone().fill_(3);
        Check.Equal([1, 1], t);
        t.alias().fill_(4);
        Check.Equal([4, 4], t);
        Assert.Same(t, t.copy_(tensor(new[] { 1L, 2L })));
        Check.Equal([1, 2], t);
        t.bytes = new byte[8];
        Check.Equal([0, 0], t.zero_());
        Assert.Equal("[2x3], type = Float32, device = cpu", zeros(2, 3).ToString());
    }
}
