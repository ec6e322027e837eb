namespace Posture.TestKit.ApiServer;

/// <summary>One request that the simulated server got.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="User">Who asked, or null when the credential was rejected.</param>
/// <param name="At">When.</param>
public sealed record SeenRequest(string Path, string? User, DateTimeOffset At);
