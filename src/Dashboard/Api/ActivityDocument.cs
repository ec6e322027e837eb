using System.Text.Json;

namespace Posture.Dashboard.Api;

/// <summary>An entry of the activity log.</summary>
/// <param name="Seq">1, 2, 3 … without a gap.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Issuer and subject, or <c>system</c>.</param>
/// <param name="ActorName">Name to show.</param>
/// <param name="Address">Network address.</param>
/// <param name="Action">Stable code.</param>
/// <param name="Target">What it was done to.</param>
/// <param name="Result"><c>done</c>.</param>
/// <param name="Details">Before and after.</param>
/// <param name="Previous">Hash of the entry before, 64 hex digits; zeros for the first.</param>
/// <param name="Hash">Hash of this entry and the one before, 64 hex digits.</param>
internal sealed record ActivityDocument(
    long Seq, DateTimeOffset At, string Actor, string ActorName, string Address, string Action, string Target, string Result, JsonElement Details, string Previous,
    string Hash);
