using Posture.Model.Scoring;

namespace Posture.Analysis.Scoring;

/// <summary>The score of design.md §7, pure. Its input is one tally a control; published with examples at <c>/help/score</c>.</summary>
public static class ScoreCalculator
{
    /// <summary>Score of one layer from the tallies of its controls.</summary>
    public static Score Layer(IReadOnlyCollection<ControlTally> controls)
    {
        double should = 0, assessed = 0;
        int passed = 0, failed = 0, excepted = 0, unassessed = 0;
        foreach (var tally in controls)
        {
            should += (double)tally.Weight * (tally.Assessed + tally.Unassessed);
            assessed += (double)tally.Weight * tally.Assessed;
            passed += tally.Pass;
            failed += tally.Fail;
            excepted += tally.Excepted;
            unassessed += tally.Unassessed;
        }
        if (should == 0)
            return Score.None;
        return new(
            Mean(controls, tally => (tally.Assessed, tally.Fail)),
            Mean(controls, tally => (tally.Assessed, tally.Fail + tally.Excepted)),
            100 * assessed / should,
            Mean(controls, tally => (tally.Assessed + tally.Unassessed, tally.Fail + tally.Unassessed)),
            Mean(controls, tally => (tally.Assessed + tally.Unassessed, tally.Fail)),
            passed, failed, excepted, unassessed);
    }

    /// <summary>
    /// Score of a scope from its layers' scores, equal weights. Coverage is the mean over layers with anything to assess: a layer without any assessed control
    /// lowers coverage and widens the bounds, and leaves the score alone.
    /// </summary>
    public static Score Scope(IReadOnlyCollection<Score> layers) => new(
        Average(layers, layer => layer.Value),
        Average(layers, layer => layer.WithoutExceptions),
        Average(layers, layer => layer.Coverage),
        Average(layers, layer => layer.Low),
        Average(layers, layer => layer.High),
        layers.Sum(layer => layer.Passed),
        layers.Sum(layer => layer.Failed),
        layers.Sum(layer => layer.Excepted),
        layers.Sum(layer => layer.Unassessed));

    private static double? Mean(IReadOnlyCollection<ControlTally> controls, Func<ControlTally, (int Count, int Failed)> read)
    {
        double sum = 0, weights = 0;
        foreach (var tally in controls)
        {
            var (count, failed) = read(tally);
            if (count == 0)
                continue;
            var weight = tally.Weight * (1 + Math.Log10(count));
            weights += weight;
            sum += weight * (count - failed) / count;
        }
        return weights == 0 ? null : 100 * sum / weights;
    }

    private static double? Average(IReadOnlyCollection<Score> layers, Func<Score, double?> read)
    {
        double sum = 0;
        var count = 0;
        foreach (var layer in layers)
            if (read(layer) is { } value)
            {
                sum += value;
                count++;
            }
        return count == 0 ? null : sum / count;
    }
}
