namespace Posture.Collectors.Cli.Output;

/// <summary>
/// One framework of <c>frameworks -o json</c>. <c>reference</c> is the key under which <c>controls -o json</c> has its ids; empty where controls carry none.
/// </summary>
internal sealed record FrameworkDocument(string Id, string Name, string Version, string Reference, TitlesDocument Note, IReadOnlyList<RequirementDocument> Requirements);

/// <summary>
/// One item. <c>class</c> is the catalogue's word for where evidence comes from, <c>assessment</c> what that makes of it: automatic, partial, ingested or manual.
/// </summary>
internal sealed record RequirementDocument(string Id, string Group, TitlesDocument Titles, string Assessment, string Class, IReadOnlyList<string> Controls);
