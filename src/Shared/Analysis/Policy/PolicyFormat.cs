using System.Text.RegularExpressions;

namespace Posture.Analysis.Policy;

/// <summary>Form of a text in the policy file.</summary>
internal enum PolicyFormat
{
    /// <summary>Any text of one line.</summary>
    Text,

    /// <summary>A text without blanks.</summary>
    Name,
    Namespace,

    /// <summary>A namespace, or the beginning of some with <c>*</c> at the end.</summary>
    NamespacePattern,

    /// <summary><c>namespace</c> or <c>namespace/name</c>.</summary>
    NamespaceOrName,

    /// <summary>A registry host, with a path or without.</summary>
    Registry,
    LabelKey,

    /// <summary><c>User:NAME</c>, <c>Group:NAME</c> or <c>ServiceAccount:NAMESPACE/NAME</c>.</summary>
    Subject,

    /// <summary><c>1.34</c>.</summary>
    MinorVersion,

    /// <summary><c>*</c>, <c>cluster</c> or <c>cluster/namespace</c>.</summary>
    Scope,

    /// <summary>Who answers for something, in one word.</summary>
    Owner,
}

/// <summary>Patterns of the formats, the same for the schema and for reading.</summary>
internal static class PolicyFormats
{
    /// <summary>Longest text.</summary>
    public const int MaxLength = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<PolicyFormat, (string Pattern, string Looks)> Known = new()
    {
        [PolicyFormat.Text] = ("^[^\\x00-\\x1F\\x7F]+$", "text of one line"),
        [PolicyFormat.Name] = ("^[^\\s\\x00-\\x1F\\x7F]+$", "a name without blanks"),
        [PolicyFormat.Namespace] = ("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", "a namespace: lower-case letters, digits and dashes"),
        [PolicyFormat.NamespacePattern] = ("^[a-z0-9][-a-z0-9]{0,62}\\*?$", "a namespace, or its beginning with * at the end"),
        [PolicyFormat.NamespaceOrName] = ("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(/[a-z0-9][-.a-z0-9]{0,252})?$", "namespace or namespace/name"),
        [PolicyFormat.Registry] = ("^[a-z0-9][-.a-z0-9]*(:[0-9]{1,5})?(/[a-z0-9][-._a-z0-9]*)*$", "host or host/path, without https:// and without a tag"),
        [PolicyFormat.LabelKey] = ("^([a-z0-9][-.a-z0-9]*/)?[A-Za-z0-9][-._A-Za-z0-9]{0,62}$", "a label key such as example.com/tenant"),
        [PolicyFormat.Subject] = ("^((User|Group):[^\\x00-\\x1F\\x7F]+|ServiceAccount:[a-z0-9][-a-z0-9]*/[a-z0-9][-.a-z0-9]*)$",
            "User:NAME, Group:NAME or ServiceAccount:NAMESPACE/NAME"),
        [PolicyFormat.MinorVersion] = ("^1\\.[0-9]{1,3}$", "a minor version such as 1.34"),
        [PolicyFormat.Scope] = ("^(\\*|[a-z0-9][-.a-z0-9]*(/[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)?)$", "*, cluster or cluster/namespace"),
        [PolicyFormat.Owner] = ("^[a-z][-a-z0-9]{0,39}$", "one word of small letters, at most 40"),
    };

    private static readonly Dictionary<PolicyFormat, Regex> Patterns = Known.ToDictionary(
        pair => pair.Key, pair => new Regex(pair.Value.Pattern, RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Patience));

    public static string PatternOf(PolicyFormat format) => Known[format].Pattern;

    /// <summary>How a value looks, for messages.</summary>
    public static string LooksOf(PolicyFormat format) => Known[format].Looks;

    public static bool Fits(PolicyFormat format, string text) =>
        text.Length is > 0 and <= MaxLength && !text.EndsWith('\n') && Patterns[format].IsMatch(text);
}
