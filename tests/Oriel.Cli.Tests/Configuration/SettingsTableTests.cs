using System.Reflection;
using Oriel.Cli.Configuration;

namespace Oriel.Cli.Tests.Configuration;

/// <summary>The table of settings against everything the existing programs know, and against the command line, in both directions.</summary>
public sealed class SettingsTableTests
{
    private static readonly System.CommandLine.Command s_view = CommandTree.Create().Subcommands.First(c => c.Name == "view");

    // Where settings come from is no setting.
    private static readonly string[] s_sources = ["--config", "--no-config", "--set", "--import-config"];

    [Fact]
    public void The_lists_are_whole() => Assert.Equal((114, 12, 29), (ExistingOptions.Viewer.Length, ExistingOptions.Tests.Length, ExistingOptions.Agent.Length));

    [Fact]
    public void Every_option_of_the_existing_viewer_is_supported_or_translated_or_answered()
    {
        List<string> wrong = [];
        foreach (var (name, oldName, letter, type, b7, head) in ExistingOptions.Viewer)
        {
            var row = ViewerSettings.Find(name);
            if (row is null || row.Name != name)
            {
                wrong.Add($"{name}: no row");
                continue;
            }

            Check(row.Short == letter, "short form");
            Check(row.OldNames.SequenceEqual(oldName is null ? [] : [oldName]) && (oldName is null || ViewerSettings.Find(oldName) == row), "older name");
            Check(row.Origin == (b7 == "·" ? SettingOrigin.Head : head == "·" ? SettingOrigin.B7 : SettingOrigin.Both), "versions");
            Check(row.ExistingDefault == (b7 == head || b7 == "·" ? head : head == "·" ? b7 : $"{b7} / {head}"), $"default {row.ExistingDefault}");
            Check(row.Kind == SettingKind.Flag == (type == "bool"), "type");
            var works = row.Option is { } option && s_view.Options.Any(o => o.Name == option);
            Check(works != row.Answer is { Length: > 10 }, "neither an option of view nor a reason, or both");
            Check(!row.IsTranslated || row.Translation!.Length > 2, "how it is translated");

            void Check(bool isRight, string what)
            {
                if (!isRight)
                {
                    wrong.Add($"{name}: {what}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Every_option_of_its_test_builds_is_answered() => Assert.All(ExistingOptions.Tests, option =>
    {
        var row = ViewerSettings.Find(option.Name);
        Assert.Equal((SettingOrigin.Test, option.Head), (row?.Origin, row?.ExistingDefault));
        Assert.NotNull(row!.Answer);
    });

    [Fact]
    public void Every_option_of_the_existing_agent_is_a_setting_of_ours_or_has_a_replacement()
    {
        // The agent is another program: the viewer must not depend on it, this test may.
        var settings = Assembly.Load("oriel-agent").GetType("Oriel.Agent.Configuration.AgentSettings", throwOnError: true)!;
        var known = ((IEnumerable<object>)settings.GetField("All")!.GetValue(null)!).Select(row => (string)row.GetType().GetProperty("Key")!.GetValue(row)!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var replacement = settings.GetMethod("ReplacementOf")!;

        Assert.All(ExistingOptions.Agent, name => Assert.True(known.Contains(name) || replacement.Invoke(null, [name]) is string { Length: > 10 }, name));
    }

    [Fact]
    public void Every_row_is_of_the_existing_viewer_or_of_Oriel_and_says_so()
    {
        var existing = ExistingOptions.Viewer.Select(o => o.Name).Concat(ExistingOptions.Tests.Select(o => o.Name)).ToHashSet();

        Assert.All(ViewerSettings.All, row => Assert.Equal(existing.Contains(row.Name), row.Origin != SettingOrigin.Oriel));
        Assert.All(ViewerSettings.All, row => Assert.Equal(existing.Contains(row.Name), row.ExistingDefault is not null));
    }

    [Fact]
    public void Every_option_of_view_can_be_set_in_a_file_under_one_name()
    {
        foreach (var option in s_view.Options.Where(o => !s_sources.Contains(o.Name)))
        {
            Assert.True(ViewerSettings.All.Count(row => row.Option == option.Name && row is { IsTranslated: false, IsJoint: false }) == 1, option.Name);
        }
    }

    [Fact]
    public void Every_option_named_by_a_row_exists() =>
        Assert.All(ViewerSettings.All.Where(row => row.Option is not null), row => Assert.Contains(s_view.Options, option => option.Name == row.Option));

    [Fact]
    public void Names_and_letters_are_used_once()
    {
        var names = ViewerSettings.All.SelectMany(row => row.OldNames.Append(row.Name)).ToList();
        Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase), names);
        var letters = ViewerSettings.All.Select(row => row.Short).Where(letter => letter is not null).ToList();
        Assert.Equal(letters.Distinct(), letters);
    }

    [Fact]
    public void Every_default_is_a_value_the_option_takes_and_comes_back_as_it_was()
    {
        foreach (var row in ViewerSettings.All.Where(row => row.Option is not null && ViewerSettings.OfOption(row.Option) == row))
        {
            var option = s_view.Options.First(o => o.Name == row.Option);
            var text = OptionChoice.Default(row, option);
            if (text.Length == 0)
            {
                continue;
            }

            var words = OptionChoice.ToOption(row, option, text);
            Assert.NotNull(words);
            Assert.Empty(s_view.Parse([.. ConfiguredLine.Line(option.Name, words)]).Errors);
            Assert.Equal(text, OptionChoice.ToFile(row, option, words));
        }
    }

    [Fact]
    public void Every_word_an_option_takes_can_be_written_in_a_file()
    {
        foreach (var row in ViewerSettings.All.Where(row => row.Option is not null && ViewerSettings.OfOption(row.Option) == row))
        {
            var option = s_view.Options.First(o => o.Name == row.Option);
            foreach (var word in OptionChoice.Words(option))
            {
                var value = OptionChoice.ToFile(row, option, [word]);
                Assert.Equal([word], OptionChoice.ToOption(row, option, value));
                Assert.Equal([word], OptionChoice.ToOption(row, option, value.ToUpperInvariant()));
            }
        }
    }

    [Theory]
    [InlineData("win:fulscreen", "win:fullScreen")]
    [InlineData("window:vsync", "win:vsync")]
    [InlineData("egl:fullScreen", "win:fullScreen")]
    [InlineData("xyzzy:plugh", null)]
    public void The_nearest_name_is_suggested(string name, string? nearest) => Assert.Equal(nearest, ViewerSettings.Nearest(name));

    [Fact]
    public void The_document_is_what_the_code_says() => Snapshot.Matches(SettingsDocument.Write(s_view), "docs/options.md");
}
