namespace Posture.Collectors.Registries;

/// <summary>A registry did not give what was asked for: a stable code, and a text that says what and what to do. Never holds a credential, nor text of the registry's.</summary>
public sealed class RegistryException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Not there, which for signatures means that there are none.</summary>
    public const string NotFound = "registry.not_found";

    /// <summary>Not for who asks.</summary>
    public const string Unauthorized = "registry.unauthorized";

    public string Code { get; } = code;

    /// <summary>When the registry wants to be asked again at the earliest; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
