using Posture.Analysis.Checks;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Tests.Checks;

/// <summary>What is kept of the words of checks.</summary>
public sealed class JudgementTests
{
    private readonly Judgement _judgement = new();

    [Fact]
    public void Message_SaidOfTwoObjects_IsKeptOnce()
    {
        string first = Say("main"), second = Say("main"), other = Say("side");

        Assert.Equal("Container main can gain rights.", first);
        Assert.Same(first, second);
        Assert.Equal("Container side can gain rights.", other);
    }

    [Fact]
    public void Message_LongerThanAText_IsCut()
    {
        var message = Say(new string('x', 300));

        Assert.Equal(200, message.Length);
        Assert.EndsWith("x…", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_PastTheLastListed_AreCountedAndNotPutTogether()
    {
        var told = new Told();
        for (var i = 0; i < Judgement.MaxEvidence + 3; i++)
            _judgement.Fail("spec", "", "", $"Place {told}.");

        var evidence = _judgement.TakeEvidence();
        Assert.Equal(Judgement.MaxEvidence, told.Times);
        Assert.Equal(Judgement.MaxEvidence, evidence.Count);
        Assert.Equal($"Place {Judgement.MaxEvidence}. (and 3 more places)", evidence[^1].Message);
    }

    private string Say(string container)
    {
        _judgement.Reset();
        _judgement.Fail(new EvidencePath("spec.containers[0]", "securityContext"), "absent", "false", $"Container {container} can gain rights.");
        return Assert.Single(_judgement.TakeEvidence()).Message;
    }

    /// <summary>Counts how often it is read.</summary>
    private sealed class Told
    {
        public int Times { get; private set; }

        public override string ToString() => $"{++Times}";
    }
}
