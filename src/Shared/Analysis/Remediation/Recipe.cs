namespace Posture.Analysis.Remediation;

/// <summary>Puts one place of a finding right in the draft; false when it cannot, and then it must not have changed anything.</summary>
internal delegate bool Recipe(Place place);
