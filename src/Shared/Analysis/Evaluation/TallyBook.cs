using Posture.Analysis.Catalogue;
using Posture.Analysis.Scoring;
using Posture.Model.Scoring;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Evaluation;

/// <summary>Counts of verdicts by namespace and control, kept current finding by finding; scores are read from them without a pass over the findings.</summary>
internal sealed class TallyBook(ControlCatalogue catalogue)
{
    private readonly Dictionary<string, ControlTally[]> _byNamespace = new(StringComparer.Ordinal);

    // Results known and unknown by control, over all namespaces.
    private readonly (int Known, int Unknown)[] _results = new (int, int)[catalogue.Checks.Count];

    // What was counted last: findings come namespace by namespace.
    private (string? Namespace, ControlTally[] Counts) _last = (null, []);

    public IReadOnlyCollection<string> Namespaces => _byNamespace.Keys;

    /// <summary>Of the controls with any scored result, the share of which nothing could be assessed.</summary>
    public double UnknownShare
    {
        get
        {
            var (known, unknown) = (0, 0);
            for (var i = 0; i < _results.Length; i++)
                if (catalogue.Checks[i].ReadsVerdicts)
                    continue; // what judges the share is no part of it
                else if (_results[i].Known > 0)
                    known++;
                else if (_results[i].Unknown > 0)
                    unknown++;
            return unknown == 0 ? 0 : (double)unknown / (known + unknown);
        }
    }

    /// <summary>Counts a finding of the check with this place in the catalogue.</summary>
    public void Add(int check, Finding finding) => Count(check, finding, 1);

    public void Remove(int check, Finding finding) => Count(check, finding, -1);

    /// <summary>Layer scores (index 1–10; index 0 is the scope's own score) of one namespace, or of the whole cluster when null.</summary>
    public Score[] Scores(string? ns)
    {
        var scores = new Score[11];
        for (var layer = 1; layer <= 10; layer++)
            scores[layer] = ScoreCalculator.Layer(Tallies(ns, (Layer)layer));
        scores[0] = ScoreCalculator.Scope(scores[1..]);
        return scores;
    }

    private List<ControlTally> Tallies(string? ns, Layer layer)
    {
        var tallies = new List<ControlTally>();
        for (var i = 0; i < catalogue.Checks.Count; i++)
        {
            if (catalogue.Checks[i].Control.Layer != layer)
                continue;
            var sum = new ControlTally(catalogue.Checks[i].Control.Weight, 0, 0, 0, 0);
            if (ns is null)
                foreach (var counts in _byNamespace.Values)
                    sum = Sum(sum, counts[i]);
            else if (_byNamespace.TryGetValue(ns, out var own))
                sum = Sum(sum, own[i]);
            tallies.Add(sum);
        }
        return tallies;
    }

    private void Count(int check, Finding finding, int step)
    {
        if (finding.System)
            return;
        var counts = CountsOf(finding.ScopeNamespace);
        ref var result = ref _results[check];
        if (finding.Verdict is Verdict.Pass or Verdict.Fail or Verdict.Excepted)
            result.Known += step;
        else if (finding.Verdict is Verdict.NotAssessed or Verdict.Error)
            result.Unknown += step;
        ref var tally = ref counts[check];
        tally = finding.Verdict switch
        {
            Verdict.Pass => tally with { Pass = tally.Pass + step },
            Verdict.Fail => tally with { Fail = tally.Fail + step },
            Verdict.Excepted => tally with { Excepted = tally.Excepted + step },
            Verdict.NotAssessed or Verdict.Error => tally with { Unassessed = tally.Unassessed + step },
            _ => tally,
        };
    }

    private ControlTally[] CountsOf(string ns)
    {
        if (ReferenceEquals(ns, _last.Namespace))
            return _last.Counts;
        if (!_byNamespace.TryGetValue(ns, out var counts))
            _byNamespace[ns] = counts = new ControlTally[catalogue.Checks.Count];
        _last = (ns, counts);
        return counts;
    }

    private static ControlTally Sum(ControlTally left, ControlTally right) => left with
    {
        Pass = left.Pass + right.Pass,
        Fail = left.Fail + right.Fail,
        Excepted = left.Excepted + right.Excepted,
        Unassessed = left.Unassessed + right.Unassessed,
    };
}
