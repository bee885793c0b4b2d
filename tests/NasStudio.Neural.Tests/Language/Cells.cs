using NasStudio.Core.Architectures.NasBenchNlp;

namespace NasStudio.Neural.Tests.Language;

/// <summary>Recurrent cells of tests, in the benchmark's own spelling.</summary>
internal static class Cells
{
    public static NasBenchNlpCell Simple { get; } =
        NasBenchNlpCell.Parse("f=linear(x,h_prev_0)|h_new_0=activation_tanh(f)");

    /// <summary>The standard LSTM; h_prev_1 is its memory.</summary>
    public static NasBenchNlpCell Lstm { get; } = NasBenchNlpCell.Parse(
        "i=linear(x,h_prev_0)|f=linear(x,h_prev_0)|g=linear(x,h_prev_0)|o=linear(x,h_prev_0)"
        + "|ia=activation_sigm(i)|fa=activation_sigm(f)|ga=activation_tanh(g)|oa=activation_sigm(o)"
        + "|kept=elementwise_prod(fa,h_prev_1)|added=elementwise_prod(ia,ga)|h_new_1=elementwise_sum(kept,added)"
        + "|squashed=activation_tanh(h_new_1)|h_new_0=elementwise_prod(squashed,oa)");
}
