using Microsoft.Extensions.Localization;

namespace Posture.Dashboard.Resources;

/// <summary>Texts with a count: <c>Key</c>, and <c>KeyOne</c> for exactly one.</summary>
internal static class Counts
{
    public static LocalizedString Count(this IStringLocalizer texts, string key, long count) => texts[count == 1 ? key + "One" : key, count];
}
