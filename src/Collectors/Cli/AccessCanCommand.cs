using System.CommandLine;
using System.Text.Json;
using Posture.Analysis.Access;
using Posture.Analysis.Identities;
using Posture.Collectors.Cli.Output;

namespace Posture.Collectors.Cli;

/// <summary><c>posture access can</c>: one question in words, or a file of SubjectAccessReviews. The answer "no" is an answer: the exit code is 0.</summary>
internal static class AccessCanCommand
{
    private static readonly Argument<string?> Verb = new("verb")
    {
        Description = "get, list, create, … as in roles.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private static readonly Argument<string?> Resource = new("resource")
    {
        Description = "RESOURCE[.GROUP][/SUB], or a non-resource URL that begins with /.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private static readonly Option<string[]> Objects = new("--objects")
    {
        Description = "Folders or files of YAML/JSON that hold the roles and bindings; - reads standard input.",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<string?> Questions = new("--questions")
    {
        Description = "File of SubjectAccessReviews, one JSON object a line; groups count as given there.",
    };
    private static readonly Option<string?> As = new("--as")
    {
        Description = "User name; a service account is system:serviceaccount:NAMESPACE:NAME. Its implied groups are added.",
    };
    private static readonly Option<string[]> AsGroup = new("--as-group")
    {
        Description = "Group of the user; may be given again.",
    };
    private static readonly Option<string> Namespace = new("--namespace", "-n")
    {
        Description = "Namespace asked about; without it the whole cluster.",
        DefaultValueFactory = _ => "",
    };
    private static readonly Option<string> Name = new("--name")
    {
        Description = "Name of one object.",
        DefaultValueFactory = _ => "",
    };
    private static readonly Option<string> Format = new("--output", "-o")
    {
        Description = "table or ndjson.",
        DefaultValueFactory = _ => "table",
    };

    public static Command Create(TextWriter output, TextWriter chatter)
    {
        Format.AcceptOnlyFromAmong("table", "ndjson");
        var command = new Command("can", "May this identity do that, and which binding and role allow it?\n\nExamples:\n"
            + "  posture access can get pods/log --as alice --as-group devs -n shop --objects ./manifests\n"
            + "  posture access can --objects dump.json --questions reviews.ndjson -o ndjson")
        {
            Verb, Resource, Objects, Questions, As, AsGroup, Namespace, Name, Format,
        };
        command.Validators.Add(result =>
        {
            var isFile = result.GetValue(Questions) is not null;
            if (isFile != (result.GetValue(Resource) is null) || isFile != (result.GetValue(As) is null))
                result.AddError("give either VERB RESOURCE and --as, or --questions");
        });
        command.SetAction(parsed => Run(parsed, output, chatter));
        return command;
    }

    private static int Run(ParseResult parsed, TextWriter output, TextWriter chatter)
    {
        var authorizer = AccessCommand.Read(parsed.GetValue(Objects)!, chatter).Authorizer;
        var isTable = parsed.GetValue(Format) == "table";
        foreach (var review in parsed.GetValue(Questions) is { } file ? Reviews(file) : [Asked(parsed)])
        {
            var answer = AccessAnswerDocument.Of(review.Id, review.Identity, authorizer.Decide(review.Identity, review.Question));
            output.WriteLine(isTable ? Row(answer) : JsonSerializer.Serialize(answer, ScanJson.OneLine.AccessAnswerDocument));
        }
        return ExitCode.Ok;
    }

    private static string Row(AccessAnswerDocument answer) => string.Join('\t',
        ((string?[])[answer.Id?.ToString(), answer.Allowed ? "allowed" : "denied", answer.By?.Binding, answer.By?.Role, answer.Reason]).OfType<string>().Select(Words.Printable));

    private static AccessReview Asked(ParseResult parsed) => new(null, Identity.WithImpliedGroups(parsed.GetValue(As)!, parsed.GetValue(AsGroup) ?? []),
        KnownResources.QuestionOf(parsed.GetValue(Verb)!, parsed.GetValue(Resource)!, parsed.GetValue(Namespace)!, parsed.GetValue(Name)!));

    private static IEnumerable<AccessReview> Reviews(string file)
    {
        var number = 0;
        foreach (var line in Lines(file))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            yield return Review(line, file, number);
        }
    }

    private static AccessReview Review(string line, string file, int number)
    {
        try
        {
            return AccessReview.Parse(line);
        }
        catch (FormatException broken)
        {
            throw new CommandException(ExitCode.Usage, "access.bad_question", $"{file} line {number}: {broken.Message}; write one SubjectAccessReview a line");
        }
    }

    private static IEnumerable<string> Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.NotFound, "file.unreadable", $"{file}: the questions cannot be read; give a file that exists and may be read");
        }
    }
}
