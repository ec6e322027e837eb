using Posture.Analysis.Access;

namespace Posture.Collectors.Cli.Output;

/// <summary><c>access rules -o json</c>. Fields are only ever added.</summary>
internal sealed record RulesDocument(string User, IReadOnlyList<string> Groups, IReadOnlyList<RuleDocument> Rules);

/// <summary>Rights in one place, and where they come from. A null namespace means the whole cluster.</summary>
internal sealed record RuleDocument(
    string? Namespace, IReadOnlyList<string> Verbs, IReadOnlyList<string> ApiGroups, IReadOnlyList<string> Resources, IReadOnlyList<string> ResourceNames,
    IReadOnlyList<string> NonResourceURLs, IReadOnlyList<RuleSourceDocument> From)
{
    public static RuleDocument Of(EffectiveRule rule) => new(rule.Namespace, rule.Rule.Verbs, rule.Rule.ApiGroups, rule.Rule.Resources, rule.Rule.ResourceNames,
        rule.Rule.NonResourceURLs, [.. rule.Sources.Select(source => new RuleSourceDocument(AccessGrantDocument.Of(source.Binding), $"rules[{source.Rule}]"))]);

    /// <summary>What it allows, for people: <c>get,list pods,deployments.apps [a]</c>.</summary>
    public string Text() => NonResourceURLs.Count > 0
        ? $"{string.Join(',', Verbs)} {string.Join(',', NonResourceURLs)}"
        : $"{string.Join(',', Verbs)} {string.Join(',', Resources.SelectMany(_ => ApiGroups, Qualified))}{(ResourceNames.Count > 0 ? $" [{string.Join(',', ResourceNames)}]" : "")}";

    private static string Qualified(string resource, string group) => group.Length == 0 ? resource
        : resource.Split('/', 2) is [var plural, var sub] ? $"{plural}.{group}/{sub}" : $"{resource}.{group}";
}

/// <summary>One binding and rule that gives a part of it.</summary>
internal sealed record RuleSourceDocument(AccessGrantDocument By, string Rule);
