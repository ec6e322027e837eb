using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L06Orchestration;

/// <summary>
/// L6-SA-LONG-LIVED-TOKEN: no Secret holds a token of a service account, which never expires. High when the account could take over the cluster, low when
/// Kubernetes has marked the token as invalid after a year without use: whoever takes the mark away has it back. Evaluated where reading the types of Secrets is
/// enabled.
/// </summary>
internal sealed class LongLivedToken : ObjectCheck<Secret>
{
    private const string TokenType = "kubernetes.io/service-account-token";

    public override string Id => "L6-SA-LONG-LIVED-TOKEN";

    public override IReadOnlyList<KindRef> Reads { get; } =
        [.. Kinds<Role>(), .. Kinds<ClusterRole>(), .. Kinds<RoleBinding>(), .. Kinds<ClusterRoleBinding>()];

    public override bool CrossNamespace => true;

    protected override void Evaluate(Secret item, ClusterView view, Judgement judgement)
    {
        if (item.Type != TokenType)
            return;
        var account = item.Metadata.Annotations["kubernetes.io/service-account.name"] ?? "";
        var used = item.Metadata.Labels["kubernetes.io/legacy-token-last-used"] is { } day ? $", last used {day}" : "";
        var strong = view.Access.OfServiceAccountItself(item.Namespace, account).Select(TakeoverRights.Of).FirstOrDefault(right => right is not null);
        judgement.Fail("type", $"{TokenType}{used}", "absent: tokens from TokenRequest expire",
            $"The token of service account {account} never expires{(strong is null ? "" : $", and the account may {strong}")}.",
            item.Metadata.Labels["kubernetes.io/legacy-token-invalid-since"] is { Length: > 0 } ? Severity.Low : strong is null ? null : Severity.High);
    }
}
