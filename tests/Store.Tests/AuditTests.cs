using Npgsql;
using Posture.Model.Tenancy;
using Posture.Store.Commands;
using Posture.Store.Queries;

namespace Posture.Store.Tests;

/// <summary>The audit log: promises P-32 to P-34, and the ways to tamper with it.</summary>
public sealed class AuditTests(PostgresFixture postgres)
{
    private static readonly Actor Ada = new("idp|ada", "Ada Admin", "192.0.2.7");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What somebody with the server's rights does to a chain of six entries, and how it is told. The third hides a change behind a new hash of its row.</summary>
    public static TheoryData<string, string> Tampering { get; } = new()
    {
        { "update audit set actor_name = 'Eve' where seq = 3", AuditVerdict.Changed },
        { "delete from audit where seq = 3", AuditVerdict.Gap },
        { "update audit set target = 'x' where seq = 3; update audit set hash = sha256(previous || convert_to(tenancy.audit_text(audit), 'UTF8')) where seq = 3", AuditVerdict.Unlinked },
        { "update audit set seq = 100 where seq = 3; update audit set seq = 3 where seq = 4; update audit set seq = 4 where seq = 100", AuditVerdict.Unlinked },
        { "delete from audit where seq > 4", AuditVerdict.Truncated },
        { "delete from audit", AuditVerdict.Truncated },
        { Rebuild, AuditVerdict.Rebuilt },
    };

    private const string Rebuild = """
        do $$
        declare
            r audit;
            last bytea := decode(repeat('00', 32), 'hex');
        begin
            update audit set actor_name = 'Eve' where seq = 3;
            for r in select * from audit order by seq loop
                r.previous := last;
                last := sha256(last || convert_to(tenancy.audit_text(r), 'UTF8'));
                update audit set previous = r.previous, hash = last where seq = r.seq;
            end loop;
        end $$
        """;

    [Theory]
    [MemberData(nameof(Tampering))]
    public async Task P33_Tampering_IsTold(string sql, string code)
    {
        await using var stage = await FilledAsync();
        var checkpoint = (await AuditVerifier.HeadAsync(stage.Sources.Owner, Token))!;
        Assert.Equal(new AuditVerdict(6, null, null), await AuditVerifier.VerifyAsync(stage.Sources.Owner, [checkpoint], Token));

        await ExecuteAsync(stage.Sources.Owner, $"alter table audit disable trigger all; {sql}; alter table audit enable trigger all");

        var verdict = await AuditVerifier.VerifyAsync(stage.Sources.Owner, [checkpoint], Token);
        Assert.Equal(code, verdict.Code);
        Assert.NotNull(verdict.BrokenAt);
        // Without a checkpoint from outside, these two cannot be told: the documentation says so.
        var alone = (await AuditVerifier.VerifyAsync(stage.Sources.Owner, [], Token)).Code;
        Assert.Equal(code is AuditVerdict.Truncated or AuditVerdict.Rebuilt ? null : code, alone);
    }

    [Theory]
    [InlineData("update audit set actor_name = 'x'")]
    [InlineData("delete from audit")]
    [InlineData("truncate audit")]
    public async Task Log_IsOnlyEverAddedTo_EvenByItsOwner(string sql)
    {
        await using var stage = await FilledAsync();

        foreach (var source in new[] { stage.Sources.Owner, stage.Sources.Web, stage.Sources.Identity })
            Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(source, sql))).SqlState);
        Assert.Equal(6, (await AuditVerifier.VerifyAsync(stage.Sources.Owner, [], Token)).Sound);
    }

    [Fact]
    public async Task P32_EntryFails_TheActionIsUndone()
    {
        await using var stage = await FilledAsync();
        await ExecuteAsync(stage.Sources.Owner, "revoke insert on audit from posture_web");

        await Assert.ThrowsAsync<PostgresException>(() => stage.Tenants.PutAsync(Ada, "bank", "Bank", [new("prod", "bank")], Token));
        var shop = (await new TenantQuery(stage.Sources.Web).ListAsync(Token)).Single();
        await Assert.ThrowsAsync<PostgresException>(() => stage.Tenants.RemoveAsync(Ada, shop.Id, Token));

        Assert.Equal(["shop"], (await new TenantQuery(stage.Sources.Web).ListAsync(Token)).Select(tenant => tenant.Name));
    }

    [Fact]
    public async Task P34_Entry_SaysWhoWhereWhatBeforeAndAfter()
    {
        await using var stage = await Stage.CreateAsync(postgres);
        await stage.Tenants.PutAsync(Ada, "shop", "Shop", [new("prod", "shop")], Token);
        await stage.Tenants.PutAsync(Ada, "shop", "Shop", [new("prod", "shop")], Token); // no change, no entry
        await stage.Tenants.PutAsync(Ada with { Name = "A\0\ud800\u202e" }, "shop", "Shop", [new("*", "shop-*")], Token);

        var page = await new AuditQuery(stage.Sources.Web).PageAsync(ViewScope.All, "", new(), 1, 10, Token);

        Assert.Equal([2L, 1L], page.Rows.Select(row => row.Seq));
        var first = page.Rows[1];
        Assert.Equal(("idp|ada", "Ada Admin", "192.0.2.7", "tenant.put", "tenant/shop", "done"), (first.Actor, first.ActorName, first.Address, first.Action, first.Target, first.Result));
        Assert.Equal("""{"after":"Shop: prod/shop","before":""}""", first.Details);
        Assert.Equal("""{"after":"Shop: */shop-*","before":"Shop: prod/shop"}""", page.Rows[0].Details);
        Assert.Equal(new AuditVerdict(2, null, null), await AuditVerifier.VerifyAsync(stage.Sources.Owner, [], Token));
    }

    [Fact]
    public async Task Page_Tenant_SeesOwnActionsOnly()
    {
        await using var stage = await FilledAsync();
        var query = new AuditQuery(stage.Sources.Web);
        var nothing = ViewScope.Of([], []);

        Assert.Equal(6, (await query.PageAsync(ViewScope.All, "", new(), 1, 10, Token)).Total);
        Assert.Equal(6, (await query.PageAsync(nothing, Ada.Id, new(), 1, 10, Token)).Total);
        Assert.Equal(0, (await query.PageAsync(nothing, "idp|eve", new(), 1, 10, Token)).Total);
        Assert.Equal(0, (await query.PageAsync(nothing, "", new(), 1, 10, Token)).Total);
    }

    [Theory]
    [InlineData("", "", 6)]
    [InlineData("tenant", "", 6)]
    [InlineData("tenant.put", "SHOP", 6)]
    [InlineData("ten", "", 0)]
    [InlineData("", "%", 0)]
    [InlineData("", "ada adm", 6)]
    public async Task Page_Filter_IsTakenLiterally(string action, string text, int count)
    {
        await using var stage = await FilledAsync();

        Assert.Equal(count, (await new AuditQuery(stage.Sources.Web).PageAsync(ViewScope.All, "", new(action, text), 1, 2, Token)).Total);
    }

    [Fact]
    public async Task Append_ManyAtOnce_IsOneChain()
    {
        await using var stage = await Stage.CreateAsync(postgres);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => stage.Tenants.PutAsync(Ada, $"t{i}", "T", [new("*", $"ns-{i}")], Token)));

        Assert.Equal(new AuditVerdict(12, null, null), await AuditVerifier.VerifyAsync(stage.Sources.Owner, [], Token));
    }

    private async Task<Stage> FilledAsync()
    {
        var stage = await Stage.CreateAsync(postgres);
        for (var i = 0; i < 6; i++)
            await stage.Tenants.PutAsync(Ada, "shop", "Shop", [new("prod", $"shop-{i}")], Token);
        return stage;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}
