using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Microsoft.AspNetCore.Components;

namespace Posture.Dashboard.Components.Controls;

/// <summary>Two texts line by line; additions and removals by sign, word and colour. Inputs over 200,000 characters are cut: a comparison costs their product.</summary>
public sealed partial class DiffBlock
{
    private const int Limit = 200_000;
    private readonly string _id = "diff-" + Guid.CreateVersion7().ToString("N");

    [Parameter, EditorRequired]
    public string Before { get; set; } = "";

    [Parameter, EditorRequired]
    public string After { get; set; } = "";

    /// <summary>Name of the region.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>Unchanged lines shown around each change; null shows all.</summary>
    [Parameter]
    public int? Context { get; set; }

    private IReadOnlyList<DiffLine> Lines { get; set; } = [];

    private int Added => Lines.Count(line => line.Sign == '+');

    private int Removed => Lines.Count(line => line.Sign == '-');

    protected override void OnParametersSet() => Lines = Near(
        [.. InlineDiffBuilder.Diff(Cut(Before), Cut(After), ignoreWhiteSpace: false).Lines.Where(line => line.Type != ChangeType.Imaginary).Select(Of)]);

    private List<DiffLine> Near(List<DiffLine> lines)
    {
        if (Context is not { } context)
            return lines;
        var shown = new bool[lines.Count];
        for (var i = 0; i < lines.Count; i++)
            if (lines[i].Sign != ' ')
                Array.Fill(shown, true, Math.Max(0, i - context), Math.Min(lines.Count, i + context + 1) - Math.Max(0, i - context));
        var near = new List<DiffLine>();
        for (var i = 0; i < lines.Count; i++)
            if (shown[i])
                near.Add(lines[i]);
            else if (i == 0 || shown[i - 1])
                near.Add(new(' ', "same", "⋯"));
        return near;
    }

    private static DiffLine Of(DiffPiece piece) => piece.Type switch
    {
        ChangeType.Inserted => new('+', "add", piece.Text ?? ""),
        ChangeType.Deleted => new('-', "remove", piece.Text ?? ""),
        _ => new(' ', "same", piece.Text ?? ""),
    };

    private static string Cut(string text) => text.Length <= Limit ? text : text[..Limit];

    private sealed record DiffLine(char Sign, string Kind, string Text);
}
