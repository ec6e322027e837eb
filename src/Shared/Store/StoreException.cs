namespace Posture.Store;

/// <summary>A failure of the store that a person can act on: a stable code, and a message that says what, where and what to do. Never holds a secret.</summary>
public abstract class StoreException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable code for logs, pages and API errors, for example <c>store.fenced</c>.</summary>
    public string Code { get; } = code;
}
