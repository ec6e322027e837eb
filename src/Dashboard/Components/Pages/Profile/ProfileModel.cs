namespace Posture.Dashboard.Components.Pages.Profile;

/// <summary>What the page of one's own account shows.</summary>
/// <param name="Name">Name to show.</param>
/// <param name="Roles">Own roles.</param>
/// <param name="HasPassword">Whether the password is one of the embedded provider, to be changed here.</param>
/// <param name="Sessions">Own sessions that hold, the one seen last first.</param>
public sealed record ProfileModel(string Name, IReadOnlyList<string> Roles, bool HasPassword, IReadOnlyList<OwnSession> Sessions);

/// <summary>A session of the person who looks.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Device">Browser and system; empty when not known.</param>
/// <param name="Agent">What the browser says it is.</param>
/// <param name="Address">Network address.</param>
/// <param name="StartedAt">Sign-in.</param>
/// <param name="SeenAt">Last seen, to the minute.</param>
/// <param name="ExpiresAt">End at the latest.</param>
/// <param name="IsCurrent">Whether it is the one of this page.</param>
public sealed record OwnSession(
    Guid Id, string Device, string Agent, string Address, DateTimeOffset StartedAt, DateTimeOffset SeenAt, DateTimeOffset ExpiresAt, bool IsCurrent);
