using System.Globalization;
using Posture.Dashboard.Components.Pages;
using Posture.Model.Verdicts;

namespace Posture.Dashboard.Api;

/// <summary>
/// The parameters of a request, in the grammar of the pages' addresses. A parameter that is not known, or whose value is not one, is refused by name: a filter that
/// is silently left out would show more than was asked for.
/// </summary>
internal sealed class ApiQuery(IQueryCollection query, DateTimeOffset now)
{
    private const int MaxValues = 100;
    private const int MaxLength = 253;

    /// <summary>Most items of a page, and how many when nothing is said.</summary>
    public const int MaxLimit = 1000;
    private const int DefaultLimit = 100;

    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private string? _wrong;

    /// <summary>Name of the first parameter that is wrong; ask when all others have been read.</summary>
    public string? Wrong => (_wrong ?? query.Keys.FirstOrDefault(key => !_asked.Contains(key))) is { } wrong ? ApiAnswers.Shown(wrong) : null;

    public IReadOnlyList<string> All(string key)
    {
        _asked.Add(key);
        var values = query[key].OfType<string>().SelectMany(value => value.Split(',')).Distinct(StringComparer.Ordinal).ToList();
        if (values.Count > MaxValues || values.Any(value => value.Length > MaxLength))
            _wrong ??= key;
        return values;
    }

    public string? One(string key)
    {
        _asked.Add(key);
        if (query[key].Count > 1 || query[key].ToString().Length > MaxLength)
            _wrong ??= key;
        return query[key] is [{ Length: > 0 } value] ? value : null;
    }

    public IReadOnlyList<T> Many<T>(string key, Func<string, T?> read)
        where T : struct
    {
        var found = All(key).Select(read).ToList();
        if (found.Contains(null))
            _wrong ??= key;
        return [.. found.OfType<T>()];
    }

    public IReadOnlyList<Layer> Layers() => Many<Layer>("layer", static text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Enum.IsDefined((Layer)id) ? (Layer)id : null);

    public bool Flag(string key)
    {
        var value = One(key);
        if (value is not (null or "true" or "false"))
            _wrong ??= key;
        return value == "true";
    }

    public int Limit()
    {
        if (One("limit") is not { } text)
            return DefaultLimit;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is > 0 and <= MaxLimit)
            return limit;
        _wrong ??= "limit";
        return DefaultLimit;
    }

    /// <summary>RFC 3339, or <c>now-7d</c>; null when absent.</summary>
    public DateTimeOffset? Time(string key)
    {
        if (One(key) is not { } text)
            return null;
        if (PageTime.Parse(text, now) is { } time)
            return time;
        _wrong ??= key;
        return null;
    }

    /// <summary>A whole number from 1; null when absent.</summary>
    public long? Number(string key)
    {
        if (One(key) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            return number;
        _wrong ??= key;
        return null;
    }

    /// <summary>Where the page before ended; a limit or filter may be another now, the time is not.</summary>
    public ContinueToken? Continue()
    {
        if (One("continue") is not { } text)
            return null;
        if (ContinueToken.Parse(text) is { } token)
            return token;
        _wrong ??= "continue";
        return null;
    }
}
