namespace Posture.Dashboard.Api;

/// <summary>A page of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="Continue">Hand it back as <c>continue</c> for the next page; null at the end.</param>
internal sealed record ListDocument<T>(IReadOnlyList<T> Items, string? Continue = null);
