using Posture.Model.Inventory;
using Posture.Model.Tenancy;

namespace Posture.Store.Queries;

/// <summary>Stored documents of objects.</summary>
public sealed class ObjectQuery
{
    /// <summary>The slim document of an object as JSON, or null when there was none or it is not visible.</summary>
    public Task<string?> GetAsync(ViewScope scope, string cluster, ObjectRef item, DateTimeOffset? at, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
