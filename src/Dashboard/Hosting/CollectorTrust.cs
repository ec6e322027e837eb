using Posture.Collectors.Trust;
using Posture.Dashboard.Live;

namespace Posture.Dashboard.Hosting;

/// <summary>The trusted root of the collectors in this process.</summary>
internal sealed class CollectorTrust(TrustKeeper keeper, TimeProvider time) : ITrustedRootState
{
    public TrustedRootState Read()
    {
        var trust = keeper.InUse;
        return new(
            trust.Source switch { TrustSource.Public => "public", TrustSource.File => "file", _ => "tuf" }, trust.Since, trust.ConfirmedAt, trust.Warning(time.GetUtcNow()) is not null,
            trust.Failure?.Code, trust.Failure?.Since);
    }
}
