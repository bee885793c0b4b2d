using static TorchSharp.torch;

namespace NasStudio.OneShot.Supernets;

/// <summary>A place in a chain where one of several modules stands, registered by their numbers. // (B, in, H, W) -> (B, out,
/// H', W')</summary>
internal sealed class CandidateLayer : nn.Module
{
    private readonly nn.Module<Tensor, Tensor>?[] _candidates;        // null for what changes nothing

    public CandidateLayer(IEnumerable<nn.Module<Tensor, Tensor>?> candidates) : base(nameof(CandidateLayer))
    {
        _candidates = [.. candidates];
        for (var category = 0; category < _candidates.Length; category++)
        {
            if (_candidates[category] is { } module) register_module($"{category}", module);
        }
    }

    /// <summary>Whether a category is a module, or changes nothing.</summary>
    public bool IsModule(int category) => _candidates[category] is not null;

    /// <summary>What is picked, and nothing else, is computed.</summary>
    public Tensor forward(Tensor input, Pick pick)
        => pick.Sum(_candidates.Length, category => _candidates[category]?.call(input) ?? input.alias())!;
}
