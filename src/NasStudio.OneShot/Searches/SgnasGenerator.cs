using System.Collections.Immutable;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Searches;

/// <summary>SGNAS's architecture generator: a prior architecture and a size asked for become logits of the operations.</summary>
/// <remarks>Huang and Chu, CVPR 2021, section 3.2. Deviation: three linear layers instead of small convolutions over (layer,
/// operation), for neither our variables nor their categories lie in a row; the prior is added before the last one, as
/// there.</remarks>
internal sealed class SgnasGenerator : nn.Module
{
    private readonly ImmutableArray<int> _counts;
    private readonly Linear _prior, _target, _middle, _last;

    /// <summary>A generator with libtorch's own random weights.</summary>
    /// <param name="counts">Categories of each variable. // (variables)</param>
    /// <param name="hidden">Width of the hidden layers.</param>
    public SgnasGenerator(ImmutableArray<int> counts, int hidden) : base(nameof(SgnasGenerator))
    {
        _counts = counts;
        register_module("prior", _prior = nn.Linear(counts.Sum(), hidden));
        register_module("target", _target = nn.Linear(1, hidden));
        register_module("middle", _middle = nn.Linear(hidden, hidden));
        register_module("last", _last = nn.Linear(hidden, counts.Sum()));
    }

    /// <summary>Logits for a size. // (variables)(C)</summary>
    /// <param name="prior">Category of each variable. // (variables)</param>
    /// <param name="target">The size, from 0 for the smallest that can be asked for to 1 for the largest.</param>
    public Tensor[] forward(ImmutableArray<int> prior, double target)
    {
        using var scope = NewDisposeScope();
        var device = _last.weight!.device;
        var oneHot = tensor(
            prior.SelectMany((choice, j) => Enumerable.Range(0, _counts[j]).Select(category => category == choice ? 1f : 0f)).ToArray(),
            device: device);                                          // (categories)
        var size = tensor([(float)target], device: device);           // (1)
        var asked = nn.functional.relu(_prior.call(oneHot)) + nn.functional.relu(_target.call(size));     // (hidden)
        var logits = _last.call(nn.functional.relu(_middle.call(asked)) + asked);                         // (categories)
        var each = new Tensor[_counts.Length];
        for (var (variable, start) = (0, 0L); variable < each.Length; start += _counts[variable++])
            each[variable] = logits.narrow(0, start, _counts[variable]).MoveToOuterDisposeScope();
        return each;
    }
}
