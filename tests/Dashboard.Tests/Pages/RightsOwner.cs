using Microsoft.Extensions.DependencyInjection;
using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Analysis.Questions;
using Posture.Dashboard.Live;
using Posture.Model.Coverage;
using Posture.TestKit;

namespace Posture.Dashboard.Tests.Pages;

/// <summary>The owner of a cluster with the rights of two tenants, in this process; one without objects holds nothing.</summary>
internal sealed class RightsOwner(string? objects, string? unread) : ILiveQuestions
{
    public const string Rights = """
        {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: bank}}
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: a}]}}
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: ledger, namespace: bank}, spec: {containers: [{name: a}]}}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: cluster-admin}
        rules: [{verbs: ["*"], apiGroups: ["*"], resources: ["*"]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: operators}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
        subjects: [{kind: Group, name: "oidc:operators"}, {kind: ServiceAccount, name: vault, namespace: bank}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: reader, namespace: shop}
        rules: [{verbs: [get], apiGroups: [""], resources: [secrets]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: readers, namespace: shop}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
        subjects: [{kind: ServiceAccount, name: web, namespace: shop}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: ledger, namespace: bank}
        rules: [{verbs: [create], apiGroups: [""], resources: [pods/exec]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: crew, namespace: bank}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: ledger}
        subjects: [{kind: User, name: bob}]
        """;

    /// <summary>Words of which none may reach the tenant of shop.</summary>
    public static readonly string[] Foreign = ["bank", "vault", "ledger", "bob", "crew"];

    public static async Task<PageStage> StageAsync(PostgresFixture postgres, string? rights, string? unread)
    {
        var stage = await PageStage.CreateAsync(postgres);
        await stage.CommitAsync("prod", Rights);
        stage.Services.AddSingleton<ILiveQuestions>(new RightsOwner(rights, unread));
        return stage;
    }

    public Task<TAnswer?> AskAsync<TQuestion, TAnswer>(
        string cluster, LiveQuestion<TQuestion, TAnswer> question, TQuestion asked, CancellationToken cancellationToken)
        where TAnswer : class
    {
        if (objects is null)
            return Task.FromResult<TAnswer?>(null);
        var inventory = Manifests.Inventory(objects);
        if (unread is not null)
            inventory.SetCoverage(new("rbac.authorization.k8s.io", unread, CoverageState.Forbidden, "the collector may not list it", null, 0));
        // By topic, as the grain finds it: a question that is not registered has no answer.
        var answer = LiveQuestions.Find(question.Topic)?.Answer(new ClusterView(cluster, inventory, PosturePolicy.Default), question.Write(asked));
        return Task.FromResult(answer is null ? null : question.Read(answer));
    }
}
