using Posture.Dashboard.Identity;
using Posture.Dashboard.Tokens;

namespace Posture.Dashboard.Components.Pages.Programs;

/// <summary>What a program may, as it is chosen in a form. Nothing is chosen beforehand but how far it can reach at most.</summary>
public sealed class AccessInput
{
    private readonly HashSet<string> _scopes = new(StringComparer.Ordinal);

    /// <summary>What people call it.</summary>
    public string Name { get; set; } = "";

    /// <summary>How far it reaches, a role.</summary>
    public string Role { get; set; } = "";

    /// <summary>Names of tenants, parted by lines, commas or blanks.</summary>
    public string Tenants { get; set; } = "";

    /// <summary>Whether every cluster is meant, those to come as well.</summary>
    public bool AllClusters { get; set; } = true;

    /// <summary>Names of clusters otherwise.</summary>
    public string Clusters { get; set; } = "";

    /// <summary>Days until its end, of a token.</summary>
    public int Days { get; set; } = 90;

    /// <summary>A public key, of an application that has a key pair.</summary>
    public string Key { get; set; } = "";

    internal IReadOnlyList<string> ClusterNames => Names(Clusters);

    /// <summary>Scopes that can be meant with what is chosen besides.</summary>
    internal IEnumerable<string> Offered => ApiScopes.All.Where(scope => scope switch
    {
        ApiScopes.Findings => Role != Roles.Manager,
        ApiScopes.Activity => Role != Roles.Tenant && AllClusters,
        _ => true,
    });

    internal bool Has(string scope) => _scopes.Contains(scope);

    internal void Set(string scope, bool held)
    {
        if (held)
            _scopes.Add(scope);
        else
            _scopes.Remove(scope);
    }

    internal ApiRequest Request(IReadOnlyDictionary<string, Guid> clusters) => new(
        Name, Role, Role == Roles.Tenant ? Names(Tenants) : [], [.. Offered.Where(Has)], AllClusters ? null : [.. ClusterNames.Select(name => clusters[name])]);

    private static List<string> Names(string text) =>
        [.. text.Split(['\n', '\r', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
}
