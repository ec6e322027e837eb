using System.Globalization;
using Microsoft.AspNetCore.Components;
using Posture.Dashboard.Resources;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.Images;

/// <summary>Who signed the images of each cluster or namespace. What nobody could check has a column of its own and no part in the share.</summary>
public sealed partial class ShareTable
{
    [Parameter, EditorRequired]
    public IReadOnlyList<ImageShare> Shares { get; set; } = [];

    /// <summary>Rows are namespaces of one cluster.</summary>
    [Parameter]
    public bool ByNamespace { get; set; }

    /// <summary>What the numbers are of, beside their cluster or namespace.</summary>
    [Parameter]
    public ImagesState List { get; set; } = new();

    /// <summary>Numbers lead to the list; not for who sees numbers only.</summary>
    [Parameter]
    public bool Linked { get; set; }

    private ImagesState ListOf(ImageShare share) => List with { Clusters = [share.Cluster], Namespaces = share.Namespace is { } ns ? [ns] : List.Namespaces };

    /// <summary>Rounded towards the middle: no 100 % and no 0 % that is not whole.</summary>
    private string Signed(ImageShare share)
    {
        if (share.Checked == 0)
            return Loc[nameof(ImagesText.NoneChecked)];
        var percent = 100.0 * share.Of("verified") / share.Checked;
        var whole = percent < 50 ? Math.Ceiling(percent) : Math.Floor(percent);
        return Loc[nameof(ImagesText.ShareOf), whole.ToString("N0", CultureInfo.CurrentCulture), share.Of("verified"), share.Checked];
    }
}
