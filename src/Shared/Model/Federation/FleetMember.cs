namespace Posture.Model.Federation;

/// <summary>A cluster of the fleet as the others see it.</summary>
/// <param name="Name">Slug.</param>
/// <param name="Environment">For example production; empty when none is given.</param>
/// <param name="ConfirmedAt">When its state was last confirmed; null before the first snapshot.</param>
/// <param name="Digest">What it published; null before the first snapshot.</param>
public sealed record FleetMember(string Name, string Environment, DateTimeOffset? ConfirmedAt, ClusterDigest? Digest);
