namespace Posture.TestKit;

/// <summary>Waiting for what another process or thread does and no signal tells: looks often, and fails with the last seen when the patience ends.</summary>
public static class Eventually
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);

    /// <summary>Looks until <paramref name="fits"/> holds of what <paramref name="look"/> gives.</summary>
    public static async Task<T> SeeAsync<T>(Func<Task<T>> look, Predicate<T> fits, TimeSpan patience, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (fits(seen))
                return seen;
            if (TimeProvider.System.GetElapsedTime(began) > patience)
                throw new TimeoutException($"not within {patience.TotalSeconds:F0} s; last seen: {seen}");
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }
}
