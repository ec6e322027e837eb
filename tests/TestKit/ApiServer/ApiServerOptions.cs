namespace Posture.TestKit.ApiServer;

/// <summary>How the simulated server is set up.</summary>
public sealed record ApiServerOptions
{
    public ServerCertificate Certificate { get; init; } = ServerCertificate.Right;

    /// <summary>Types served; those of a plain 1.34 server by default.</summary>
    public IReadOnlyList<ResourceType> Types { get; init; } = ResourceType.Defaults;

    /// <summary>Whether the aggregated discovery document is known (1.26 and later).</summary>
    public bool AggregatedDiscovery { get; init; } = true;

    /// <summary>Groups whose own (aggregated) server does not answer.</summary>
    public ISet<string> StaleGroups { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Authority and certificates; made anew when null.</summary>
    public TestCertificates? Certificates { get; init; }

    public string GitVersion { get; init; } = "v1.34.1";

    /// <summary>What the <c>Date</c> header says, relative to now.</summary>
    public TimeSpan ClockSkew { get; init; }

    /// <summary>Port to listen on; 0 takes a free one.</summary>
    public int Port { get; init; }
}
