namespace Posture.Collectors.Cli.Output;

/// <summary>One output format of <c>scan</c>. Writes to standard output only; chatter goes to standard error.</summary>
internal interface IScanWriter
{
    void Write(ScanResult result, TextWriter output);
}
