using System.CommandLine;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;

namespace Posture.Collectors.Cli;

/// <summary><c>posture access</c>: answers of RBAC over manifests or a dump.</summary>
internal static class AccessCommand
{
    public static Command Create(TextWriter output, TextWriter chatter) => new("access", "Answer who may do what, as the API server's RBAC authorizer would.")
    {
        AccessCanCommand.Create(output, chatter),
        AccessWhoCanCommand.Create(output, chatter),
        AccessRulesCommand.Create(output, chatter),
        AccessPathsCommand.Create(output, chatter),
        AccessNodeCommand.Create(output, chatter),
    };

    /// <summary>The bindings and roles of files and folders.</summary>
    internal static AccessIndex Read(IReadOnlyList<string> paths, TextWriter chatter)
    {
        var inventory = new ClusterInventory();
        foreach (var item in ManifestFiles.Read(paths, chatter))
            if (item is Role or ClusterRole or RoleBinding or ClusterRoleBinding)
                inventory.Put(item);
        if (inventory.Count == 0)
            throw new CommandException(ExitCode.NotAssessed, "access.nothing_read",
                "no role and no binding was found; give a folder of manifests, a dump, or - for standard input");
        return new ClusterView("files", inventory, PosturePolicy.Default).Access;
    }
}
