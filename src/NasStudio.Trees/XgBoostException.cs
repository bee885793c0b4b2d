namespace NasStudio.Trees;

/// <summary>libxgboost refused something; the message is its own.</summary>
public sealed class XgBoostException(string message) : Exception(message);
