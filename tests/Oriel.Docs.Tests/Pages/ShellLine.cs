using System.Text;

namespace Oriel.Docs.Tests.Pages;

/// <summary>A command line split as a shell splits it: into simple commands, and each of those into words.</summary>
internal sealed class ShellLine
{
    private readonly List<List<string>> _commands = [[]];
    private readonly StringBuilder _word = new();
    private bool _inWord;
    private bool _skipNext;

    /// <summary>Splits a line.</summary>
    public ShellLine(string text)
    {
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0')
            {
                if (c == quote)
                {
                    quote = '\0';
                }
                else
                {
                    _word.Append(c == '\\' && quote == '"' && i + 1 < text.Length ? text[++i] : c);
                }
            }
            else if (c is '\'' or '"')
            {
                quote = c;
                _inWord = true;
            }
            else if (c == '#' && !_inWord)
            {
                text = text[..i];
            }
            else if (c is ' ' or '\t')
            {
                EndWord();
            }
            else if (c is '|' or '&' or ';' or '>' or '<')
            {
                Operator(c);
            }
            else
            {
                _word.Append(c == '\\' && i + 1 < text.Length ? text[++i] : c);
                _inWord = true;
            }
        }

        EndWord();
        _commands.RemoveAll(command => command.Count == 0);
        Text = text.TrimEnd();
    }

    /// <summary>The line without its comment.</summary>
    public string Text { get; }

    /// <summary>The simple commands, without redirections.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Commands => _commands;

    /// <summary>True for one command with nothing around it.</summary>
    public bool IsSimple { get; private set; } = true;

    private void Operator(char c)
    {
        IsSimple = false;
        EndWord();
        if (c is '>' or '<')
        {
            _skipNext = true;
        }
        else
        {
            _commands.Add([]);
        }
    }

    private void EndWord()
    {
        if (_inWord)
        {
            if (!_skipNext)
            {
                _commands[^1].Add(_word.ToString());
            }

            _skipNext = false;
        }

        _word.Clear();
        _inWord = false;
    }
}
