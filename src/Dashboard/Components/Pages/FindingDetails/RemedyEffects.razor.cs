using Microsoft.AspNetCore.Components;
using Posture.Analysis.Network;
using Posture.Analysis.Remediation;
using Posture.Dashboard.Components.Pages.Network;
using Posture.Dashboard.Live;
using Posture.Dashboard.Resources;
using Posture.Model.Inventory;

namespace Posture.Dashboard.Components.Pages.FindingDetails;

/// <summary>
/// Who loses which right, and which connections change: asked of the cluster's owner once the page is shown. The same question is asked once, as an open page reads
/// its finding again with every change of the cluster.
/// </summary>
public sealed partial class RemedyEffects : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private byte[] _asked = [];
    private bool _isDue;
    private bool _noAnswer;
    private EffectAnswer? _answer;

    /// <summary>Has a question.</summary>
    [Parameter, EditorRequired]
    public RemedyModel Model { get; set; } = default!;

    [Inject]
    private ILiveQuestions Live { get; init; } = default!;

    [Inject]
    private PageContext Page { get; init; } = default!;

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    protected override void OnParametersSet()
    {
        var question = EffectQuestions.Effects.Write(Model.Question!);
        if (_asked.AsSpan().SequenceEqual(question))
            return;
        (_asked, _isDue, _noAnswer, _answer) = (question, true, false, null);
    }

    protected override Task OnAfterRenderAsync(bool firstRender) => _isDue ? AskAsync() : Task.CompletedTask;

    private string Name(Subject subject) =>
        $"{subject.Kind} {(subject.Namespace is { Length: > 0 } ns ? $"{ns}/" : "")}{(subject.Name.Length > 0 ? subject.Name : $"({Loc[nameof(RemedyText.RightsHidden)]})")}";

    private static string Text(KeptRight kept) => kept.By.Length == 0 ? kept.Right : $"{kept.Right} ({kept.By})";

    private string More(int count) => count == 0 ? "" : $" {Loc[nameof(RemedyText.EffectsMore), count]}";

    private string Text(NetworkEdge edge) => edge.Verdict == NetworkEdgeVerdict.Partly ? $"{Net.Verdict(edge)}: {Net.Ports(edge)}" : Net.Verdict(edge);

    private async Task AskAsync()
    {
        var asked = _asked;
        (_isDue, _noAnswer) = (false, false);
        EffectAnswer? answer = null;
        try
        {
            answer = await Live.AskAsync(Model.Cluster, EffectQuestions.Effects, Model.Question!, _closed.Token);
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // whatever broke, the rest of the page stands, and says that this part could not be told
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Page.Report(exception);
        }
        if (asked != _asked)
            return; // another question is on its way
        (_answer, _noAnswer) = (answer, answer is null);
        StateHasChanged();
    }
}
