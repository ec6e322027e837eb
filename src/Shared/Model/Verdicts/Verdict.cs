namespace Posture.Model.Verdicts;

/// <summary>What a check says of an object. Unknown is never shown as passed: what could not be read is <see cref="NotAssessed"/>.</summary>
public enum Verdict
{
    /// <summary>Data missing (permission, kind, freshness); lowers coverage, counts nowhere in the score.</summary>
    NotAssessed = 0,
    /// <summary>Evaluated, condition met.</summary>
    Pass = 1,
    /// <summary>Evaluated, condition violated.</summary>
    Fail = 2,
    /// <summary>Waits for an attestation by a person.</summary>
    Manual = 3,
    /// <summary>The check itself broke; its text says where. Lowers coverage.</summary>
    Error = 4,
    /// <summary>The object cannot have this problem; counts nowhere.</summary>
    NotApplicable = 5,
    /// <summary>Violation accepted by class (system namespace, shipped role); shown, not scored.</summary>
    Exempt = 6,
    /// <summary>Violation accepted by a dated, approved exception; a pass in the score, a fail in the score without exceptions.</summary>
    Excepted = 7,
}
