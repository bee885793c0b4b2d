using System.Collections.Immutable;
using Google.Protobuf;

namespace NasStudio.Benchmarks.Importers;

/// <summary>Reads NAS-Bench-101's message ModelMetrics (nasbench/lib/model_metrics.proto).</summary>
internal static class ModelMetrics
{
    /// <summary>How many values a training has.</summary>
    public const int ValueCount = 5;

    private const int MostEvaluations = 16;

    /// <summary>Parameters; and validation accuracy, test accuracy (percent) and training time (seconds) at the end,
    /// then both accuracies halfway. // (ValueCount)</summary>
    /// <exception cref="FormatException">Something is missing, or not a share.</exception>
    /// <exception cref="InvalidProtocolBufferException">It is no message.</exception>
    public static (double Parameters, ImmutableArray<double> Values) Read(byte[] message)
    {
        using var input = new CodedInputStream(message);
        var evaluations = new List<Evaluation>();
        var parameters = 0;
        while (input.ReadTag() is not 0 and var tag)
        {
            switch (WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag))
            {
                case (1, WireFormat.WireType.LengthDelimited) when evaluations.Count < MostEvaluations:
                    evaluations.Add(ReadEvaluation(input.ReadBytes()));
                    break;
                case (2, WireFormat.WireType.Varint):
                    parameters = input.ReadInt32();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        // before the first step, halfway, at the end
        return evaluations.Count == 3 && parameters > 0
            ? (parameters,
                [
                    Percent(evaluations[2].Validation), Percent(evaluations[2].Test), Seconds(evaluations[2].Time),
                    Percent(evaluations[1].Validation), Percent(evaluations[1].Test),
                ])
            : throw new FormatException(
                $"the metrics have {evaluations.Count} evaluations and {parameters} parameters; allowed: 3 "
                + "evaluations, at least one parameter");
    }

    private static Evaluation ReadEvaluation(ByteString message)
    {
        using var input = message.CreateCodedInput();
        var evaluation = new Evaluation(double.NaN, double.NaN, double.NaN);
        while (input.ReadTag() is not 0 and var tag)
        {
            switch (WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag))
            {
                case (2, WireFormat.WireType.Fixed64):
                    evaluation = evaluation with { Time = input.ReadDouble() };
                    break;
                case (4, WireFormat.WireType.Fixed64):
                    evaluation = evaluation with { Validation = input.ReadDouble() };
                    break;
                case (5, WireFormat.WireType.Fixed64):
                    evaluation = evaluation with { Test = input.ReadDouble() };
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return evaluation;
    }

    private static double Percent(double share) => share is >= 0 and <= 1
        ? 100 * share
        : throw new FormatException(FormattableString.Invariant($"an accuracy is {share}; allowed: 0 to 1"));

    private static double Seconds(double time) => time is >= 0 and < 1e9
        ? time
        : throw new FormatException(FormattableString.Invariant($"a training time is {time}; allowed: 0 to 1e9 s"));

    private sealed record Evaluation(double Time, double Validation, double Test);
}
