namespace Posture.TestKit.ApiServer;

/// <summary>Which certificate the simulated server shows (P-12: only the right one may be accepted).</summary>
public enum ServerCertificate
{
    Right,
    WrongHost,
    WrongAuthority,
    Expired,
    NotYetValid,
    ClientUsage,
}
