using System.Globalization;
using Posture.Model.Inventory;

namespace Posture.Analysis.PodSecurity;

/// <summary>
/// Decides for one level and version of the Pod Security Standards whether a pod would be admitted, field by field as the admission plug-in of Kubernetes does.
/// A level and version resolve to a fixed list of checks once; an evaluator may be shared by threads.
/// </summary>
public sealed class PodSecurityEvaluator
{
    /// <summary>Minor version of the newest rules known; newer versions and <c>latest</c> mean these.</summary>
    public const int Newest = 37;

    private readonly PodRule[] _rules;

    /// <param name="level">The level.</param>
    /// <param name="minor">34 for v1.34.</param>
    public PodSecurityEvaluator(PodSecurityLevel level, int minor)
    {
        var version = Math.Clamp(minor, 0, Newest);
        var held = PodRules.All.Where(rule => rule.Level <= level && rule.Since <= version && version < rule.Until).ToList();
        // A restricted rule that says more than a baseline rule of the same fields takes its place.
        var replaced = held.Select(rule => rule.Replaces).OfType<string>().ToHashSet(StringComparer.Ordinal);
        _rules = [.. held.Where(rule => !replaced.Contains(rule.Id))];
    }

    /// <summary>Ids of the checks that apply, in the order of their violations.</summary>
    public IReadOnlyList<string> Checks => [.. _rules.Select(rule => rule.Id)];

    /// <summary>The checks that a pod, or a template of pods, does not meet; empty when it is admitted.</summary>
    public IReadOnlyList<PodSecurityViolation> Evaluate(ObjectMeta metadata, PodSpec spec)
    {
        List<PodSecurityViolation>? violations = null;
        foreach (var rule in _rules)
            if (rule.Check(metadata, spec) is { } violated)
                (violations ??= []).Add(new(rule.Id, violated.Reason, violated.Detail));
        return violations ?? (IReadOnlyList<PodSecurityViolation>)[];
    }

    /// <summary>Minor version of <c>v1.34</c> or <c>latest</c>, as namespace labels write it; null when the text is neither.</summary>
    public static int? MinorOf(string? version)
    {
        if (version == "latest")
            return Newest;
        return version is { Length: > 3 } && version.StartsWith("v1.", StringComparison.Ordinal) && (version.Length == 4 || version[3] != '0')
            && int.TryParse(version.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? minor : null;
    }
}
