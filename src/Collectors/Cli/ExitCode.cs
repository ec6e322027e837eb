namespace Posture.Collectors.Cli;

/// <summary>Exit codes of the command line (design.md §8): stable, scripts build on them.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>Findings at or above <c>--fail-on</c>.</summary>
    public const int Findings = 1;
    public const int Usage = 2;

    /// <summary>Nothing could be assessed, or less than <c>--min-coverage</c>.</summary>
    public const int NotAssessed = 3;
    public const int Authentication = 4;
    public const int NotFound = 5;
}
