namespace NasStudio.Neural.DataSets;

/// <summary>
/// A data set that is missing, corrupt, truncated or mislabelled. The message names the file, the place in it, the
/// value found and what is allowed.
/// </summary>
public sealed class DataSetException : Exception
{
    /// <summary>A fault at one place of one file.</summary>
    /// <param name="file">The file, as the user knows it.</param>
    /// <param name="place">Where in it: "byte 0", "label 17", "line 3, field 65".</param>
    /// <param name="found">What stands there.</param>
    /// <param name="allowed">What may stand there.</param>
    /// <param name="cause">What the decoder said; null where the fault is found here.</param>
    public DataSetException(string file, string place, string found, string allowed, Exception? cause = null)
        : base($"{file}, {place}: found {found}; expected {allowed}.", cause)
    {
    }

    /// <summary>A fault that is not inside a file (a data set that is not here, a download that failed).</summary>
    public DataSetException(string message, Exception? cause = null) : base(message, cause)
    {
    }
}
