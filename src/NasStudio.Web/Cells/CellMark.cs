namespace NasStudio.Web.Cells;

/// <summary>What is said of a place of a drawn cell: how good it is, in colour and in a number.</summary>
/// <param name="Tone">From -1 (bad) over 0 to 1 (good).</param>
/// <param name="Text">The number beside it, for instance "+0.31".</param>
public readonly record struct CellMark(double Tone, string Text)
{
    /// <summary>"good" or "bad", a class of the style sheet; null for neither.</summary>
    public string? Class => Tone switch { > 0 => "good", < 0 => "bad", _ => null };

    /// <summary>How strong the colour is, in [0, 1].</summary>
    public double Strength => Math.Min(1, Math.Abs(Tone));
}
