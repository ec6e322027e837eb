using Posture.Analysis.Access;
using Posture.Model.Inventory;

namespace Posture.Collectors.Cli.Output;

/// <summary><c>access who-can -o json</c>: every subject with each binding that lets it. Fields are only ever added.</summary>
internal sealed record WhoCanDocument(WhoCanAsked Question, IReadOnlyList<WhoCanSubject> Subjects)
{
    /// <summary>The group that every API server lets do everything, and then the holders, sorted.</summary>
    public static WhoCanDocument Of(WhoCanAsked question, IEnumerable<AccessHolder> holders) => new(question,
    [
        new(new("Group", null, "system:masters"), null, null, null),
        .. holders.SelectMany(holder => holder.Binding.Members, (holder, subject) => Row(holder, subject))
            .OrderBy(row => row.Subject.Kind, StringComparer.Ordinal).ThenBy(row => row.Subject.Namespace, StringComparer.Ordinal)
            .ThenBy(row => row.Subject.Name, StringComparer.Ordinal).ThenBy(row => row.Namespace, StringComparer.Ordinal)
            .ThenBy(row => row.By!.Binding, StringComparer.Ordinal),
    ]);

    private static WhoCanSubject Row(AccessHolder holder, Subject subject) => new(
        new(subject.Kind, subject.Kind == "ServiceAccount" ? subject.Namespace : null, subject.Name), holder.Binding.Namespace,
        AccessGrantDocument.Of(holder.Binding), $"rules[{holder.Rule}]");
}

/// <summary>The question as it was understood. A null namespace: anywhere; an empty one: in the whole cluster.</summary>
internal sealed record WhoCanAsked(string Verb, string ApiGroup, string Resource, string? Namespace, string Name, string? NonResourceURL);

/// <summary>One way of one subject. <c>By</c> is null for <c>system:masters</c>; a null namespace means the whole cluster.</summary>
internal sealed record WhoCanSubject(SubjectDocument Subject, string? Namespace, AccessGrantDocument? By, string? Rule);

/// <summary>A subject as bindings spell it.</summary>
internal sealed record SubjectDocument(string Kind, string? Namespace, string Name)
{
    public override string ToString() => Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
