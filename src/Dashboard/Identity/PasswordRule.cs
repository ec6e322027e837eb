using Microsoft.AspNetCore.Identity;

namespace Posture.Dashboard.Identity;

/// <summary>Refuses passwords that are guessed first; the framework asks for the length.</summary>
internal sealed class PasswordRule : IPasswordValidator<Account>
{
    /// <summary>Code of the refusal.</summary>
    public const string Guessed = "PasswordGuessed";

    private static readonly string[] Product = ["posture", "dashboard", "kubernetes", "cluster", "security"];

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(GuessedFirst.Contains(password ?? "", OwnWords(user).Concat(Product))
            ? IdentityResult.Failed(new IdentityError { Code = Guessed, Description = "The password is one of those that are tried first." })
            : IdentityResult.Success);

    private static IEnumerable<string> OwnWords(Account account) =>
        new[] { account.UserName, account.Email, account.DisplayName }.SelectMany(name => (name ?? "").Split([' ', '@', '.', '-', '_', '+'], StringSplitOptions.RemoveEmptyEntries));
}
