using Microsoft.Extensions.Localization;
using Posture.Dashboard.Resources;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Pages;

/// <summary>Names of the ten layers in the viewer's language.</summary>
internal static class LayerWords
{
    public static readonly IReadOnlyList<Layer> All = Enum.GetValues<Layer>();

    /// <summary>In full: "Host and multi-tenancy".</summary>
    public static string Name(this IStringLocalizer<LayersText> loc, Layer layer) => loc["Layer" + Links.Number(layer)];

    /// <summary>One word for heads of columns: "Host".</summary>
    public static string Short(this IStringLocalizer<LayersText> loc, Layer layer) => loc["Short" + Links.Number(layer)];

    /// <summary>The layer's question.</summary>
    public static string Question(this IStringLocalizer<LayersText> loc, Layer layer) => loc["Question" + Links.Number(layer)];
}
