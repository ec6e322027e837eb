using System.Text.RegularExpressions;

namespace Posture.Analysis.Indexes.ImagePolicies;

/// <summary>
/// Wildcards of policy engines as expressions that match the whole text in linear time. A pattern longer than any image reference matches nothing.
/// </summary>
internal static class Glob
{
    private const int MaxLength = 500;

    private static readonly Regex Nothing = new(@"[^\s\S]", RegexOptions.NonBacktracking);

    /// <summary>Kyverno and Gatekeeper: <c>*</c> stands for any text, <c>?</c> for one character.</summary>
    public static Regex Text(string pattern) =>
        Compile(Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal));

    /// <summary>Sigstore: <c>**</c> stands for any text, <c>*</c> for text without a slash; <c>*</c> and <c>*/*</c> alone mean images of Docker Hub.</summary>
    public static Regex Path(string pattern)
    {
        var written = pattern switch
        {
            "*" => "index.docker.io/library/*",
            "*/*" => "index.docker.io/*/*",
            _ => pattern,
        };
        return Compile(Regex.Escape(written).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal));
    }

    private static Regex Compile(string expression) =>
        expression.Length > 2 * MaxLength ? Nothing : new($"^(?:{expression})$", RegexOptions.NonBacktracking | RegexOptions.Singleline);
}
