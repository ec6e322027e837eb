using Microsoft.AspNetCore.Identity;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Resources;

namespace Posture.Dashboard.Components.Account;

/// <summary>Why an account or password was refused, as the name of a text.</summary>
internal static class AccountProblems
{
    public static string Of(IdentityResult refused) => refused.Errors.First().Code switch
    {
        PasswordRule.Guessed => nameof(AccountText.ProblemGuessed),
        nameof(IdentityErrorDescriber.PasswordMismatch) => nameof(AccountText.ProblemCurrent),
        var code when code.StartsWith("Password", StringComparison.Ordinal) => nameof(AccountText.ProblemPassword),
        "InvalidEmail" or "InvalidUserName" => nameof(AccountText.ProblemEmail),
        _ => nameof(AccountText.ProblemOther),
    };
}
