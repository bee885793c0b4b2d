namespace NasStudio.Trees;

/// <summary>libxgboost is missing or refused something; the message is its own.</summary>
public sealed class XgBoostException : Exception
{
    /// <summary>A failure with its message.</summary>
    public XgBoostException(string message) : base(message) { }

    /// <summary>A failure with its message and what caused it.</summary>
    public XgBoostException(string message, Exception cause) : base(message, cause) { }
}
