using Posture.Analysis.Indexes;
using Posture.Model.Inventory;

namespace Posture.Analysis.Checks.L03Registries;

/// <summary>
/// L3-PULL-SECRET-SPREAD: a registry credential is held by few namespaces, all of one tenant, and its account may only pull. Copies are told by fingerprints
/// that are never stored; needs the right to read Secrets, which is off by default.
/// </summary>
internal sealed class SharedPullSecret : ClusterCheck
{
    public override string Id => "L3-PULL-SECRET-SPREAD";

    public override IReadOnlyList<KindRef> Reads { get; } = [.. Kinds<Secret>(), .. Kinds<Namespace>()];

    protected override void Evaluate(ClusterView view, Judgement judgement)
    {
        var pushers = view.Policy.PushAccounts.ToDictionary(SecretKeys.FingerprintOf, account => account, StringComparer.Ordinal);
        var secrets = view.Inventory.All<Secret>().Where(secret => secret.Type == "kubernetes.io/dockerconfigjson")
            .OrderBy(secret => secret.Ref.ToString(), StringComparer.Ordinal).ToList();
        if (secrets.Count == 0)
            judgement.NotAssessed("No registry credential is among the Secrets read.");
        else if (secrets.Exists(secret => secret.Data.Credential is null))
            judgement.NotAssessed("The content of some registry credentials was not read, so copies of them are unknown.");
        foreach (var copies in secrets.Where(secret => secret.Data.Credential is not null).GroupBy(secret => secret.Data.Credential, StringComparer.Ordinal))
            Judge([.. copies], pushers, view, judgement);
    }

    private static void Judge(IReadOnlyList<Secret> copies, Dictionary<string, string> pushers, ClusterView view, Judgement judgement)
    {
        var place = $"Secret/{copies[0].Namespace}/{copies[0].Name}";
        var namespaces = copies.Select(copy => copy.Namespace).Distinct(StringComparer.Ordinal).ToList();
        var tenants = namespaces.Select(ns =>
            view.NamespaceOf(ns)?.Metadata.Labels[view.Policy.IsolationLabel]).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var limit = view.Policy.MaxPullSecretNamespaces;
        if (namespaces.Count > limit)
            judgement.Fail(place, $"the same in {namespaces.Count} namespaces", $"{limit} at most",
                $"Taken from one of {string.Join(", ", namespaces.Take(5))} it pulls as all of them, and it cannot be revoked for one.");
        if (tenants.Count > 1)
            judgement.Fail(place, $"the same for tenants {string.Join(", ", tenants.Take(5))}", "a credential of each tenant's own",
                "One tenant pulls what the other's credential may.");
        foreach (var account in copies[0].Data.Accounts)
            if (pushers.TryGetValue(account, out var name))
                judgement.Fail(place, $"account {name}", "an account that may only pull", "Whoever reads the Secret may replace images.");
    }
}
