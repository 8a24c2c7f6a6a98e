namespace Oriel.Cli.Input;

/// <summary>What the router shows the user. Window role; must not block.</summary>
internal interface IInputFeedback
{
    /// <summary>A short text over the picture for some seconds.</summary>
    void ShowNotice(string text);

    /// <summary>The help, until <see cref="HideHelp"/>.</summary>
    void ShowHelp(IReadOnlyList<string> lines);

    /// <summary>Takes the help away.</summary>
    void HideHelp();
}
