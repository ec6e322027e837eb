using CsCheck;
using Posture.Analysis.Scoring;
using Posture.Model.Scoring;

namespace Posture.Analysis.Tests.Scoring;

public sealed class ScoreCalculatorTests
{
    private static readonly Gen<ControlTally> Tally =
        from weight in Gen.Int[1, 10]
        from pass in Gen.Int[0, 2000]
        from fail in Gen.Int[0, 2000]
        from excepted in Gen.Int[0, 50]
        from unassessed in Gen.Int[0, 500]
        select new ControlTally(weight, pass, fail, excepted, unassessed);

    private static readonly Gen<ControlTally[]> Layer = Tally.Array[0, 12];

    [Fact]
    public void Layer_WorkedExample_MatchesTheFormula()
    {
        // w=9, n=10, f=1: p=0.9, W=9·(1+1)=18. w=4, n=1, f=1: p=0, W=4. Score = 100·16.2/22.
        var score = ScoreCalculator.Layer([new(9, 9, 1, 0, 0), new(4, 0, 1, 0, 5)]);

        Assert.Equal(100 * 16.2 / 22, score.Value!.Value, 9);
        Assert.Equal(100.0 * (90 + 4) / (90 + 24), score.Coverage!.Value, 9);
    }

    [Fact]
    public void Layer_NothingAssessed_HasNoScoreButBounds()
    {
        var score = ScoreCalculator.Layer([new(9, 0, 0, 0, 3)]);

        Assert.Null(score.Value);
        Assert.Equal(0, score.Coverage);
        Assert.Equal(0, score.Low);
        Assert.Equal(100, score.High);
    }

    [Fact]
    public void Layer_NothingToAssess_IsNone() => Assert.Equal(Score.None, ScoreCalculator.Layer([new(9, 0, 0, 0, 0)]));

    [Fact]
    public void Layer_Excepted_CountsAsPassAndAsFailWithout()
    {
        var score = ScoreCalculator.Layer([new(5, 1, 0, 1, 0)]);

        Assert.Equal(100, score.Value);
        Assert.Equal(50, score.WithoutExceptions);
    }

    [Fact]
    public void Layer_AnyTallies_StaysWithinBoundsThatEnclose() => Layer.Sample(tallies =>
    {
        var score = ScoreCalculator.Layer(tallies);
        foreach (var value in new[] { score.Value, score.WithoutExceptions, score.Coverage, score.Low, score.High })
            Assert.True(value is null or (>= 0 and <= 100.0000001), $"{value}");
        if (score.Value is { } middle)
            Assert.True(score.Low <= middle + 1e-9 && middle <= score.High + 1e-9, $"{score.Low} {middle} {score.High}");
        Assert.True((score.WithoutExceptions ?? 0) <= (score.Value ?? 0) + 1e-9);
    });

    [Fact]
    public void Layer_OneMorePass_NeverLowers() => Gen.Select(Tally.Array[1, 12], Gen.Int[0, 11]).Sample((tallies, pick) =>
    {
        var before = ScoreCalculator.Layer(tallies).Value;
        var at = pick % tallies.Length;
        tallies[at] = tallies[at] with { Pass = tallies[at].Pass + 1 };
        var after = ScoreCalculator.Layer(tallies).Value;
        Assert.True(before is null || after >= before - 1e-9, $"{before} → {after}");
    });

    [Fact]
    public void Scope_LayerWithoutScore_IsLeftOut()
    {
        var scored = ScoreCalculator.Layer([new(5, 1, 1, 0, 0)]);
        var unknown = ScoreCalculator.Layer([new(5, 0, 0, 0, 4)]);

        var scope = ScoreCalculator.Scope([scored, unknown, Score.None]);

        Assert.Equal(50, scope.Value);
        Assert.Equal(50, scope.Coverage);
        Assert.Equal(25, scope.Low);
        Assert.Equal(75, scope.High);
    }

    [Theory]
    [InlineData(99.6, 99)]
    [InlineData(100, 100)]
    [InlineData(89.5, 89)]
    [InlineData(74.99, 74)]
    [InlineData(76.5, 77)]
    [InlineData(0.4, 0)]
    public void Rounded_NeverCrossesABandOrSaysHundred(double score, int shown) => Assert.Equal(shown, ScoreBands.Rounded(score));
}
