using System.ComponentModel.DataAnnotations;
using NasStudio.Core.Randomness;
using NasStudio.OneShot.Supernets;
using static TorchSharp.torch;

namespace NasStudio.OneShot.Searches;

/// <summary>Options of <see cref="Gdas"/>.</summary>
public sealed record GdasOptions : GradientSearchOptions
{
    /// <summary>tau of the first step.</summary>
    [Range(0.01, 100.0)]
    [Display(Name = "First temperature", Description = "Temperature of the first step; it falls along a line to the last one's.",
        GroupName = "10, Dong and Yang 2019, section 4.2")]
    public double FirstTemperature { get; init; } = 10;

    /// <summary>tau of the last step.</summary>
    [Range(0.01, 100.0)]
    [Display(Name = "Last temperature", Description = "Temperature of the last step.",
        GroupName = "0.1, Dong and Yang 2019, section 4.2")]
    public double LastTemperature { get; init; } = 0.1;
}

/// <summary>
/// One operation is drawn and computed at each place; its weight is 1, with the gradient of a softmax with Gumbel noise.
/// </summary>
/// <remarks>Dong and Yang, "Searching for A Robust Neural Architecture in Four GPU Hours", CVPR 2019, equations 3 to 6. It
/// knows no complexity and ends with one architecture.</remarks>
public sealed class Gdas(WeightSharingContext context, GdasOptions options) : GradientSearch(context, options)
{
    private protected override Pick[] Trained(int step)
        => [.. Drawn(Context.Random.Fork("noise in training", step), step).Select(pick => new Pick(pick.Category))];

    private protected override double? Learn(int step)
        => Follow(step, () => Drawn(Context.Random.Fork("noise in validation", step), step));

    private Pick[] Drawn(RandomSource random, int step)
    {
        var steps = options.Epochs * Training.Data.StepsPerEpoch;
        var temperature = options.FirstTemperature
            + (options.LastTemperature - options.FirstTemperature) * step / Math.Max(1, steps - 1);
        return [.. Alphas.Logits.Select(logits =>
        {
            var count = (int)logits.shape[0];
            var soft = GumbelSoftmax.Of(logits, temperature, random);
            var category = (int)soft.detach().argmax(0).item<long>();
            var one = tensor(Enumerable.Range(0, count).Select(c => c == category ? 1f : 0f).ToArray(), device: logits.device);
            return new Pick(category, one - soft.detach() + soft);    // 1 at the category, the gradient the softmax's
        })];
    }
}
