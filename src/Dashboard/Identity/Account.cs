using Microsoft.AspNetCore.Identity;

namespace Posture.Dashboard.Identity;

/// <summary>A person of the embedded identity provider. The user name is what is typed at sign-in; the id is what identifies.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    public Account() => Id = Guid.CreateVersion7();

    /// <summary>Name to show.</summary>
    public string DisplayName { get; set; } = "";
}
