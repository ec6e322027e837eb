using System.Text.Json.Nodes;

namespace Posture.Conformance;

/// <summary>One published case: the objects and what its author expects of them.</summary>
/// <param name="Folder">Where its files are.</param>
/// <param name="Id">Corpus and name.</param>
/// <param name="Corpus">The project it comes from.</param>
/// <param name="Rule">The project's rule, as in the map to controls.</param>
/// <param name="Expectation">The whole of <c>case.json</c>.</param>
internal sealed record Case(string Folder, string Id, string Corpus, string Rule, JsonObject Expectation)
{
    public bool ExpectsFailure => Expectation["expect"]!.GetValue<string>() == "fail";

    /// <summary>Each object was judged alone.</summary>
    public bool Independent => Expectation["objectsIndependent"]?.GetValue<bool>() == true;

    /// <summary>An object outside <see cref="Failing"/> is not reported by the rule.</summary>
    public bool IsExact => Expectation["failIsExact"]?.GetValue<bool>() == true;

    /// <summary>Indexes of the objects that the rule reports.</summary>
    public IReadOnlySet<int> Failing => (Expectation["fail"] as JsonArray ?? [])
        .Where(item => item!["index"] is not null).Select(item => item!["index"]!.GetValue<int>()).ToHashSet();

    /// <summary>The registries that the rule was told to allow; the only setting of the cases that the product has too.</summary>
    public IReadOnlyList<string> AllowedRegistries =>
        [.. (Expectation["params"]?["postureControlInputs"]?["imageRepositoryAllowList"] as JsonArray ?? []).Select(item => item!.GetValue<string>())];

    /// <summary>
    /// The verdict rests on a setting of that tool which the product has not (a bound, a list of names, an override label, a mocked answer of a registry): the corpus
    /// says to compare such a case only where the product has the same.
    /// </summary>
    public bool RestsOnForeignSetting =>
        (Expectation["flags"] as JsonArray ?? []).Any(flag => flag!.GetValue<string>() == "kubeaudit-override-labels")
        || (Expectation["params"] is JsonObject settings && (settings.Any(setting => setting.Key != "postureControlInputs")
            || (settings["postureControlInputs"] as JsonObject ?? []).Any(input => input.Key != "imageRepositoryAllowList")));

    /// <summary>The case shows the flags of a kubelet, under a rule that asks for them of several components; the catalogue has controls of its own for kubelets.</summary>
    public bool IsOfKubelet => Objects().Any(item => (item["spec"]?["containers"] as JsonArray ?? []).Any(container => container?["command"]?[0]?.ToString() == "kubelet"));

    public IReadOnlyList<JsonObject> Objects() => [.. JsonNode.Parse(File.ReadAllBytes(Path.Combine(Folder, "objects.json")))!.AsArray().OfType<JsonObject>()];
}
