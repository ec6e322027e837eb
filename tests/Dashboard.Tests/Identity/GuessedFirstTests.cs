using Microsoft.AspNetCore.Identity;
using Posture.Dashboard.Identity;
using Posture.Dashboard.Tests.Pages;

namespace Posture.Dashboard.Tests.Identity;

/// <summary>Length and no known password; kinds of characters are not asked for (ASVS 6.2).</summary>
public sealed class GuessedFirstTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("123456789012")]
    [InlineData("aaaaaaaaaaaaaa")]
    [InlineData("abcdefghijklmnop")]
    [InlineData("qwertyqwerty")]
    [InlineData("qwerty123456")]
    [InlineData("password1234")]
    [InlineData("PASSWORD1234!")]
    [InlineData("p@ssw0rdp@ssw0rd")]
    [InlineData("Dragonmonkey1")]
    [InlineData("1q2w3e4r5t6y")]
    [InlineData("x9!x9!x9!x9!")]
    [InlineData("posture123456")]
    [InlineData("Lovelace2026")]
    [InlineData("adalovelace!")]
    public void Password_TriedFirst_IsKnown(string password) => Assert.True(GuessedFirst.Contains(password, ["ada", "lovelace", "posture"]));

    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("a sentence of some length")]
    [InlineData("vK9#qLm2xR7t")]
    [InlineData("kein zug nach nirgendwo")]
    [InlineData("只有我自己才知道的一句话")]
    public void Password_OfItsOwn_IsNot(string password) => Assert.False(GuessedFirst.Contains(password, ["ada", "lovelace", "posture"]));

    [Theory]
    [InlineData("short one", "PasswordTooShort")]
    [InlineData("ada.byron1815", PasswordRule.Guessed)]
    [InlineData("lovelace-posture", PasswordRule.Guessed)]
    [InlineData("nobody guesses this", null)]
    public async Task Account_Password_IsHeldToLengthAndWordsOfItsOwn(string password, string? refused)
    {
        await using var stage = await IdentityStage.CreateAsync(postgres);
        await stage.InScopeAsync<UserManager<Account>>(async accounts =>
        {
            var result = await accounts.CreateAsync(new() { UserName = "ada.byron@example.com", Email = "ada.byron@example.com", DisplayName = "Ada Lovelace" }, password);
            Assert.Equal(refused, result.Errors.FirstOrDefault()?.Code);
        });
    }
}
