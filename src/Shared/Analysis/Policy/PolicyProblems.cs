namespace Posture.Analysis.Policy;

/// <summary>Collects what is wrong with a policy, up to a number.</summary>
internal sealed class PolicyProblems(int most)
{
    private readonly List<PolicyProblem> _all = [];

    public IReadOnlyList<PolicyProblem> All => _all;

    public void Add(PolicyProblem problem)
    {
        if (_all.Count < most)
            _all.Add(problem);
    }

    public void WrongType(string path, string expected) => Add(new("policy.wrong_type", path, $"expected {expected}"));

    public void BadValue(string path, string message) => Add(new("policy.bad_value", path, message));
}
