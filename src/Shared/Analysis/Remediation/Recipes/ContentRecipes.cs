using System.Text.Json.Nodes;
using Posture.Analysis.Indexes;

namespace Posture.Analysis.Remediation.Recipes;

/// <summary>Layers L2 to L4: content, registries and build.</summary>
internal static class ContentRecipes
{
    public static readonly IReadOnlyDictionary<string, Recipe> All = new Dictionary<string, Recipe>(StringComparer.Ordinal)
    {
        ["L2-CTR-PLAINTEXT-CREDENTIAL"] = Reference,
        ["L2-CTR-SSH-PORT"] = place => place.Remove(place.Field == "containerPort" ? place.Path[..^".containerPort".Length] : null),
        ["L2-CTR-SUDO"] = Steps.Remove,
        ["L2-IMG-DIGEST-PIN"] = Pinned,
        ["L2-IMG-MUTABLE-TAG"] = Pinned,
        ["L3-PULL-POLICY"] = Steps.Set(() => "Always"),
        ["L3-REG-ALLOWLIST"] = Moved,
        ["L3-REG-DEPRECATED-K8S"] = Moved,
        ["L3-REG-PUBLIC"] = Moved,
        ["L3-REG-UNQUALIFIED"] = place => place.Set($"docker.io/{(place.Observed.Contains('/', StringComparison.Ordinal) ? "" : "library/")}{place.Observed}"),
        ["L3-REG-POLICY-AMBIGUOUS"] = place => place.Evidence.Expected.StartsWith("a prefix", StringComparison.Ordinal) && place.Observed.Length > 2
            && place.Set(place.Observed.TrimEnd(':') + (place.Path.Contains("pattern", StringComparison.Ordinal) ? "/*" : "/")),
        ["L4-CTR-READONLY-ROOTFS"] = Steps.Set(() => true),
        ["L4-POD-EPHEMERAL-DEBUG"] = Steps.Remove,
        ["L4-POLICY-STATIC-PASS"] = place => place.Field switch
        {
            "mode" => place.Set("enforce"),
            "no-match-policy" => place.Set("deny"),
            "action" => place.Set("fail"),
            _ => false,
        },
    };

    /// <summary>The digest that the pods run today, where the evidence says it: the image stays the same and can no longer change unseen.</summary>
    private static bool Pinned(Place place) =>
        ImageReference.Parse(place.Evidence.Expected) is { IsPinned: true } && place.Set(place.Evidence.Expected);

    /// <summary>A variable reads its value from a Secret that the owner creates: the value itself is never known here.</summary>
    private static bool Reference(Place place)
    {
        if (place.Field != "value")
            return false;
        var variable = place.Path[..^".value".Length];
        if (place.Value(variable) is not JsonObject entry)
            return false;
        var owner = place.Value("metadata.name").Text() ?? "";
        var key = entry.Text("name") ?? "";
        entry.Remove("value");
        return place.Propose(new JsonObject { ["secretKeyRef"] = new JsonObject { ["name"] = $"{owner}-credentials", ["key"] = key } }, $"{variable}.valueFrom");
    }

    /// <summary>The same image where the evidence says that it is to be had: at the registry that replaced the old one, or at a mirror of the policy. Tag and digest stay.</summary>
    private static bool Moved(Place place)
    {
        if (place.Field != "image" || ImageReference.Parse(place.Evidence.Expected) is null)
            return false;
        var image = place.Value().Text() ?? "";
        var slash = image.LastIndexOf('/');
        var suffix = image.IndexOfAny([':', '@'], slash + 1);
        return place.Set(place.Evidence.Expected + (suffix < 0 ? "" : image[suffix..]));
    }
}
