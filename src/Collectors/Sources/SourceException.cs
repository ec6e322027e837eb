namespace Posture.Collectors.Sources;

/// <summary>A source cannot be opened or cannot go on: a stable code, and a text that says what, where and what to do. Never holds a credential.</summary>
public sealed class SourceException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;
}
