using Oriel.Host.Setup;

namespace Oriel.Cli.Setup;

/// <summary>Asks before something is changed.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="answers">Where answers come from; null when nobody is there.</param>
/// <param name="output">Where questions go.</param>
internal sealed class SetupQuestion(SetupRequest request, TextReader? answers, TextWriter output)
{
    /// <summary>True when it shall be done.</summary>
    public bool Ask(string question)
    {
        if (request.DryRun)
        {
            return false;
        }

        if (request.Yes)
        {
            return true;
        }

        if (answers is null)
        {
            throw new OrielException(SetupErrors.NoAnswer, $"\"{question}\" and nobody at a terminal; nothing was changed", "a terminal, or the answer on the command line", "--yes does it, --dry-run only shows it");
        }

        output.Write($"{question} [y/N] ");
        output.Flush();
        return answers.ReadLine()?.Trim() is "y" or "Y" or "yes" or "Yes" or "YES";
    }
}
