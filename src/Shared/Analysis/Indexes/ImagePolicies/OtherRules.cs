using System.Text.RegularExpressions;
using Posture.Model.Inventory;

namespace Posture.Analysis.Indexes.ImagePolicies;

/// <summary>Image rules of Gatekeeper (K8sAllowedRepos and its second version), of sigstore's policy-controller and of OpenShift's image configuration.</summary>
internal static class OtherRules
{
    private const string IncludeLabel = "policy.sigstore.dev/include";

    internal const string GatekeeperIgnoreLabel = "admission.gatekeeper.sh/ignore";

    /// <summary>Where Gatekeeper enforces at admission; "*" means all its points.</summary>
    private static readonly string[] AdmissionPoints = ["validation.gatekeeper.sh", "vap.k8s.io", "*"];

    /// <param name="constraint">A constraint of kind K8sAllowedRepos or K8sAllowedReposv2.</param>
    /// <param name="exempt">Namespaces that Gatekeeper's Config takes out of the webhook.</param>
    public static ImageRule Gatekeeper(GenericObject constraint, IReadOnlyList<Regex> exempt)
    {
        var match = constraint.Spec.Field("match");
        List<Regex> included = [.. match.Field("namespaces").Texts().Select(Glob.Text)];
        List<Regex> excluded = [.. exempt, .. match.Field("excludedNamespaces").Texts().Select(Glob.Text)];
        var selector = match.Field("namespaceSelector").Selector();
        var kinds = match.Field("kinds").Items().ToList();
        var whole = !match.Field("labelSelector").HasContent() && match.Text("name") is null && match.Text("scope") != "Cluster"
            && (kinds.Count == 0 || kinds.Exists(kind => kind.Field("kinds").Texts().Any(name => name is "Pod" or "*")));
        var denies = Denies(constraint);
        return new()
        {
            Source = constraint,
            Path = "spec",
            RestrictsSources = true,
            Enforcing = denies,
            Covers = ns => denies && whole && !ns.Metadata.Labels.ContainsKey(GatekeeperIgnoreLabel)
                && (included.Count == 0 || included.Exists(name => name.IsMatch(ns.Name)))
                && !excluded.Exists(name => name.IsMatch(ns.Name)) && PodScope.Selects(selector, ns),
        };
    }

    /// <summary>Namespaces that the Config object takes out of admission.</summary>
    public static IEnumerable<Regex> GatekeeperExempt(GenericObject config) => config.Spec.Field("match").Items()
        .Where(entry => entry.Field("processes").Texts().Any(process => process is "*" or "webhook"))
        .SelectMany(entry => entry.Field("excludedNamespaces").Texts()).Select(Glob.Text);

    public static ImageRule Sigstore(GenericObject policy)
    {
        List<Regex> globs = [.. policy.Spec.Field("images").Items().Select(item => item.Text("glob")).OfType<string>().Select(Glob.Path)];
        var authorities = policy.Spec.Field("authorities").Items().ToList();
        var match = policy.Spec.Field("match").Items().ToList();
        var enforcing = policy.Spec.Text("mode") != "warn";
        var whole = match.Count == 0 || match.Exists(item => item.Text("resource") is "pods" && !item.Field("selector").HasContent());
        return new()
        {
            Source = policy,
            Path = "spec",
            // One satisfied authority is enough, so a static pass lets every matching image through.
            VerifiesSignatures = authorities.Count > 0 && !authorities.Exists(item => item.Field("static").Text("action") == "pass"),
            Signers = SigstoreAuthorities.Of(authorities),
            DemandsProvenance = authorities.TrueForAll(item => item.Field("attestations").Items().Any(Provenance.IsType)),
            Enforcing = enforcing,
            Covers = ns => enforcing && whole && ns.Metadata.Labels[IncludeLabel] == "true",
            Matches = image => ImageNames.MatchesPath(globs, image),
        };
    }

    /// <summary>Whether policy-controller admits images that no policy matches; a word that it does not know means deny.</summary>
    internal static bool AdmitsUnmatched(ConfigMap settings) => settings.Data.Setting("no-match-policy") is "allow" or "warn";

    /// <summary>What policy-controller does with images that no policy matches.</summary>
    public static ImageRule SigstoreDefault(ConfigMap settings)
    {
        var denies = !AdmitsUnmatched(settings);
        return new()
        {
            Source = settings,
            Path = "data.no-match-policy",
            RestrictsSources = true,
            Enforcing = denies,
            Covers = ns => denies && ns.Metadata.Labels[IncludeLabel] == "true",
        };
    }

    public static ImageRule OpenShift(GenericObject image) => new()
    {
        Source = image,
        Path = "spec.registrySources.allowedRegistries",
        RestrictsSources = image.Spec.Field("registrySources").Field("allowedRegistries").HasContent(),
        Enforcing = true,
        Covers = _ => true,
    };

    /// <summary>Whether a constraint refuses violations at admission. An action that Gatekeeper does not know refuses nothing.</summary>
    internal static bool Denies(GenericObject constraint) => constraint.Spec.Text("enforcementAction") switch
    {
        null or "" or "deny" => true,
        "scoped" => constraint.Spec.Field("scopedEnforcementActions").Items().Any(scoped => scoped.Text("action") == "deny"
            && scoped.Field("enforcementPoints").Items().Any(point => AdmissionPoints.Contains(point.Text("name")))),
        _ => false,
    };
}
