namespace Posture.Analysis.Network;

/// <summary>Ports from <paramref name="First"/> to <paramref name="Last"/>, both included; 1 to 65535.</summary>
public readonly record struct PortRange(int First, int Last)
{
    /// <summary>Every port.</summary>
    public static readonly PortRange All = new(1, 65535);

    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
