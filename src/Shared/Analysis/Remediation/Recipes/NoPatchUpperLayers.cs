namespace Posture.Analysis.Remediation.Recipes;

/// <summary>Layers L6 to L10: why a control has no recipe, or what is left where its recipe finds nothing to change.</summary>
internal static class NoPatchUpperLayers
{
    public static readonly IReadOnlyDictionary<string, NoPatchReason> All = new Dictionary<string, NoPatchReason>(StringComparer.Ordinal);
}
