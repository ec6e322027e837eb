using System.CommandLine;
using Posture.Analysis.Indexes;
using Posture.Analysis.Network;
using Posture.Analysis.Policy;
using Posture.Model.Inventory;

namespace Posture.Collectors.Cli;

/// <summary><c>posture network</c>: reachability over manifests or a dump.</summary>
internal static class NetworkCommand
{
    /// <summary>How pods on the network of their node are read; the API leaves it open.</summary>
    internal static readonly Option<string> HostNetwork = new("--host-network")
    {
        Description = "held: policies hold for pods on the network of their node as for any pod; free: they do not, as with most network plug-ins. "
            + "The API leaves it open.",
        DefaultValueFactory = _ => "held",
    };

    public static Command Create(TextWriter output, TextWriter chatter)
    {
        HostNetwork.AcceptOnlyFromAmong("held", "free");
        return new("network", "Reachability under network policies.")
        {
            NetworkConnectionsCommand.Create(output, chatter),
            NetworkExplainCommand.Create(output, chatter),
            NetworkSuggestCommand.Create(output, chatter),
        };
    }

    /// <summary>The reachability of what files and folders hold.</summary>
    internal static Reachability Reachability(ParseResult parsed, ClusterView view, TextWriter chatter)
    {
        var isHeld = parsed.GetValue(HostNetwork) == "held";
        var onHost = view.Workloads.All.Count(workload => workload.Template.Spec.HostNetwork == true);
        if (isHeld && onHost > 0)
            chatter.WriteLine($"network.host_network: {onHost} workloads are on the network of their node; most network plug-ins hold no policy against them: "
                + "--host-network free shows what passes then");
        return new(view, isHeld);
    }

    /// <summary>Objects of files and folders.</summary>
    internal static ClusterView Read(IReadOnlyList<string> paths, TextWriter chatter)
    {
        var inventory = new ClusterInventory();
        foreach (var item in ManifestFiles.Read(paths, chatter))
            inventory.Put(item);
        var view = new ClusterView("files", inventory, PosturePolicy.Default);
        if (view.Workloads.All.Count == 0 && !view.Workloads.MirrorPods.Any())
            throw new CommandException(ExitCode.NotAssessed, "network.nothing_read",
                "no pod and no workload was found; give a folder of manifests, a file, or - for standard input");
        return view;
    }

    /// <summary><c>All Connections</c>, or for example <c>TCP 80,443,UDP 53</c>.</summary>
    internal static string Text(PortSet ports) => ports.IsAll ? "All Connections"
        : string.Join(',', PortSet.Protocols.Where(protocol => ports.Ranges(protocol).Count > 0)
            .Select(protocol => $"{protocol.ToString().ToUpperInvariant()} {string.Join(',', ports.Ranges(protocol))}"));
}
