using System.Text.Json.Nodes;

namespace Posture.TestKit.ApiServer;

/// <summary>The answer of <c>/version</c>.</summary>
internal static class ServerVersion
{
    public static JsonObject Of(string gitVersion)
    {
        var parts = gitVersion.TrimStart('v').Split('.');
        return new()
        {
            ["major"] = parts[0],
            ["minor"] = parts[1],
            ["emulationMajor"] = parts[0],
            ["emulationMinor"] = parts[1],
            ["minCompatibilityMajor"] = parts[0],
            ["minCompatibilityMinor"] = parts[1],
            ["gitVersion"] = gitVersion,
            ["gitCommit"] = "0000000000000000000000000000000000000000",
            ["gitTreeState"] = "clean",
            ["buildDate"] = "2026-01-01T00:00:00Z",
            ["goVersion"] = "go1.24.4",
            ["compiler"] = "gc",
            ["platform"] = "linux/amd64",
        };
    }
}
