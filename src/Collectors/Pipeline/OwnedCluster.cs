namespace Posture.Collectors.Pipeline;

/// <summary>A cluster and the turn in which this process owns it.</summary>
/// <param name="Name">Slug.</param>
/// <param name="Id">Identity in the store.</param>
/// <param name="Epoch">The only one that can write until another is taken.</param>
internal sealed record OwnedCluster(string Name, Guid Id, long Epoch);
