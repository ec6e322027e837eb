namespace Posture.Model.Federation;

/// <summary>
/// What other clusters may know of a cluster (layer 10): hashes and settings to compare, never objects. A part is null when what it is made of could not be
/// read: absence from it proves nothing. Hashes are 32 hex digits.
/// </summary>
/// <param name="Version">Kubernetes version of the API server; null when unknown.</param>
/// <param name="Rights">Roles, bindings and who holds rights.</param>
/// <param name="Namespaces">Guard-rails by namespace.</param>
/// <param name="Policies">Admission policies.</param>
/// <param name="SignOn">How people sign in; null when the API server's flags are hidden.</param>
/// <param name="Authorities">SHA-256 (first half) of the certificates that issue for this cluster's API server.</param>
/// <param name="Issuer">Who signs service-account tokens.</param>
/// <param name="Images">What runs.</param>
public sealed record ClusterDigest(
    string? Version,
    RightsDigest? Rights,
    IReadOnlyDictionary<string, NamespaceDigest>? Namespaces,
    PolicySetDigest? Policies,
    SignOnDigest? SignOn,
    IReadOnlyList<string>? Authorities,
    TokenIssuerDigest? Issuer,
    ImageSetDigest? Images);

/// <summary>Rights of a cluster.</summary>
/// <param name="Whole">The cluster's roles were read, not a part of them (it has cluster-admin): only then is an absent object absent.</param>
/// <param name="Objects">Roles and bindings by <c>Kind/name</c> or <c>Kind/namespace/name</c>.</param>
/// <param name="Subjects">The strongest rights over the whole cluster by subject (<c>User:NAME</c>, <c>Group:NAME</c>, <c>ServiceAccount:NAMESPACE/NAME</c>).</param>
public sealed record RightsDigest(bool Whole, IReadOnlyDictionary<string, RoleDigest> Objects, IReadOnlyDictionary<string, RightsStrength> Subjects);

/// <summary>A role or binding.</summary>
/// <param name="Hash">Over rules, or over subjects and role.</param>
/// <param name="Strength">What it grants.</param>
/// <param name="Shipped">Comes with Kubernetes (label <c>kubernetes.io/bootstrapping</c>): differs between minor versions.</param>
public sealed record RoleDigest(string Hash, RightsStrength Strength, bool Shipped);

/// <summary>How far rights reach, weakest first.</summary>
public enum RightsStrength
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>Reading.</summary>
    Read,
    /// <summary>Changing something.</summary>
    Write,
    /// <summary>The whole cluster in one step.</summary>
    Takeover,
    /// <summary>Everything: cluster-admin or a role as wide.</summary>
    Everything,
}

/// <summary>Guard-rails of a namespace.</summary>
/// <param name="Level">Pod Security level enforced; null when it cannot be told.</param>
/// <param name="DeniesIngress">A policy selects every pod and lets nothing in by itself.</param>
/// <param name="DeniesEgress">The same for outgoing traffic, DNS aside.</param>
/// <param name="Owners">Hash of the value of each label that names an owner or a sensitivity.</param>
/// <param name="Shared">Services or policies reach it, or leave it, by its name.</param>
public sealed record NamespaceDigest(string? Level, bool DeniesIngress, bool DeniesEgress, IReadOnlyDictionary<string, string> Owners, bool Shared);

/// <summary>Admission policies of a cluster.</summary>
/// <param name="Kinds">Kinds of which an absent policy is believed absent.</param>
/// <param name="Policies">By <c>Kind/name</c>.</param>
public sealed record PolicySetDigest(IReadOnlyList<string> Kinds, IReadOnlyDictionary<string, PolicyDigest> Policies);

/// <summary>One admission policy, binding of one or webhook configuration.</summary>
/// <param name="Hash">Over its specification, certificates aside.</param>
/// <param name="Force">What it does on a violation.</param>
/// <param name="Ready">False when its engine says that it is not in force.</param>
public sealed record PolicyDigest(string Hash, PolicyForce Force, bool Ready);

/// <summary>What a policy does on a violation, weakest first.</summary>
public enum PolicyForce
{
    /// <summary>Reports, warns, or lets pass when its webhook does not answer.</summary>
    Reports,
    /// <summary>Refuses.</summary>
    Denies,
}

/// <summary>How people sign in at an API server. Absent flags are null.</summary>
/// <param name="Issuer">OIDC issuer.</param>
/// <param name="ClientId">OIDC client id.</param>
/// <param name="UsernamePrefix">What OIDC user names get in front.</param>
/// <param name="GroupsPrefix">What OIDC group names get in front.</param>
/// <param name="ConfigFile">The settings stand in a file (<c>--authentication-config</c>) and are hidden.</param>
/// <param name="Anonymous">Requests without credentials are let in as system:anonymous; null when a file decides.</param>
public sealed record SignOnDigest(string? Issuer, string? ClientId, string? UsernamePrefix, string? GroupsPrefix, bool ConfigFile, bool? Anonymous);

/// <summary>Who signs service-account tokens.</summary>
/// <param name="Url">The issuer in the tokens; null when unknown.</param>
/// <param name="Keys">Thumbprints of the public keys (RFC 7638); null when they could not be read.</param>
public sealed record TokenIssuerDigest(string? Url, IReadOnlyList<string>? Keys);

/// <summary>What runs in a cluster.</summary>
/// <param name="Running">By hash of namespace, kind, workload and container.</param>
/// <param name="Registries">Registry hosts that images come from.</param>
public sealed record ImageSetDigest(IReadOnlyDictionary<string, ImageDigest> Running, IReadOnlyList<string> Registries);

/// <summary>The image of one container.</summary>
/// <param name="Digest"><c>sha256:…</c>; empty while several run.</param>
/// <param name="Since">Hour since which it runs; null when no pod tells.</param>
public sealed record ImageDigest(string Digest, DateTimeOffset? Since);
