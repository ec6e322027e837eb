using Posture.Dashboard.Identity;
using Posture.Store.Queries;

namespace Posture.Dashboard.Components.Pages.PeoplePages;

/// <summary>What the page of accounts shows.</summary>
/// <param name="Accounts">A page of the accounts; null where they are another provider's.</param>
/// <param name="Visitors">A page of another provider's people who have come; null where accounts are kept here.</param>
/// <param name="Invited">Who is invited and has not come yet.</param>
/// <param name="Text">What was looked for.</param>
/// <param name="Page">From 1.</param>
/// <param name="Hand">What the viewer may do here.</param>
public sealed record PeopleModel(Page<Person>? Accounts, Page<Visitor>? Visitors, IReadOnlyList<Invited> Invited, string Text, int Page, Hand Hand);

/// <summary>What the page of one account shows.</summary>
/// <param name="Person">The account.</param>
/// <param name="Hand">What the viewer may do here.</param>
public sealed record PersonModel(Person Person, Hand Hand);

/// <summary>What a viewer may do with accounts.</summary>
/// <param name="MayChange">Whether the viewer administers; others look.</param>
/// <param name="IsFresh">Whether the session began a short while ago, as changes need.</param>
/// <param name="Own">The viewer's own account, which another administrator changes.</param>
/// <param name="Subject">The viewer, as <see cref="Visitor.Owner"/> names people.</param>
public sealed record Hand(bool MayChange, bool IsFresh, Guid? Own, string Subject);
