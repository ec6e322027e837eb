namespace Posture.Dashboard.Tests.Boundary;

/// <summary>Tests at the boundary of the whole application, over one <see cref="Premises"/>.</summary>
[CollectionDefinition(Name)]
public sealed class BoundaryCollection : ICollectionFixture<Premises>
{
    public const string Name = "boundary";
}
