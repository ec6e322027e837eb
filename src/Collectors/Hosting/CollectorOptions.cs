using Microsoft.Extensions.Options;
using Posture.Collectors.Ingest;
using Posture.Collectors.Pipeline;
using Posture.Collectors.Registries;
using Posture.Collectors.Trust;

namespace Posture.Collectors.Hosting;

/// <summary>Configuration of the collectors, section <c>Posture</c>.</summary>
public sealed class CollectorOptions
{
    /// <summary>Clusters to collect (<c>Posture:Clusters</c>).</summary>
    public IList<ClusterDefinition> ClusterList { get; init; } = [];

    /// <summary>Registries that images may come from (<c>Posture:AllowedRegistries</c>); empty leaves L3-REG-ALLOWLIST not assessed.</summary>
    public IReadOnlyList<string> AllowedRegistries { get; set; } = [];

    /// <summary>Registries that may be asked about images (<c>Posture:Registries</c>); empty asks none.</summary>
    public IReadOnlyList<RegistryDefinition> Registries { get; set; } = [];

    /// <summary>Whom signatures without a key are traced back to (<c>Posture:Sigstore</c>).</summary>
    public SigstoreDefinition Sigstore { get; set; } = new();

    /// <summary>Where this installation keeps what is its own (<c>Posture:Data</c>).</summary>
    public string DataFolder { get; set; } = "";

    /// <summary>The policy file (<c>Posture:Policy</c>), YAML or JSON, read again when it changes; null for the default policy.</summary>
    public string? Policy { get; set; }

    internal IReadOnlyList<ClusterDefinition> Clusters => [.. ClusterList];
}

/// <summary>Lists every error with its key.</summary>
internal sealed class CollectorOptionsValidator : IValidateOptions<CollectorOptions>
{
    public ValidateOptionsResult Validate(string? name, CollectorOptions options)
    {
        var problems = options.ClusterList.SelectMany((definition, i) => definition.Problems($"Posture:Clusters:{i}")).ToList();
        problems.AddRange(options.ClusterList.GroupBy(definition => definition.Name, StringComparer.Ordinal).Where(group => group.Count() > 1)
            .Select(group => $"Posture:Clusters: the name {group.Key} is given twice"));
        problems.AddRange(options.Registries.SelectMany((definition, i) => definition.Problems($"Posture:Registries:{i}")));
        problems.AddRange(options.Registries.GroupBy(definition => definition.Host, StringComparer.Ordinal).Where(group => group.Count() > 1)
            .Select(group => $"Posture:Registries: the host {group.Key} is given twice"));
        problems.AddRange(options.Sigstore.Problems());
        if (options.Policy is { Length: > 0 } policy)
            problems.AddRange(PolicyFile.Read(policy).Errors.Select(error => $"Posture:Policy: {error.Code}: {error.Place}: {error.Message}"));
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
