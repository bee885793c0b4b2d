using NasStudio.Core.Architectures.Darts;

namespace NasStudio.Core.Tests.Architectures.Darts;

/// <summary>The genotype that DARTS found with second-order gradients, as its authors print it.</summary>
internal static class DartsV2
{
    public const string Text =
        "Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('sep_conv_3x3', 1), "
        + "('sep_conv_3x3', 1), ('skip_connect', 0), ('skip_connect', 0), ('dil_conv_3x3', 2)], "
        + "normal_concat=[2, 3, 4, 5], "
        + "reduce=[('max_pool_3x3', 0), ('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 1), "
        + "('max_pool_3x3', 0), ('skip_connect', 2), ('skip_connect', 2), ('max_pool_3x3', 1)], "
        + "reduce_concat=[2, 3, 4, 5])";

    public static DartsGenotype Genotype => DartsGenotype.Parse(Text);
}
