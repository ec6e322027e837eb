using System.CommandLine;
using Posture.Analysis.Access;

namespace Posture.Collectors.Cli;

/// <summary>Identities in the words of the command line.</summary>
internal static class SubjectName
{
    public const string Help = "user:NAME, group:NAME, sa:NAMESPACE/NAME, node:NAME, or system:serviceaccount:NAMESPACE:NAME";

    /// <summary>An argument that must be one.</summary>
    public static Argument<string> Argument()
    {
        var argument = new Argument<string>("subject") { Description = $"{Help}." };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var given }] && Parse(given) is null)
                result.AddError($"'{given}' is no subject; write {Help}");
        });
        return argument;
    }

    /// <summary>The identity with the groups that it always has; null for a text that is none.</summary>
    public static Identity? Parse(string text)
    {
        if (text.StartsWith("system:serviceaccount:", StringComparison.Ordinal))
            return text.Split(':') is [_, _, { Length: > 0 }, { Length: > 0 }] ? Identity.WithImpliedGroups(text, []) : null;
        return text.Split(':', 2) switch
        {
            ["user", { Length: > 0 } name] => Identity.WithImpliedGroups(name, []),
            ["group", { Length: > 0 } name] => Identity.OfGroup(name),
            ["sa" or "serviceaccount", { Length: > 0 } name] when name.Split('/') is [{ Length: > 0 } ns, { Length: > 0 } own] => Identity.OfAccount(ns, own),
            ["node", { Length: > 0 } name] => Identity.OfNode(name),
            _ => null,
        };
    }
}
