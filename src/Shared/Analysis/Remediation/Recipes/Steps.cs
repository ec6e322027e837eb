using System.Text.Json.Nodes;

namespace Posture.Analysis.Remediation.Recipes;

/// <summary>Recipes that many controls share.</summary>
internal static class Steps
{
    /// <summary>The field takes this value.</summary>
    public static Recipe Set(Func<JsonNode> value) => place => place.Set(value());

    /// <summary>The field or list item goes.</summary>
    public static readonly Recipe Remove = place => place.Remove();

    /// <summary>The first recipe that can.</summary>
    public static Recipe Either(params Recipe[] recipes) => place => recipes.Any(recipe => recipe(place));

    /// <summary>Only where the path ends in this field.</summary>
    public static Recipe At(string field, Recipe recipe) => place => place.Field == field && recipe(place);
}
