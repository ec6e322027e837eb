using Posture.Analysis.Indexes;
using Posture.Model.Federation;
using Posture.Model.Inventory;

namespace Posture.Analysis.Federation;

/// <summary>The parts of a digest about identity: how people sign in, who signs service-account tokens, and the authority of the API server.</summary>
internal static class SignOnAspect
{
    public const string RootAuthority = "kube-root-ca.crt";

    /// <summary>How people sign in, as the first API server by name shows it; null when none is visible (rule R9).</summary>
    public static SignOnDigest? SignOn(ClusterView view)
    {
        if (view.ControlPlane.ApiServers.FirstOrDefault() is not { } server)
            return null;
        var file = server.Has("authentication-config");
        return new(server["oidc-issuer-url"], server["oidc-client-id"], server["oidc-username-prefix"], server["oidc-groups-prefix"], file,
            file ? null : server.Switch("anonymous-auth") ?? true);
    }

    /// <summary>The issuer as its published document names it, or else as the flag of the API server does: given several times, the first signs.</summary>
    public static TokenIssuerDigest? Issuer(ClusterView view)
    {
        if (view.Inventory.TokenIssuer is { } published)
            return published;
        return view.ControlPlane.ApiServers.FirstOrDefault()?.First("service-account-issuer") is { Length: > 0 } url ? new(url, null) : null;
    }

    /// <summary>Thumbprints from the ConfigMap that Kubernetes publishes into each namespace; the first namespace by name that has one.</summary>
    public static IReadOnlyList<string>? Authorities(ClusterView view)
    {
        ConfigMap? first = null;
        foreach (var map in view.Inventory.All<ConfigMap>())
            if (map.Name == RootAuthority && (first is null || string.CompareOrdinal(map.Namespace, first.Namespace) < 0) && map.Data.Setting("ca.crt") is not null)
                first = map;
        return first?.Data.Setting("ca.crt")?["sha256:".Length..].Split(',');
    }
}
