namespace Posture.Store.Queries;

/// <summary>Findings by verdict. Findings on system objects are only in <paramref name="System"/>: they are shown, not scored.</summary>
public sealed record VerdictCounts(int Pass, int Fail, int Manual, int Error, int NotAssessed, int NotApplicable, int Exempt, int Excepted, int System);
