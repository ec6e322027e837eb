using System.Runtime.CompilerServices;
using Posture.Model.Verdicts;

namespace Posture.Analysis.Checks;

/// <summary>
/// Collects what a check says of one subject. Any failure makes the verdict fail; else a missing input makes it not assessed; else the last word counts; with
/// nothing said it is a pass. Reused between subjects: a pass costs no allocation.
/// </summary>
public sealed class Judgement
{
    /// <summary>Places listed for one finding; more are counted in the last line.</summary>
    public const int MaxEvidence = 20;

    private const int MaxText = 200;

    private readonly List<Evidence> _evidence = [];
    private readonly TextPool _texts = new(MaxText);
    private readonly EvidencePool _known = new();
    private int _failures;
    private bool _usual;
    private Severity _worst;
    private Verdict _other;
    private string _reason = "";

    /// <summary>Verdict so far.</summary>
    public Verdict Verdict => _failures > 0 ? Verdict.Fail : _other;

    internal string Reason => _failures > 0 ? _evidence[0].Message : _reason;

    /// <summary>
    /// The condition is violated at <paramref name="path"/>. Never pass a credential as <paramref name="observed"/>. A <paramref name="severity"/> is given where
    /// the catalogue weighs this place apart from the control; the finding shows the worst of its places.
    /// </summary>
    public void Fail(EvidencePath path, string observed, string expected, string message, Severity? severity = null)
    {
        if (_failures == 0)
            _evidence.Clear(); // what speaks for the subject elsewhere is no part of a failure
        _failures++;
        _usual |= severity is null;
        _worst = severity > _worst ? severity.Value : _worst;
        if (_failures <= MaxEvidence)
            _evidence.Add(_known.Of(path, Cut(observed), Cut(expected), Cut(message)));
    }

    /// <summary>The same; a message that was said before is kept once, and one of a place that is not listed is not put together.</summary>
    public void Fail(EvidencePath path, string observed, string expected, [InterpolatedStringHandlerArgument("")] ref Message message, Severity? severity = null) =>
        Fail(path, observed, expected, message.Take(_texts), severity);

    /// <summary>A place that shows why the subject passes.</summary>
    public void Note(EvidencePath path, string observed, string message)
    {
        if (_failures == 0 && _evidence.Count < MaxEvidence)
            _evidence.Add(_known.Of(path, Cut(observed), "", Cut(message)));
    }

    /// <summary>A text for a place that is listed, as the pool keeps it: what is observed, or a field with an index.</summary>
    public string Text([InterpolatedStringHandlerArgument("")] ref Message text) => text.Take(_texts);

    /// <summary>Data is missing; <paramref name="reason"/> says which and what would bring it.</summary>
    public void NotAssessed(string reason) => Say(Verdict.NotAssessed, reason);

    /// <summary>The same; a reason that comes after the first is not put together.</summary>
    public void NotAssessed([InterpolatedStringHandlerArgument("")] ref FirstReason reason) =>
        Say(Verdict.NotAssessed, IsAssessed ? reason.Take(_texts) : "");

    /// <summary>The subject cannot have this problem.</summary>
    public void NotApplicable(string reason) => Say(Verdict.NotApplicable, reason);

    /// <summary>The same; a reason that was given before is kept once.</summary>
    public void NotApplicable([InterpolatedStringHandlerArgument("")] ref FirstReason reason) =>
        Say(Verdict.NotApplicable, IsAssessed ? reason.Take(_texts) : "");

    /// <summary>Accepted by class.</summary>
    public void Exempt(string reason) => Say(Verdict.Exempt, reason);

    /// <summary>Waits for an attestation.</summary>
    public void Manual(string reason) => Say(Verdict.Manual, reason);

    /// <summary>The check itself broke.</summary>
    internal void Broken(string reason) => Say(Verdict.Error, reason);

    /// <summary>Severity of the finding: the worst place, a place without a severity of its own counting as the control's.</summary>
    internal Severity SeverityOr(Severity usual) => _worst > usual || (_failures > 0 && !_usual) ? _worst : usual;

    internal void Reset()
    {
        _evidence.Clear();
        _failures = 0;
        _usual = false;
        _worst = default;
        _other = Verdict.Pass;
        _reason = "";
    }

    internal IReadOnlyList<Evidence> TakeEvidence()
    {
        if (_evidence.Count == 0)
            return [];
        if (_failures > MaxEvidence)
            _evidence[^1] = _evidence[^1] with { Message = UnlistedPlaces.Add(_evidence[^1].Message, _failures - MaxEvidence) };
        return _known.Of(_evidence);
    }

    private void Say(Verdict verdict, string reason)
    {
        if (!IsAssessed)
            return;
        _other = verdict;
        _reason = Cut(reason);
    }

    /// <summary>No missing input was named yet.</summary>
    internal bool IsAssessed => _other != Verdict.NotAssessed;

    /// <summary>The next failure is listed.</summary>
    internal bool HasRoom => _failures < MaxEvidence;

    private static string Cut(string text) => text.Length <= MaxText ? text : string.Concat(text.AsSpan(0, MaxText - 1), "…");
}
