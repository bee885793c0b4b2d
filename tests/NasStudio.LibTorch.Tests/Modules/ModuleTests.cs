using TorchSharp;
using TorchSharp.Modules;
using static NasStudio.LibTorch.Tests.Values;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasStudio.LibTorch.Tests.Modules;

public sealed class ModuleTests
{
    private sealed class Net : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(3, 4);
        private readonly Sequential rest = Sequential(("act", ReLU()), ("norm", BatchNorm1d(4)), ("out", Linear(4, 2)));
        private readonly Parameter scale = Parameter(ones(1));
        private readonly Tensor shift = zeros(1);

        internal Net() : base(nameof(Net)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using var hidden = first.call(input);
            return rest.call(hidden).mul(scale).add(shift).MoveToOuterDisposeScope();
        }
    }

    [Fact]
    public void Fields_are_registered_under_their_names()
    {
        using var net = new Net();
        Assert.Equal(
            ["scale", "first.weight", "first.bias", "rest.norm.weight", "rest.norm.bias", "rest.out.weight", "rest.out.bias"],
            net.named_parameters().Select(pair => pair.name).Order(Comparer<string>.Create((a, b) => Rank(a) - Rank(b))));
        Assert.Equal(
            ["shift", "rest.norm.running_mean", "rest.norm.running_var", "rest.norm.num_batches_tracked"],
            net.named_buffers().Select(pair => pair.name));
        Assert.Equal(["first", "rest", "rest.act", "rest.norm", "rest.out"], net.named_modules().Select(pair => pair.name));
        Assert.True(net.has_parameter("rest.out.weight"));
        Assert.Null(net.get_parameter("rest.none.weight"));
        Assert.Equal(11, net.state_dict().Count);

        static int Rank(string name) => name.StartsWith("scale", StringComparison.Ordinal) ? 0 : name.StartsWith("first", StringComparison.Ordinal) ? 1 : 2;
    }

    [Fact]
    public void Training_mode_reaches_every_module()
    {
        using var net = new Net();
        net.eval();
        Assert.All(net.modules(), module => Assert.False(module.training));
        net.train();
        Assert.All(net.modules(), module => Assert.True(module.training));
        var seen = new List<string>();
        net.apply(module => seen.Add(module.GetName()));
        Assert.Equal("Net", seen[^1]);
        Assert.Equal(6, seen.Count);
    }

    [Fact]
    public void Parameters_outlive_the_scope_they_were_made_in_and_end_with_the_module()
    {
        var before = Tensor.TotalCount;
        Net net;
        using (NewDisposeScope()) net = new Net();
        Assert.All(net.parameters(), parameter => Assert.False(parameter.IsInvalid));
        net.Dispose();
        Assert.All(net.parameters(), parameter => Assert.True(parameter.IsInvalid));
        Assert.True(Tensor.TotalCount <= before);
    }

    [Fact]
    public void A_state_dictionary_is_copied_by_name()
    {
        using var scope = NewDisposeScope();
        using var source = new Net();
        using var target = new Net();
        target.load_state_dict(source.state_dict());
        foreach (var (name, tensor) in source.state_dict()) AssertEqual(Doubles(tensor), target.state_dict()[name]);

        var partial = source.state_dict();
        partial.Remove("scale");
        partial.Add("alien", zeros(1));
        var error = Assert.Throws<InvalidOperationException>(() => target.load_state_dict(partial));
        Assert.Contains("alien", error.Message, StringComparison.Ordinal);
        var (missing, unexpected) = target.load_state_dict(partial, strict: false);
        Assert.Equal(["scale"], missing);
        Assert.Equal(["alien"], unexpected);
    }

    [Fact]
    public void What_is_saved_is_loaded()
    {
        using var scope = NewDisposeScope();
        using var source = new Net();
        using var target = new Net();
        using var file = new MemoryStream();
        source.save(new BinaryWriter(file));
        file.Position = 0;
        Assert.Equal(11, file.ReadByte());   // the number of entries, in one byte of LEB128
        file.Position = 0;
        target.load(new BinaryReader(file));
        foreach (var (name, tensor) in source.state_dict()) AssertEqual(Doubles(tensor), target.state_dict()[name]);

        using var other = Linear(3, 4);
        file.Position = 0;
        Assert.Throws<ArgumentException>(() => other.load(new BinaryReader(file)));
        var loaded = new Dictionary<string, bool>();
        file.Position = 0;
        other.load(new BinaryReader(file), strict: false, loadedParameters: loaded);
        Assert.DoesNotContain(true, loaded.Values);
    }

    [Fact]
    public void Conversion_keeps_the_tensors_and_whole_numbers()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        var scale = net.get_parameter("scale");
        net.call(ones(2, 3)).sum().backward();
        net.to(ScalarType.Float64);
        Assert.Same(scale, net.get_parameter("scale"));
        Assert.All(net.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.All(net.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.grad!.dtype));
        Assert.Equal(ScalarType.Int64, net.get_buffer("rest.norm.num_batches_tracked")!.dtype);
        net.zero_grad();
        Assert.All(net.parameters(), parameter => Assert.Null(parameter.grad));
        net.call(ones([2, 3], ScalarType.Float64)).sum().backward();
        Assert.Throws<ArgumentException>(() => net.to(ScalarType.Int64));
    }

    [Fact]
    public void Hooks_see_and_change_what_passes()
    {
        using var scope = NewDisposeScope();
        using var layer = Identity();
        var before = layer.register_forward_pre_hook((_, input) => input.add(1));
        var after = layer.register_forward_hook((_, _, output) => output.mul(10));
        AssertEqual([30], layer.call(Of([1], 2)));
        AssertEqual([2], layer.forward(Of([1], 2)));
        after.remove();
        before.remove();
        AssertEqual([2], layer.call(Of([1], 2)));
    }

    [Fact]
    public void Lists_and_dictionaries_register_what_they_hold()
    {
        using var list = ModuleList(Linear(1, 2), Linear(2, 3));
        using var named = ModuleDict(("a", Linear(1, 1)));
        using var own = ParameterList(Parameter(ones(1)), Parameter(zeros(2)));
        using var all = new Holder(list, named, own);
        Assert.Equal(
            ["list.0.weight", "list.0.bias", "list.1.weight", "list.1.bias", "named.a.weight", "named.a.bias", "own.0", "own.1"],
            all.named_parameters().Select(pair => pair.name));
    }

    private sealed class Holder : Module
    {
#pragma warning disable IDE0052 // registered by reflection
        private readonly Module list, named, own;
#pragma warning restore IDE0052

        internal Holder(Module list, Module named, Module own) : base(nameof(Holder))
        {
            (this.list, this.named, this.own) = (list, named, own);
            RegisterComponents();
        }
    }

    [Fact]
    public void Names_are_checked()
    {
        using var net = new Net();
        using var layer = Linear(1, 1);
        Assert.Throws<ArgumentException>(() => net.register_module("a.b", layer));
        Assert.Throws<InvalidOperationException>(() => net.register_module("first", layer));
        Assert.Throws<InvalidOperationException>(() => ReLU().register_buffer("x", layer.weight));
    }
}
