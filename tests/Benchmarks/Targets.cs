using System.Globalization;

namespace Posture.Benchmarks;

/// <summary>What was measured beside what it should be; printed as one table after all benchmarks of a run.</summary>
internal static class Targets
{
    private static readonly List<(string Number, string What, string Measured, string Target, bool IsMet)> _rows = [];

    /// <summary>A figure that is to stay below a limit.</summary>
    /// <param name="number">Number of the target.</param>
    /// <param name="what">What was measured.</param>
    /// <param name="measured">The figure.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="unit">Unit of both.</param>
    public static void AtMost(string number, string what, double measured, double limit, string unit) =>
        _rows.Add((number, what, $"{Round(measured)} {unit}", $"<= {Round(limit)}", measured <= limit));

    /// <summary>A figure that is to reach a limit; parameters as in <see cref="AtMost"/>.</summary>
    public static void AtLeast(string number, string what, double measured, double limit, string unit) =>
        _rows.Add((number, what, $"{Round(measured)} {unit}", $">= {Round(limit)}", measured >= limit));

    /// <summary>A figure that is to be the peer's: without it no rate counts.</summary>
    public static void Parity(string number, string what, long measured, long expected) =>
        _rows.Add((number, $"{what}, parity", measured.ToString("N0", CultureInfo.InvariantCulture), $"= {expected.ToString("N0", CultureInfo.InvariantCulture)}", measured == expected));

    public static void Print()
    {
        if (_rows.Count == 0)
            return;
        Console.WriteLine();
        Console.WriteLine($"{"target",-7}{"what",-52}{"measured",22}  {"asked",-14}");
        foreach (var (number, what, measured, target, isMet) in _rows)
            Console.WriteLine($"{number,-7}{what,-52}{measured,22}  {target,-14}{(isMet ? "met" : "NOT MET")}");
        Console.WriteLine($"{_rows.Count(row => row.IsMet)} of {_rows.Count} met");
    }

    private static string Round(double number) => number.ToString(number >= 100 ? "N0" : number >= 10 ? "0.0" : "0.00##", CultureInfo.InvariantCulture);
}
