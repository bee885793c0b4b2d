namespace NasStudio.Performance;

/// <summary>NAS-BOWL: how well its surrogate ranks, what its motifs are worth, how long it takes.</summary>
internal static class Bowl
{
    public static void Measure(string what, string python)
    {
        switch (what)
        {
            case "surrogate":
                BowlSurrogate.Measure();
                break;
            case "motifs":
                BowlMotifs.Measure();
                break;
            case "scores":
                BowlScores.Measure();
                break;
            case "speed":
                BowlSpeed.Measure(python);
                break;
            default:
                throw new ArgumentException($"There is nothing called '{what}' to measure; there is surrogate, motifs, scores and speed.", nameof(what));
        }
    }
}
