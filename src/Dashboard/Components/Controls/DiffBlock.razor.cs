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

    private IReadOnlyList<DiffLine> Lines { get; set; } = [];

    private int Added => Lines.Count(line => line.Sign == '+');

    private int Removed => Lines.Count(line => line.Sign == '-');

    protected override void OnParametersSet() => Lines =
        [.. InlineDiffBuilder.Diff(Cut(Before), Cut(After), ignoreWhiteSpace: false).Lines.Where(line => line.Type != ChangeType.Imaginary).Select(Of)];

    private static DiffLine Of(DiffPiece piece) => piece.Type switch
    {
        ChangeType.Inserted => new('+', "add", piece.Text ?? ""),
        ChangeType.Deleted => new('-', "remove", piece.Text ?? ""),
        _ => new(' ', "same", piece.Text ?? ""),
    };

    private static string Cut(string text) => text.Length <= Limit ? text : text[..Limit];

    private sealed record DiffLine(char Sign, string Kind, string Text);
}
