namespace Posture.Model.Verdicts;

/// <summary>Band of a control's weight: 9–10 critical, 7–8 high, 4–6 medium, 1–3 low (thresholds of Kubescape's baseScore).</summary>
public enum Severity
{
    Low = 1,
    Medium = 2,
    High = 3,
    Critical = 4,
}

/// <summary>From weight to band.</summary>
public static class SeverityBands
{
    public static Severity Of(int weight) => weight switch
    {
        >= 9 => Severity.Critical,
        >= 7 => Severity.High,
        >= 4 => Severity.Medium,
        _ => Severity.Low,
    };
}
