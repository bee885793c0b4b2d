using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace NasStudio.LibTorch.Tests;

public sealed class DisposalTests
{
    [Fact]
    public void A_disposed_tensor_refuses_every_use()
    {
        var t = ones(2);
        var data = t.data<float>();
        t.Dispose();
        t.Dispose();                                                             // twice is fine
        Assert.True(t.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => t.Handle);
        Assert.Throws<InvalidOperationException>(() => t + 1);
        Assert.Throws<InvalidOperationException>(() => ones(2).add(t));
        Assert.Throws<InvalidOperationException>(() => t.shape);
        Assert.Throws<InvalidOperationException>(() => cat([ones(2), t]));
        Assert.Throws<InvalidOperationException>(() => data[0]);
        Assert.Throws<InvalidOperationException>(() => t.data<float>());
        var generator = new Generator(1);
        generator.Dispose();
        Assert.Throws<InvalidOperationException>(() => randn([2], generator: generator));
    }

    [Fact]
    public void A_scope_disposes_what_was_made_in_it_and_not_what_left_it()
    {
        Tensor inside, moved, detached, kept;
        using (var outer = NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                inside = ones(1);
                moved = ones(1).MoveToOuterDisposeScope();
                detached = ones(1).DetachFromDisposeScope();
                kept = ones(1);
                Assert.Equal(2, inner.DisposablesCount);
                inner.DisposeEverythingBut(kept);
                Assert.True(inside.IsInvalid);
                Assert.False(kept.IsInvalid);
            }
            Assert.True(kept.IsInvalid);
            Assert.False(moved.IsInvalid);
            Assert.True(outer.Contains(moved));
        }
        Assert.True(moved.IsInvalid);
        Assert.False(detached.IsInvalid);
        using (var scope = NewDisposeScope()) scope.Attach(detached);
        Assert.True(detached.IsInvalid);
        Check.Equal(3, WrappedTensorDisposeScope(() => ones(1) + 2));
    }

    [Fact]
    public void Statistics_count_what_is_made_and_disposed_on_the_thread()
    {
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        var outside = ones(1);
        using (NewDisposeScope())
        {
            var a = ones(1);
            var b = ones(1);
            b.Dispose();
            ones(1).DetachFromDisposeScope().Dispose();
            Assert.Equal(2, statistics.ThreadTotalLiveCount);
        }
        Assert.Equal(3, statistics.CreatedInScopeCount);
        Assert.Equal(2, statistics.DisposedInScopeCount);
        Assert.Equal(1, statistics.DetachedFromScopeCount);
        Assert.Equal(1, statistics.CreatedOutsideScopeCount);
        Assert.Equal(1, statistics.ThreadTotalLiveCount);
        outside.Dispose();
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_libtorch_error_is_an_exception_with_its_message_and_leaves_nothing_behind()
    {
        using var scope = NewDisposeScope();
        var a = ones(2, 3);
        var before = NativeHandles.Live;
        var error = Assert.Throws<ExternalException>(() => a.mm(a));
        Assert.Contains("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("frame #", error.Message, StringComparison.Ordinal);
        Assert.Throws<ExternalException>(() => a.view(4));
        Assert.Throws<ExternalException>(() => a.add_(ones(7)));
        Assert.Throws<ExternalException>(() => a.max(5));
        Assert.Throws<ExternalException>(() => a.split(-1));
        Assert.Throws<ExternalException>(() => a.size(2));
        Assert.Throws<ExternalException>(() => a.backward());
        Assert.Equal(before + 1, NativeHandles.Live);                            // ones(7) waits for the scope
        Check.Equal(6, a.sum());
    }

    [Fact]
    public void A_missing_library_says_what_to_install()
    {
        var missing = Assert.Throws<DllNotFoundException>(() => NativeMethods.Load("/nowhere/libnasstudio_torch.so"));
        Assert.Contains("apt-get install libtorch-dev", missing.Message, StringComparison.Ordinal);
        var broken = Path.GetTempFileName();
        try
        {
            Assert.Contains("apt-get install libtorch-dev", Assert.Throws<DllNotFoundException>(() => NativeMethods.Load(broken)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(broken);
        }
    }
}
