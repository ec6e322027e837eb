using System.Text.Json.Nodes;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Remediation;

/// <summary>One place of a finding, with the object it is about: what a recipe works on.</summary>
/// <param name="Draft">The objects being changed.</param>
/// <param name="Document">The object that the place is in.</param>
/// <param name="Path">Field path inside it.</param>
/// <param name="Evidence">What the check said of it.</param>
internal sealed record Place(Draft Draft, JsonObject Document, string Path, Evidence Evidence)
{
    public string Observed => Evidence.Observed;

    /// <summary>Last step of the path.</summary>
    public string Field => FieldPath.Steps(Path) is [.., var last] ? last : "";

    /// <summary>The finding's own object, for a place that is in another one; null when it is not known.</summary>
    public Place? Own => Draft.Of(Draft.Subject.Kind, Draft.Subject.Namespace, Draft.Subject.Name) is { } own ? this with { Document = own, Path = "" } : null;

    /// <summary>Where a workload of this kind has the spec of its pods.</summary>
    public string SpecOfPods => Document.Text("kind") switch
    {
        "Pod" => "spec",
        "CronJob" => "spec.jobTemplate.spec.template.spec",
        "PodTemplate" => "template.spec",
        _ => "spec.template.spec",
    };

    /// <summary>What stands at the path, or below another one.</summary>
    public JsonNode? Value(string? path = null) => FieldPath.Get(Document, FieldPath.Steps(path ?? Path));

    /// <summary>Puts a value at the path or at another one.</summary>
    public bool Set(JsonNode value, string? path = null) => Document != Draft.Nowhere && FieldPath.Set(Document, FieldPath.Steps(path ?? Path), value);

    /// <summary>Puts a value there that only the owner can know: a proposal.</summary>
    public bool Propose(JsonNode value, string? path = null)
    {
        Draft.Propose(path ?? Path);
        return Set(value, path);
    }

    /// <summary>Takes away what stands at the path or at another one; false when nothing does.</summary>
    public bool Remove(string? path = null)
    {
        if (Value(path) is not { } node)
            return false;
        Draft.Take(node);
        return true;
    }

    /// <summary>Path of the container that the place is in (<c>spec.containers[0]</c>), or null.</summary>
    public string? Container
    {
        get
        {
            var at = Path.IndexOf("ontainers[", StringComparison.Ordinal);
            return at < 0 ? null : Path[..(Path.IndexOf(']', at) + 1)];
        }
    }

    /// <summary>Path of the pod spec that the place is in, or null.</summary>
    public string? PodSpec
    {
        get
        {
            foreach (var root in (string[])["spec.jobTemplate.spec.template.spec", "spec.template.spec", "template.spec", "spec"])
                if (Path == root || Path.StartsWith(root + ".", StringComparison.Ordinal))
                    return root;
            return null;
        }
    }
}
