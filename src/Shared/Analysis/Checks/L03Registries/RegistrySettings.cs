using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L03Registries;

/// <summary>
/// L3-REG-CLOUD-POSTURE: a registry does not scan what is pushed, or lets nodes write. Only its provider knows: without facts of a reader of cloud accounts the
/// control waits for a person's statement.
/// </summary>
internal sealed class RegistrySettings : ClusterCheck
{
    public override string Id => "L3-REG-CLOUD-POSTURE";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<RegistryFacts>()];

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var seen = false;
        foreach (var registry in view.Inventory.All<RegistryFacts>().OrderBy(registry => registry.Name, StringComparer.Ordinal))
        {
            seen = true;
            if (registry.Spec.ScanOnPush == false)
                judgement.Fail($"{registry.Name}: scan on push", "off", "on", $"Registry {registry.Name} does not scan images when they are pushed.");
            if (registry.Spec.NodesMayWrite == true)
                judgement.Fail($"{registry.Name}: rights of nodes", "write", "read", $"Nodes may push to registry {registry.Name}: who breaks out of a container can replace images.");
            if (registry.Spec is { ScanOnPush: null } or { NodesMayWrite: null })
                judgement.NotAssessed($"The provider of registry {registry.Name} did not say whether it scans and what nodes may do.");
        }
        if (!seen)
            judgement.Manual("Settings of the registry lie with its provider; state them in the policy file (attestations) after looking.");
    }
}
