using System.Diagnostics;
using System.Text;
using Oriel.Display.Clipboard;
using Oriel.Testing;

namespace Oriel.Display.Tests.Clipboard;

/// <summary>Against xclip and xsel, two independent programs, on a private X server.</summary>
public sealed class X11ClipboardTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private readonly XvfbServer _x = XvfbServer.StartOrSkip();
    private readonly TempFolder _folder = new();
    private readonly List<TestProcess> _owners = [];

    public X11ClipboardTests() =>
        Assert.SkipUnless(TestProcess.IsInstalled("xclip") && TestProcess.IsInstalled("xsel"), "xclip and xsel are not installed (packages xclip, xsel)");

    public void Dispose()
    {
        _owners.ForEach(o => o.Dispose());
        _x.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(HostSelection.Clipboard)]
    [InlineData(HostSelection.Primary)]
    public async Task Text_comes_from_xclip_and_xsel(HostSelection selection)
    {
        using var ours = Open();
        Own("xclip", selection, "grüße ☃\nzwei\n"u8);
        ours.WaitFor(selection, HostContentType.Text);
        var answer = await ours.Clipboard.FetchAsync(selection, HostContentType.Text);
        Assert.Equal((HostAnswerOutcome.Content, "grüße ☃\nzwei\n"), (answer.Outcome, Encoding.UTF8.GetString(answer.Content.Span)));

        var changes = ours.Changes;
        OwnXsel(selection, "von xsel");
        Eventually.True(() => ours.Changes > changes, s_patience, "the new owner is seen");
        Assert.Equal("von xsel", Encoding.UTF8.GetString((await ours.Clipboard.FetchAsync(selection, HostContentType.Text)).Content.Span));
    }

    [Theory]
    [InlineData(HostSelection.Clipboard)]
    [InlineData(HostSelection.Primary)]
    public void Text_goes_to_xclip_and_xsel(HostSelection selection)
    {
        using var ours = Open();
        ours.Answers[HostContentType.Text] = "schöne\nZeilen"u8.ToArray();
        Offer(ours, selection, HostContentType.Text);
        Assert.Equal("schöne\nZeilen"u8.ToArray(), PasteXclip(selection));
        Assert.Equal("schöne\nZeilen"u8.ToArray(), Paste("xsel", selection == HostSelection.Clipboard ? "--clipboard" : "--primary", "--output"));
        Assert.Equal(Encoding.Latin1.GetBytes("schöne\nZeilen"), PasteXclip(selection, "STRING"));
    }

    [Fact]
    public async Task Images_and_large_content_go_both_ways()
    {
        using var ours = Open();
        var png = new byte[5 << 20];
        new Random(3).NextBytes(png);
        Own("xclip", HostSelection.Clipboard, png, "image/png");
        ours.WaitFor(HostSelection.Clipboard, HostContentType.Png);
        var watch = Stopwatch.StartNew();
        var answer = await ours.Clipboard.FetchAsync(HostSelection.Clipboard, HostContentType.Png);
        TestContext.Current.SendDiagnosticMessage($"5 MiB in: {watch.ElapsedMilliseconds} ms");
        Assert.Equal(HostAnswerOutcome.Content, answer.Outcome);
        Assert.True(png.AsSpan().SequenceEqual(answer.Content.Span));
        Assert.Equal(HostAnswerOutcome.Nothing, (await ours.Clipboard.FetchAsync(HostSelection.Clipboard, HostContentType.Bmp)).Outcome);

        ours.Answers[HostContentType.Bmp] = png;
        ours.Answers[HostContentType.Png] = [1, 2, 3];
        Offer(ours, HostSelection.Clipboard, HostContentType.Png, HostContentType.Bmp);
        watch.Restart();
        Assert.True(png.AsSpan().SequenceEqual(PasteXclip(HostSelection.Clipboard, "image/bmp")));
        TestContext.Current.SendDiagnosticMessage($"5 MiB out: {watch.ElapsedMilliseconds} ms");
        Assert.Equal([1, 2, 3], PasteXclip(HostSelection.Clipboard, "image/png"));
    }

    [Fact]
    public void The_list_of_targets_names_what_is_offered_and_nothing_else()
    {
        using var ours = Open();
        Offer(ours, HostSelection.Clipboard, HostContentType.Text);
        var targets = Encoding.UTF8.GetString(PasteXclip(HostSelection.Clipboard, "TARGETS")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Superset(new HashSet<string>(["TARGETS", "TIMESTAMP", "MULTIPLE", "UTF8_STRING", "STRING", "text/plain;charset=utf-8"]), targets.ToHashSet());
        Assert.DoesNotContain(targets, t => t.StartsWith("image/", StringComparison.Ordinal));
        Assert.Empty(ours.Requests);
    }

    [Fact]
    public async Task Our_own_offer_is_not_reported_and_losing_it_is()
    {
        using var ours = Open();
        ours.WaitFor(HostSelection.Clipboard);
        var changes = ours.Changes;
        Offer(ours, HostSelection.Clipboard, HostContentType.Text);
        Assert.Equal(changes, ours.Changes);
        Assert.Equal(HostAnswerOutcome.Nothing, (await ours.Clipboard.FetchAsync(HostSelection.Clipboard, HostContentType.Text)).Outcome);
        Own("xclip", HostSelection.Clipboard, "x"u8);
        ours.WaitFor(HostSelection.Clipboard, HostContentType.Text);
        Assert.Equal([HostSelection.Clipboard], ours.Losses);
        Offer(ours, HostSelection.Clipboard, HostContentType.Text);
        ours.Clipboard.Withdraw(HostSelection.Clipboard);
        ours.WaitFor(HostSelection.Clipboard);
        Assert.Single(ours.Losses);
    }

    [Fact]
    public async Task Too_large_is_said_and_the_next_question_works()
    {
        using var ours = Open(new ClipboardLimits { MaxBytes = 100_000 });
        Own("xclip", HostSelection.Clipboard, new byte[5 << 20], "image/png");
        ours.WaitFor(HostSelection.Clipboard, HostContentType.Png);
        Assert.Equal(HostAnswerOutcome.TooLarge, (await ours.Clipboard.FetchAsync(HostSelection.Clipboard, HostContentType.Png)).Outcome);
        var changes = ours.Changes;
        Own("xclip", HostSelection.Clipboard, new byte[100_000], "image/png");
        Eventually.True(() => ours.Changes > changes, s_patience, "the new owner is seen");
        Assert.Equal(100_000, (await ours.Clipboard.FetchAsync(HostSelection.Clipboard, HostContentType.Png)).Content.Length);
    }

    [Fact]
    public async Task An_owner_that_does_not_answer_is_given_up()
    {
        using var ours = Open(new ClipboardLimits { OwnerPatience = TimeSpan.FromMilliseconds(300) });
        Own("xclip", HostSelection.Clipboard, "x"u8);
        ours.WaitFor(HostSelection.Clipboard, HostContentType.Text);
        _owners[^1].Send(Signal.Stop);
        Assert.Equal(HostAnswerOutcome.TimedOut, (await ours.Clipboard.FetchAsync(HostSelection.Clipboard, HostContentType.Text)).Outcome);
        _owners[^1].Send(Signal.Continue);
        Assert.Equal("x"u8.ToArray(), (await ours.Clipboard.FetchAsync(HostSelection.Clipboard, HostContentType.Text)).Content.ToArray());
        _owners[^1].Send(Signal.Kill);
        ours.WaitFor(HostSelection.Clipboard);
    }

    [Fact]
    public async Task A_requestor_that_leaves_while_it_waits_is_noticed()
    {
        using var ours = Open();
        Offer(ours, HostSelection.Clipboard, HostContentType.Text);
        using (var paste = TestProcess.Start("xclip", ["-selection", "clipboard", "-o"], _x.Environment()))
        {
            Eventually.True(() => !ours.Requests.IsEmpty, s_patience, "xclip asks");
            Assert.False(ours.Requests.First().Abandoned.IsCompleted);
        }

        await ours.Requests.First().Abandoned.WaitAsync(s_patience);
        ours.Requests.First().Answer("late"u8.ToArray());
        ours.Answers[HostContentType.Text] = "next"u8.ToArray();
        Assert.Equal("next"u8.ToArray(), PasteXclip(HostSelection.Clipboard));
    }

    [Fact]
    public void A_requestor_that_leaves_in_the_middle_of_the_pieces_holds_nothing_up()
    {
        using var ours = Open(new ClipboardLimits { PieceBytes = 1000 });
        ours.Answers[HostContentType.Png] = new byte[20 << 20];
        Offer(ours, HostSelection.Clipboard, HostContentType.Png, HostContentType.Text);
        using (TestProcess.Start("sh", ["-c", "xclip -selection clipboard -t image/png -o >/dev/null"], _x.Environment()))
        {
            Eventually.True(() => !ours.Requests.IsEmpty, s_patience, "xclip asks");
        }

        ours.Answers[HostContentType.Text] = "fine"u8.ToArray();
        Assert.Equal("fine"u8.ToArray(), PasteXclip(HostSelection.Clipboard));
    }

    [Fact]
    public async Task A_server_that_dies_ends_everything()
    {
        var ours = Open();
        Own("xclip", HostSelection.Clipboard, "x"u8);
        ours.WaitFor(HostSelection.Clipboard, HostContentType.Text);
        _owners[^1].Send(Signal.Stop);
        var fetch = ours.Clipboard.FetchAsync(HostSelection.Clipboard, HostContentType.Text);
        _x.Process.Send(Signal.Kill);
        Assert.Equal(HostAnswerOutcome.Lost, (await fetch.WaitAsync(s_patience)).Outcome);
        Assert.Equal(HostAnswerOutcome.Lost, (await ours.Clipboard.FetchAsync(HostSelection.Clipboard, HostContentType.Text).WaitAsync(s_patience)).Outcome);
        ours.Dispose();
    }

    [Fact]
    public void No_server_is_an_error_in_words()
    {
        var error = Assert.Throws<OrielException>(() => new X11Clipboard(":no-such-display"));
        Assert.Equal(ClipboardErrors.Unavailable, error.Code);
    }

    private ClipboardProbe Open(ClipboardLimits? limits = null) => new(new X11Clipboard(_x.Display, limits));

    private void Offer(ClipboardProbe ours, HostSelection selection, params HostContentType[] types)
    {
        ours.Clipboard.Offer(selection, types);
        var name = selection == HostSelection.Clipboard ? "clipboard" : "primary";
        Eventually.True(
            () => _x.TryRun("xclip", "-selection", name, "-t", "TIMESTAMP", "-o") is not null
                && _x.TryRun("xclip", "-selection", name, "-t", "TARGETS", "-o") is { } targets && types.Contains(HostContentType.Png) == targets.Contains("image/png", StringComparison.Ordinal),
            s_patience, "the offer stands");
    }

    private void Own(string program, HostSelection selection, ReadOnlySpan<byte> content, string? target = null)
    {
        var file = _folder.File($"content-{_owners.Count}");
        File.WriteAllBytes(file, content);

        // Quiet: stays in the foreground and serves until it loses the selection.
        string[] type = target is null ? [] : ["-t", target];
        _owners.Add(TestProcess.Start(program, ["-quiet", "-selection", selection == HostSelection.Clipboard ? "clipboard" : "primary", .. type, "-i", file], _x.Environment()));
    }

    private void OwnXsel(HostSelection selection, string text)
    {
        var file = _folder.File($"content-{_owners.Count}");
        File.WriteAllText(file, text);
        _owners.Add(TestProcess.Start(
            "sh", ["-c", $"exec xsel --nodetach {(selection == HostSelection.Clipboard ? "--clipboard" : "--primary")} --input <'{file}'"], _x.Environment()));
    }

    private byte[] PasteXclip(HostSelection selection, string? target = null)
    {
        string[] type = target is null ? [] : ["-t", target];
        return Paste("xclip", ["-selection", selection == HostSelection.Clipboard ? "clipboard" : "primary", .. type, "-o"]);
    }

    private byte[] Paste(string program, params string[] arguments)
    {
        var file = _folder.File("pasted");
        _ = TestProcess.Run("sh", ["-c", "out=$1; shift; exec \"$@\" >\"$out\"", "sh", file, program, .. arguments], _x.Environment());
        return File.ReadAllBytes(file);
    }
}
