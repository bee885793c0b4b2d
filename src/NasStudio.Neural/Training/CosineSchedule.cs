namespace NasStudio.Neural.Training;

/// <summary>A learning rate that falls to 0 along half a cosine, step by step.</summary>
/// <remarks>Loshchilov and Hutter, "SGDR", ICLR 2017, eq. 5 without restarts.</remarks>
public static class CosineSchedule
{
    /// <summary>The rate of a step.</summary>
    /// <param name="first">Rate of step 0.</param>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="total">All steps; positive.</param>
    public static double Rate(double first, long step, long total) => first * 0.5 * (1 + Math.Cos(Math.PI * step / total));
}
