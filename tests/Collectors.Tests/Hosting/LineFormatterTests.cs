using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Posture.Collectors.Hosting;

namespace Posture.Collectors.Tests.Hosting;

/// <summary>Logs cannot be forged (P-40, ASVS 16.4.1).</summary>
public sealed class LineFormatterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("web\n2026-11-27T08:00:00.000Z info Posture: all is well", @"web\n2026-11-27T08:00:00.000Z info Posture: all is well")]
    [InlineData("web\r\nx", @"web\r\nx")]
    [InlineData("\u001b[2Jgone", @"\u{1b}[2Jgone")]
    [InlineData("a\u0000b\tc\u0085d\u009be", @"a\u{0}b\u{9}c\u{85}d\u{9b}e")]
    [InlineData("shop\u202egpj.exe\u2066\u200f\u061c\ufeff", @"shop\u{202e}gpj.exe\u{2066}\u{200f}\u{61c}\u{feff}")]
    [InlineData("one\u2028two\u2029three", @"one\u{2028}two\u{2029}three")]
    [InlineData("集群 prod-1 🙂 \\n", "集群 prod-1 🙂 \\n")]
    public void Name_IsWrittenSoThatItIsOneVisibleLine(string name, string written) =>
        Assert.Equal("2026-11-27T08:00:00.000Z warning Posture.Test: cluster " + written + "\n", Write("cluster " + name, null));

    /// <summary>Not as a case above: what is in an attribute is stored as UTF-8, which has no such half.</summary>
    [Fact]
    public void HalfOfACharacter_IsReplaced() => Assert.EndsWith(": cluster half \ufffd of one\n", Write("cluster half " + (char)0xd800 + " of one", null), StringComparison.Ordinal);

    [Fact]
    public void Exception_IsSetIn_WhateverItsMessageSays()
    {
        var lines = Write("failed", new InvalidOperationException("a\n2026-11-27T08:00:00.000Z info forged\u001b[2K")).TrimEnd('\n').Split('\n');
        Assert.True(lines.Length >= 3);
        Assert.StartsWith("2026", lines[0], StringComparison.Ordinal);
        Assert.All(lines.Skip(1), line => Assert.StartsWith("    ", line, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Any(char.IsControl));
    }

    [Theory]
    [InlineData(null, LineFormatter.FormatterName)]
    [InlineData("json", "json")]
    public void Console_UsesIt_UnlessAnotherIsNamed(string? configured, string expected)
    {
        var builder = Host.CreateApplicationBuilder(configured is null ? [] : ["--Logging:Console:FormatterName=" + configured]);
        builder.AddPostureCollectors();
        using var services = builder.Services.BuildServiceProvider();
        Assert.Equal(expected, services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName);
        Assert.Single(services.GetServices<ConsoleFormatter>().OfType<LineFormatter>());
    }

    private static string Write(string message, Exception? exception)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        new LineFormatter(new FakeTimeProvider(Now)).Write(
            new LogEntry<string>(LogLevel.Warning, "Posture.Test", default, message, exception, (text, _) => text), null, writer);
        return writer.ToString();
    }
}
