using Posture.Dashboard.Live;

namespace Posture.Dashboard.Tests.Pages;

/// <summary>A trusted root that is said to be so.</summary>
internal sealed class KnownRoot(TrustedRootState state) : ITrustedRootState
{
    public TrustedRootState Read() => state;
}
