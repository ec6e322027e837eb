namespace Posture.Model.Tenancy;

/// <summary>Which namespaces of which clusters are a tenant's. A prefix ends at a dash: <c>team-a*</c> would take in <c>team-abc</c> as well (L-22).</summary>
/// <param name="Cluster">Name of a cluster, a prefix that ends in <c>-*</c>, or <c>*</c> for every cluster.</param>
/// <param name="Namespace">Name of a namespace, or a prefix that ends in <c>-*</c>.</param>
public readonly record struct TenantRule(string Cluster, string Namespace)
{
    private const int MaxNamespace = 63;
    private const int MaxCluster = 100;

    /// <summary>Whether both parts are as the rule says; anything else would reach nothing, or too much.</summary>
    public bool IsValid => (Cluster == "*" || IsNameOrPrefix(Cluster, MaxCluster, "-._")) && IsNameOrPrefix(Namespace, MaxNamespace, "-");

    private static bool IsNameOrPrefix(string? text, int length, string also)
    {
        if (text is null)
            return false;
        var name = text.EndsWith("-*", StringComparison.Ordinal) ? text[..^2] : text;
        return name.Length > 0 && text.Length <= length && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
            && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || also.Contains(letter, StringComparison.Ordinal));
    }
}
