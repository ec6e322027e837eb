using System.Globalization;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks;

/// <summary>Places that a finding has beside those it lists: their number stands at the end of the last message.</summary>
internal static class UnlistedPlaces
{
    private const string Before = " (and ";
    private const string After = " more places)";

    public static string Add(string message, int count) => string.Create(CultureInfo.InvariantCulture, $"{message}{Before}{count}{After}");

    /// <summary>How many there are.</summary>
    public static int Of(IReadOnlyList<Evidence> evidence)
    {
        if (evidence.Count < Judgement.MaxEvidence || !evidence[^1].Message.EndsWith(After, StringComparison.Ordinal))
            return 0;
        var message = evidence[^1].Message.AsSpan(..^After.Length);
        var at = message.LastIndexOf(Before);
        return at >= 0 && int.TryParse(message[(at + Before.Length)..], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
    }
}
