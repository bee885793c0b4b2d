namespace NasStudio.Pickles;

/// <summary>A pickle is damaged, too large, or holds more than plain data. The message names the place and what stands
/// there.</summary>
public sealed class PickleException : Exception
{
    /// <summary>A fault with its message.</summary>
    public PickleException(string message) : base(message) { }

    /// <summary>A fault with its message and what caused it.</summary>
    public PickleException(string message, Exception cause) : base(message, cause) { }
}
