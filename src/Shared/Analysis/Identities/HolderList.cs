using Posture.Analysis.Access;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Identities;

/// <summary>Answers <see cref="AccessQuestions.WhoCan"/> as its asker may be told.</summary>
internal static class HolderList
{
    public static WhoCanAnswer Answer(ClusterView view, WhoCanQuestion question)
    {
        var gaps = AccessGaps.Of(view);
        var isClusterScoped = question.Path is not null || KnownResources.IsClusterScoped([question.Verb], [question.ApiGroup], question.Resource);
        var ns = isClusterScoped ? "" : question.Namespace;
        var audience = new Audience(view, question.Within);
        if (!audience.IsAll && ns is not null && !audience.Knows(ns))
            return new([], 0, IsOutside: true, isClusterScoped, gaps);
        var asked = new AccessQuestion(question.Verb, question.ApiGroup, question.Resource, ns ?? "", question.Name, question.Path);
        var rows = (ns is null ? view.Access.WhoCan.FindAnywhere(asked) : view.Access.WhoCan.Find(asked))
            .Where(holder => holder.Binding.Namespace is not { } place || audience.Knows(place))
            .SelectMany(holder => holder.Binding.Members, (holder, subject) => RowOf(view, audience, holder, IdentityKinds.Plain(subject)))
            .Distinct()
            .OrderBy(row => row.IsPlatform).ThenBy(row => row.IsHidden).ThenBy(row => row.Subject.Kind, StringComparer.Ordinal)
            .ThenBy(row => row.Subject.Namespace, StringComparer.Ordinal).ThenBy(row => row.Subject.Name, StringComparer.Ordinal)
            .ThenBy(row => row.By?.Namespace ?? "", StringComparer.Ordinal).ThenBy(row => row.By?.Binding ?? "", StringComparer.Ordinal).ToList();
        return new([.. rows.Take(Math.Clamp(question.Take, 1, WhoCanQuestion.MaxTake))], rows.Count, IsOutside: false, isClusterScoped, gaps);
    }

    /// <summary>Of a subject that must not be named, a binding of the whole cluster says nothing either: it is one row, however many there are.</summary>
    private static HolderAnswer RowOf(ClusterView view, Audience audience, AccessHolder holder, Subject subject)
    {
        var told = audience.Told(subject);
        var isHidden = told.Name.Length == 0;
        return new(told, isHidden && holder.Binding.Namespace is null ? null : audience.Told(holder.Binding, holder.Rule), IdentityKinds.Of(told),
            !isHidden && PlatformSubjects.IsPlatform(subject, holder.Binding.Object.Namespace, view), isHidden);
    }
}
