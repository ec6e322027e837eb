namespace Posture.Dashboard.Tests.Boundary;

/// <summary>What somebody gets at a surface.</summary>
internal enum Sight
{
    /// <summary>Refused: not found, forbidden, or sent away.</summary>
    No,

    /// <summary>An answer that depends on nobody: no word of any tenant and no namespace.</summary>
    Plain,

    /// <summary>Own objects, and at least one; none of others and none of the cluster.</summary>
    Own,

    /// <summary>Own objects where there are any; none of others and none of the cluster.</summary>
    OwnIfAny,

    /// <summary>Objects of both tenants.</summary>
    All,

    /// <summary>Whatever there is.</summary>
    AllIfAny,

    /// <summary>Numbers, clusters and namespaces; no object by name.</summary>
    Numbers,
}
