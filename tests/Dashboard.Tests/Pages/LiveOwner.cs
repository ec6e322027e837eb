using Posture.Analysis.Indexes;
using Posture.Analysis.Policy;
using Posture.Analysis.Questions;
using Posture.Dashboard.Live;
using Posture.TestKit;

namespace Posture.Dashboard.Tests.Pages;

/// <summary>The owner of a cluster, in this process; null holds nothing.</summary>
internal sealed class LiveOwner(string? objects) : ILiveQuestions
{
    public Task<TAnswer?> AskAsync<TQuestion, TAnswer>(
        string cluster, LiveQuestion<TQuestion, TAnswer> question, TQuestion asked, CancellationToken cancellationToken)
        where TAnswer : class => Task.FromResult(objects is null ? null
            : question.Read(question.Answer(new ClusterView(cluster, Manifests.Inventory(objects), PosturePolicy.Default), question.Write(asked))));
}
