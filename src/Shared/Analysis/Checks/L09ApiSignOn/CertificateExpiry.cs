using System.Globalization;
using System.Text.Json;
using Posture.Analysis.Indexes;
using Posture.Model.Inventory;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks.L09ApiSignOn;

/// <summary>
/// L9-CERT-EXPIRY: a certificate of cert-manager is issued, valid already and not expired (high) and good for 14 days more, with an RSA key of 2048 bits at least;
/// those that routes use name their host, and their Secrets exist (high). Dates inside a Secret are never read.
/// </summary>
internal sealed class CertificateExpiry : ObjectCheck<KubeObject>
{
    private const int Days = 14;
    private static readonly KindRef Secrets = new("", "Secret");

    public override string Id => "L9-CERT-EXPIRY";

    protected internal override IReadOnlyList<KindRef> SubjectKinds { get; } = [CertificateIndex.Kind, .. Kinds<Ingress>(), .. Kinds<Gateway>()];

    public override IReadOnlyList<KindRef> Reads { get; } = [CertificateIndex.Kind, Secrets];

    public override bool DecidesWithoutReads => true;

    public override bool CrossNamespace => true;

    protected override bool Concerns(KubeObject item, ClusterView view) => item is GenericObject || CertificateUse.Of(item).Any();

    protected override void Evaluate(KubeObject item, ClusterView view, Judgement judgement)
    {
        if (item is GenericObject certificate)
            Evaluate(certificate, view, judgement);
        foreach (var use in CertificateUse.Of(item))
            Evaluate(use, view, judgement);
    }

    private static void Evaluate(GenericObject item, ClusterView view, Judgement judgement)
    {
        var ready = CertificateIndex.Condition(item.Status, "Ready");
        if (ready is { Status: "False", Reason: "DoesNotExist" or "MissingData" })
            judgement.Fail("status.conditions[Ready]", $"False ({ready.Reason})", "True",
                "The Secret of the certificate is missing or empty: nothing can be served with it.", Severity.High);
        else if (item.Status.Field("notAfter").Time() is not { } end)
            judgement.NotAssessed("The certificate has no status yet: cert-manager has not issued it, or does not run.");
        else if (end <= view.Now)
            judgement.Fail("status.notAfter", Shown(end), "later than now", "The certificate has expired.", Severity.High);
        else if (item.Status.Field("notBefore").Time() is { } start && start > view.Now)
            judgement.Fail("status.notBefore", Shown(start), "now or before", "The certificate is not valid yet: clients refuse it.", Severity.High);
        else if (end < view.Now.AddDays(Days) && !RenewsInTime(item.Status, end, view.Now))
            judgement.Fail("status.notAfter", Shown(end), $"{Days} days or more ahead", "The certificate is about to expire and was not renewed.");
        var key = item.Spec.Field("privateKey");
        if (key.Text("algorithm") is null or "RSA" && key.Field("size").Number() is > 0 and < 2048 and var bits)
            judgement.Fail("spec.privateKey.size", bits.ToString(CultureInfo.InvariantCulture), "2048 or more", "The key is too short to trust.");
    }

    /// <summary>A certificate that lives four weeks at most is always near its end; what counts is that its renewal is still to come.</summary>
    private static bool RenewsInTime(JsonElement? status, DateTimeOffset end, DateTimeOffset now) =>
        status.Field("notBefore").Time() is { } start && end - start <= TimeSpan.FromDays(2 * Days) && status.Field("renewalTime").Time() > now;

    private static void Evaluate(CertificateUse use, ClusterView view, Judgement judgement)
    {
        if (view.Certificates.Of(use.Namespace, use.Secret) is { } certificate)
        {
            foreach (var host in use.Hosts)
                if (!CertificateIndex.Covers(certificate, host))
                    judgement.Fail(use.Path, host, $"a name of Certificate {certificate.Name}", $"The certificate does not name {host}.");
        }
        else if (!view.Inventory.Covers(Secrets) || view.Inventory.CountOf(Secrets) == 0)
            judgement.NotAssessed($"Secret {use.Secret} is not read: use cert-manager, or allow reading Secrets of type kubernetes.io/tls.");
        else if (view.Inventory.Find(Secrets, use.Namespace, use.Secret) is null)
            judgement.Fail(use.Path, use.Secret, "a Secret that exists", "The certificate's Secret is missing: the controller serves its own, or nothing.",
                Severity.High);
        else
            judgement.NotAssessed($"Dates of the certificate in Secret {use.Secret} are not read: use cert-manager.");
    }

    private static string Shown(DateTimeOffset time) => string.Create(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm}Z");
}
