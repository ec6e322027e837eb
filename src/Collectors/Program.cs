using System.Text;
using Posture.Collectors.Cli;

// The console's own writer hands every line to the system by itself, which a file or pipe does not need.
if (Console.IsOutputRedirected)
    Console.SetOut(new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16));
var code = await CommandLine.RunAsync(args, Console.Out, Console.Error, CancellationToken.None).ConfigureAwait(false);
await Console.Out.FlushAsync().ConfigureAwait(false);
return code;
