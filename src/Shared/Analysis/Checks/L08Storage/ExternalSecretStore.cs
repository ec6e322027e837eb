using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L08Storage;

/// <summary>
/// L8-SECRET-EXTERNAL-STORE: secrets of applications come from a store outside the cluster, or enter it sealed; where Secrets may be read, most of the
/// Opaque ones are made by such a controller.
/// </summary>
internal sealed class ExternalSecretStore : ClusterCheck
{
    private const string CsiDriver = "secrets-store.csi.k8s.io";

    /// <summary>Kinds whose objects show that a store is used.</summary>
    private static readonly KindRef[] Uses =
    [
        new("external-secrets.io", "ExternalSecret"), new("external-secrets.io", "ClusterExternalSecret"),
        new("secrets-store.csi.x-k8s.io", "SecretProviderClass"), new("secrets.hashicorp.com", "VaultStaticSecret"), new("secrets.hashicorp.com",
            "VaultDynamicSecret"),
        new("bitnami.com", "SealedSecret"),
    ];

    private static readonly KindRef Secrets = new("", "Secret");

    public override string Id => "L8-SECRET-EXTERNAL-STORE";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Uses, new("storage.k8s.io", "CSIDriver"), Secrets];

    /// <summary>Secrets are not read by default; the rest decides without them.</summary>
    public override bool DecidesWithoutReads => true;

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var used = Array.Find(Uses, kind => view.Inventory.CountOf(kind) > 0);
        if (used == default && Array.Find(Uses, kind => !view.Inventory.Covers(kind)) is { Kind: not null } hidden)
            judgement.NotAssessed($"{hidden} could not be read, and no other integration was found.");
        else if (used == default)
            judgement.Fail("cluster", view.Inventory.Find<CsiDriver>("", CsiDriver) is null ? "no integration" : $"{CsiDriver} without a SecretProviderClass",
                "External Secrets, the Secrets Store CSI driver, Vault Secrets Operator or Sealed Secrets",
                "Secrets of applications are kept in the cluster alone.");
        else if (!view.Inventory.Covers(Secrets))
            judgement.Note(used.ToString(), $"{view.Inventory.CountOf(used)} objects",
                "A store is used. How many Secrets it manages is not assessed: Secrets are not read.");
        else
            JudgeShare(used, view, judgement);
    }

    private static void JudgeShare(KindRef used, ClusterView view, Judgement judgement)
    {
        int all = 0, managed = 0;
        foreach (var secret in view.Inventory.All<Secret>())
            if (secret.Type is null or "" or "Opaque" && !view.IsSystem(secret.Namespace))
            {
                all++;
                managed += IsManaged(secret) ? 1 : 0;
            }
        var shown = $"{managed} of {all} Opaque Secrets managed";
        if (managed * 100L < all * (long)view.Policy.ExternalSecretShare)
            judgement.Fail("Secret", shown, $"at least {view.Policy.ExternalSecretShare} percent", "Most secrets of applications bypass the store.");
        else
            judgement.Note(used.ToString(), shown, "A store is used.");
    }

    private static bool IsManaged(Secret secret)
    {
        foreach (var owner in secret.Metadata.OwnerReferences)
            if (Array.Exists(Uses, kind => kind.Kind == owner.Kind))
                return true;
        var labels = secret.Metadata.Labels;
        return labels["secrets-store.csi.k8s.io/managed"] == "true" || labels.ContainsKey("reconcile.external-secrets.io/managed");
    }
}
