using Posture.Analysis.Evaluation;
using Posture.TestKit;

namespace Posture.Analysis.Tests.Checks;

/// <summary>
/// The objects of a failing fixture of each control go one by one and come back: the verdicts of all controls are then those of a fresh evaluation. This is
/// what <c>Reads</c>, <c>Heeds</c> and <c>CrossNamespace</c> of a check and the indexes that follow changes have to give. Messages may differ: some name the
/// first object that came.
/// </summary>
public sealed class ArrivalTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private static string Root => Path.Combine(AppContext.BaseDirectory, "Fixtures");

    public static TheoryData<string> Controls() =>
        new(Directory.EnumerateDirectories(Root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Controls))]
    public void Objects_GoAndComeBackOneByOne_VerdictsAreThoseOfAFreshEvaluation(string control) =>
        Follow(File.ReadAllText(Directory.EnumerateFiles(Path.Combine(Root, control), "fail.*.yaml").Order(StringComparer.Ordinal).First()));

    /// <summary>Whether any Secret was read decides in every namespace.</summary>
    [Fact]
    public void Secret_OfAnotherNamespaceIsTheFirst_PullSecretsAreJudged() =>
        Follow(File.ReadAllText(Path.Combine(Root, "L3-PULL-SECRET-DANGLING", "exempt.system.yaml")));

    private static void Follow(string text)
    {
        var clusters = FleetManifests.Read(text);
        var evaluator = FixtureTests.Evaluate(clusters);
        var expected = Verdicts(evaluator);
        var items = clusters[0].Inventory.All().OrderBy(item => item.Ref.ToString(), StringComparer.Ordinal).ToList();
        foreach (var item in items)
        {
            evaluator.Remove(new(item.Group, item.Kind), item.Namespace, item.Name);
            evaluator.Evaluate(Now);
        }
        foreach (var item in items)
        {
            evaluator.Put(item);
            evaluator.Evaluate(Now);
        }
        var followed = Verdicts(evaluator);
        var other = expected.Except(followed, StringComparer.Ordinal).Concat(followed.Except(expected, StringComparer.Ordinal));
        Assert.True(expected.SequenceEqual(followed, StringComparer.Ordinal), $"fresh and followed differ in\n{string.Join('\n', other.Take(6))}");
    }

    private static List<string> Verdicts(ClusterEvaluator evaluator) =>
        [.. evaluator.Findings.Select(finding => $"{finding.Control} {finding.Object} {finding.Verdict}")];
}
