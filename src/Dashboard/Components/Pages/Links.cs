using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Components.Pages;

/// <summary>Our own addresses. Every name in them may come from a cluster and is encoded.</summary>
internal static class Links
{
    public static string Finding(string fingerprint, DateTimeOffset? at = null) => With("/findings/" + fingerprint, ("at", Time(at)));

    public static string Control(string id) => "/controls/" + Uri.EscapeDataString(id);

    public static string Layer(Layer layer) => "/layers/" + Number(layer);

    public static string Cluster(string name, string? tab = null) => With("/clusters/" + Uri.EscapeDataString(name), ("tab", tab));

    public static string Collection(string name) => $"/clusters/{Uri.EscapeDataString(name)}/collection";

    /// <summary>An image, by its digest or the identity that stands for it.</summary>
    public static string Image(string id) => "/images/" + Uri.EscapeDataString(id);

    public static string ScoreHelp(string? cluster = null) => With("/help/score", ("cluster", cluster));

    public static string Drift(string? cluster = null, string? ns = null, DateTimeOffset? from = null, DateTimeOffset? to = null) =>
        With("/drift", ("cluster", cluster), ("ns", ns), ("from", Time(from)), ("to", Time(to)));

    /// <summary>A path with those pairs that have a value; the empty text is one.</summary>
    public static string With(string path, params IEnumerable<(string Key, string? Value)> pairs) =>
        QueryHelpers.AddQueryString(path, pairs.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));

    public static string Number(Layer layer) => ((int)layer).ToString(CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? time) => time is { } given ? PageTime.Format(given) : null;
}
