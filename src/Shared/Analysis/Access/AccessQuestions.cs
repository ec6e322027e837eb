using System.Text.Json.Serialization;
using Posture.Analysis.Identities;
using Posture.Analysis.Indexes;
using Posture.Analysis.Questions;
using Posture.Model.Inventory;

namespace Posture.Analysis.Access;

/// <summary>Live questions about access.</summary>
public static class AccessQuestions
{
    /// <summary>Who may do something, and by what.</summary>
    public static LiveQuestion<WhoCanQuestion, WhoCanAnswer> WhoCan { get; } =
        new("access.who-can", AccessJson.Default.WhoCanQuestion, AccessJson.Default.WhoCanAnswer, HolderList.Answer);

    /// <summary>By which ways identities take over others, or the cluster.</summary>
    public static LiveQuestion<AccessPathsQuestion, AccessPathsAnswer> Paths { get; } = new("access.paths", AccessJson.Default.AccessPathsQuestion,
        AccessJson.Default.AccessPathsAnswer, (view, question) => view.AccessPaths.Find(question));
}

/// <summary>Who may do this?</summary>
public sealed record WhoCanQuestion
{
    /// <summary>Most rows of one answer.</summary>
    public const int MaxTake = 500;

    public required string Verb { get; init; }

    public string ApiGroup { get; init; } = "";

    /// <summary>May be <c>pods/exec</c>; empty with a <see cref="Path"/>.</summary>
    public string Resource { get; init; } = "";

    /// <summary>Null: anywhere. Empty: in the whole cluster.</summary>
    public string? Namespace { get; init; }

    public string Name { get; init; } = "";

    /// <summary>A non-resource URL.</summary>
    public string? Path { get; init; }

    /// <summary>Namespaces that the asker may know of; null for all. Nothing that names another one is told.</summary>
    public IReadOnlyList<string>? Within { get; init; }

    /// <summary>Rows wanted.</summary>
    public int Take { get; init; } = MaxTake;
}

/// <summary>Everybody who may, with each binding that lets them: sorted, the platform last.</summary>
/// <param name="Holders">The first of them.</param>
/// <param name="Total">All rows.</param>
/// <param name="IsOutside">The question is about what the asker may not know of: nothing was looked up.</param>
/// <param name="IsClusterScoped">No namespace holds what was asked about, so only rights in the whole cluster count.</param>
/// <param name="Gaps">What is missing.</param>
public sealed record WhoCanAnswer(IReadOnlyList<HolderAnswer> Holders, int Total, bool IsOutside, bool IsClusterScoped, AccessGaps Gaps);

/// <summary>One subject and one binding that lets it.</summary>
/// <param name="Subject">The subject; without a name where <paramref name="IsHidden"/>.</param>
/// <param name="By">What lets it; null where that must not be told.</param>
/// <param name="Kind">What sort of identity it is.</param>
/// <param name="IsPlatform">Kubernetes itself, a system namespace, or trusted by the policy.</param>
/// <param name="IsHidden">The subject lies outside of the asker's scope.</param>
public sealed record HolderAnswer(Subject Subject, GrantAnswer? By, IdentityKind Kind, bool IsPlatform, bool IsHidden);

/// <summary>What gives a right.</summary>
/// <param name="Binding"><c>Kind/namespace/name</c>, without the namespace for a ClusterRoleBinding.</param>
/// <param name="Role">Likewise.</param>
/// <param name="Rule">Place of the rule, <c>rules[0]</c>.</param>
/// <param name="Namespace">Where it holds; null for the whole cluster.</param>
public sealed record GrantAnswer(string Binding, string Role, string Rule, string? Namespace)
{
    public static GrantAnswer Of(AccessHolder holder) => Of(holder.Binding, holder.Rule);

    public static GrantAnswer Of(AccessBinding binding, int rule) => new(
        NameOf(binding.Object.Kind, binding.Object.Namespace, binding.Object.Name),
        NameOf(binding.RoleRef.Kind, binding.RoleRef.Kind == "Role" ? binding.Object.Namespace : "", binding.RoleRef.Name),
        $"rules[{rule}]", binding.Namespace);

    /// <summary><c>Kind/namespace/name</c> or <c>Kind/name</c>.</summary>
    public static string NameOf(string kind, string ns, string name) => ns.Length == 0 ? $"{kind}/{name}" : $"{kind}/{ns}/{name}";
}

/// <summary>JSON of the live questions about access.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WhoCanQuestion))]
[JsonSerializable(typeof(WhoCanAnswer))]
[JsonSerializable(typeof(AccessPathsQuestion))]
[JsonSerializable(typeof(AccessPathsAnswer))]
internal sealed partial class AccessJson : JsonSerializerContext;
