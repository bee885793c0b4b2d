using TorchSharp;
using static TorchSharp.torch;

namespace NasStudio.LibTorch.Tests;

public sealed class StreamTests
{
    private static byte[] Saved(Tensor tensor)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream)) tensor.Save(writer);
        return stream.ToArray();
    }

    private static BinaryReader Reader(byte[] bytes) => new(new MemoryStream(bytes));

    [Fact]
    public void The_format_is_type_shape_and_elements()
    {
        // Float32 = 6, two dimensions, sizes 1 and 130 (LEB128: 0x82 0x01), then the elements.
        var bytes = Saved(zeros(1, 130));
        Assert.Equal(new byte[] { 6, 2, 1, 0x82, 0x01 }, bytes[..5]);
        Assert.Equal(5 + 4 * 130, bytes.Length);
    }

    [Fact]
    public void A_tensor_comes_back_as_it_was()
    {
        var t = arange(6, float64).reshape(2, 3).t();          // not contiguous
        Tensor loaded = null!;
        TensorExtensionMethods.Load(ref loaded, Reader(Saved(t)));
        Assert.True(loaded.equal(t));
        var target = zeros([3, 2], float64, requires_grad: true);
        target.Load(Reader(Saved(t)));
        Assert.True(target.equal(t));
        Assert.True(target.requires_grad && target.is_leaf);
    }

    [Fact]
    public void Another_type_another_shape_and_a_torn_stream_are_refused()
    {
        var bytes = Saved(ones(2, 3));
        Assert.Contains("Float32", Assert.Throws<ArgumentException>(() => zeros([2, 3], float64).Load(Reader(bytes))).Message, StringComparison.Ordinal);
        Assert.Contains("[2, 3]", Assert.Throws<ArgumentException>(() => zeros(3, 2).Load(Reader(bytes))).Message, StringComparison.Ordinal);
        Assert.Throws<EndOfStreamException>(() => zeros(2, 3).Load(Reader(bytes[..^1])));
        Assert.Throws<InvalidDataException>(() => zeros(2, 3).Load(Reader([99, 1, 1])));
    }
}
