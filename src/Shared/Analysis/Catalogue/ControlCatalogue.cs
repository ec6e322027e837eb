using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Posture.Analysis.Checks;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Catalogue;

/// <summary>
/// Every control of the catalogue, and the check that evaluates it where there is one. Controls come from <c>controls.json</c> (ids, weights, references);
/// checks are found by scanning this assembly and ordered by id. A control without a check is listed as not assessed, never as passed.
/// </summary>
public sealed class ControlCatalogue
{
    public static readonly ControlCatalogue Default = new();

    private readonly Dictionary<string, Control> _controls;
    private readonly Dictionary<string, Check> _checks;

    private ControlCatalogue()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Posture.Analysis.Catalogue.controls.json")
            ?? throw new InvalidOperationException("controls.json is not embedded");
        Controls = JsonSerializer.Deserialize(stream, CatalogueJson.Default.IReadOnlyListControl) ?? [];
        _controls = Controls.ToDictionary(control => control.Id, StringComparer.Ordinal);
        Checks = [.. typeof(Check).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(Check)))
            .Select(type => (Check)Activator.CreateInstance(type, nonPublic: true)!)
            .OrderBy(check => check.Id, StringComparer.Ordinal)];
        foreach (var check in Checks)
            check.Control = _controls.GetValueOrDefault(check.Id) ?? throw new InvalidOperationException($"check {check.GetType().Name}: no control {check.Id}");
        _checks = Checks.ToDictionary(check => check.Id, StringComparer.Ordinal);
        Version = $"2026.08/{Checks.Count}";
    }

    /// <summary>Version of controls and checks together; stored with every snapshot.</summary>
    public string Version { get; }

    /// <summary>All controls, in catalogue order.</summary>
    public IReadOnlyList<Control> Controls { get; }

    /// <summary>All checks, by id.</summary>
    public IReadOnlyList<Check> Checks { get; }

    public Control? Find(string id) => _controls.GetValueOrDefault(id);

    public Check? CheckOf(string id) => _checks.GetValueOrDefault(id);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<Control>))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
