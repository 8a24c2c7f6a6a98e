using Oriel.Agent.Capture;
using Oriel.Agent.Windows;
using Oriel.Interop.Windows.User;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Tests.Windows.Selection;

/// <summary>Which backend captures, after whatever happens.</summary>
public sealed class BackendSelectionTests
{
    [Fact]
    public void The_first_that_opens_is_used_and_every_reason_is_said_once()
    {
        using var stage = new SelectionStage("d12", "dxgi", "gdi");
        stage.Refuse("d12", seen: "no such interface");
        stage.Refuse("dxgi", seen: "not implemented");
        Assert.Equal("gdi", stage.Open().Name);
        Assert.Equal(["d12", "dxgi", "gdi"], stage.Tries);
        Assert.Equal(["capture method d12 (D12) does not work here: ORL421: no such interface", "capture method dxgi (DXGI) does not work here: ORL421: not implemented"], stage.Log);
        stage.Advance(60);
        Assert.False(stage.Selection.TryImprove(stage.Stop, stage.Wake));
        Assert.Equal(2, stage.Log.Count);
        stage.Refuse("dxgi", seen: "another reason");
        stage.Advance(120);
        Assert.False(stage.Selection.TryImprove(stage.Stop, stage.Wake));
        Assert.Equal(3, stage.Log.Count);
    }

    [Fact]
    public void A_lost_backend_is_opened_again_before_others_get_their_turn()
    {
        using var stage = new SelectionStage("dxgi", "gdi");
        Assert.Equal("dxgi", stage.Open().Name);
        stage.Advance(100);

        // A mode change: lost, gone for a moment, there again.
        stage.Refuse("dxgi");
        for (var i = 0; i < 3; i++)
        {
            Assert.Throws<OrielException>(stage.Open);
            stage.Advance(0.25);
        }

        stage.Allow("dxgi");
        Assert.Equal("dxgi", stage.Open().Name);
        Assert.DoesNotContain("gdi", stage.Tries);
    }

    [Fact]
    public void After_repeated_failures_the_next_one_captures_until_the_preferred_one_works()
    {
        using var stage = new SelectionStage("dxgi", "gdi");
        Assert.Equal("dxgi", stage.Open().Name);
        stage.Advance(100);
        stage.Refuse("dxgi");
        ICaptureBackend? opened = null;
        var waited = 0.0;
        while (opened is null)
        {
            try
            {
                opened = stage.Open();
            }
            catch (OrielException)
            {
                stage.Advance(0.25);
                waited += 0.25;
            }

            Assert.True(waited < 5);
        }

        Assert.Equal("gdi", opened.Name);
        Assert.InRange(waited, 1.9, 2.6);
        Assert.Equal(CaptureOutcome.Unchanged, opened.Wait(0, new DamageList()));
        stage.Advance(31);
        Assert.Equal(CaptureOutcome.Unchanged, opened.Wait(0, new DamageList()));
        stage.Allow("dxgi");

        // The second pause is twice as long.
        stage.Advance(31);
        Assert.Equal(CaptureOutcome.Unchanged, opened.Wait(0, new DamageList()));
        stage.Advance(31);
        Assert.Equal(CaptureOutcome.Lost, opened.Wait(0, new DamageList()));
        var tries = stage.Tries.Count;
        Assert.Equal("dxgi", stage.Open().Name);
        Assert.Equal(tries, stage.Tries.Count);
        Assert.Contains("capture method dxgi (DXGI) works now and takes over", stage.Log);
    }

    [Fact]
    public void A_backend_that_opens_and_dies_at_once_does_not_stay_for_ever()
    {
        using var stage = new SelectionStage("dxgi", "gdi");
        var names = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            names.Add(stage.Open().Name);
            stage.Advance(0.3);
        }

        Assert.Contains("gdi", names);
        Assert.InRange(names.IndexOf("gdi"), 4, 12);
    }

    [Fact]
    public void One_that_was_found_and_not_wanted_any_more_is_closed()
    {
        using var stage = new SelectionStage("dxgi", "gdi");
        stage.Refuse("dxgi");
        using var gdi = stage.Open();
        stage.Allow("dxgi");
        stage.Advance(31);
        Assert.Equal(CaptureOutcome.Lost, gdi.Wait(0, new DamageList()));
        stage.Selection.Close();
        Assert.Equal(1, stage.Disposed);
    }

    [Fact]
    public void When_nothing_works_the_reason_that_says_most_is_told()
    {
        using var stage = new SelectionStage("dxgi", "gdi", "nvfbc");
        stage.Refuse("dxgi", AgentErrors.NoSuchOutput);
        stage.Refuse("gdi", AgentErrors.NoActiveOutput);
        stage.Refuse("nvfbc", AgentErrors.BadOption);
        Assert.Same(AgentErrors.NoActiveOutput, Assert.Throws<OrielException>(stage.Open).Code);
        stage.Refuse("gdi", AgentErrors.ScreenRefused);
        Assert.Same(AgentErrors.ScreenRefused, Assert.Throws<OrielException>(stage.Open).Code);
    }

    [Fact]
    public void Names_choose_one_and_nonsense_is_answered_with_those_that_exist()
    {
        using var stage = new SelectionStage("d12", "dxgi", "gdi");
        Assert.Equal(3, WindowsSources.Choose(stage.Backends, "AUTO").Count);
        Assert.Equal("dxgi", Assert.Single(WindowsSources.Choose(stage.Backends, "DXGI")).Name);
        var error = Assert.Throws<OrielException>(() => WindowsSources.Choose(stage.Backends, "magic"));
        Assert.Same(AgentErrors.BadOption, error.Code);
        Assert.Contains("d12, dxgi, gdi", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Heads_are_found_by_every_name_they_have()
    {
        DisplayHead[] heads =
        [
            new(@"\\.\DISPLAY1", "Card", "", Attached: false, Primary: false, 0, 0, 0, 0, 0),
            new(@"\\.\DISPLAY2", "Card", "Left Screen", Attached: true, Primary: false, -1920, 0, 1920, 1080, 60),
            new(@"\\.\DISPLAY3", "Card", "Right Screen", Attached: true, Primary: true, 0, 0, 2560, 1440, 144),
        ];
        Assert.Same(heads[2], WindowsOutputs.Choose(heads, null));
        Assert.Same(heads[1], WindowsOutputs.Choose(heads, "0"));
        Assert.Same(heads[1], WindowsOutputs.Choose(heads, "display2"));
        Assert.Same(heads[1], WindowsOutputs.Choose(heads, @"\\.\DISPLAY2"));
        Assert.Same(heads[2], WindowsOutputs.Choose(heads, "right screen"));
        Assert.Null(WindowsOutputs.Choose(heads, "Desktop"));
        Assert.Contains("DISPLAY2 (0), DISPLAY3 (1), or desktop", Assert.Throws<OrielException>(() => WindowsOutputs.Choose(heads, "DISPLAY1")).Expected, StringComparison.Ordinal);

        using var text = new StringWriter();
        WindowsOutputs.Write(heads, text);
        Assert.Matches(@"0 DISPLAY2 +1920x1080-1920\+0 60 Hz: Left Screen on Card\s+1 DISPLAY3 +2560x1440\+0\+0 144 Hz primary", text.ToString());
    }

    [Fact]
    public void No_active_output_comes_with_advice()
    {
        var error = Assert.Throws<OrielException>(() => WindowsOutputs.Choose([new(@"\\.\DISPLAY1", "Virtual Function", "", Attached: false, Primary: false, 0, 0, 0, 0, 0)], null));
        Assert.Same(AgentErrors.NoActiveOutput, error.Code);
        Assert.Contains("Virtual Function", error.Seen, StringComparison.Ordinal);
        Assert.Matches("dummy plug.*virtual display driver.*SR-IOV", error.Remedy);
    }

    [Theory]
    [InlineData(1920, 1080, 1920, 1080)]
    [InlineData(1919, 2000, 1600, 1200)]
    [InlineData(800, 599, 640, 480)]
    [InlineData(100, 100, 0, 0)]
    public void The_mode_that_fits_is_the_largest(uint width, uint height, int expectedWidth, int expectedHeight)
    {
        (int, int)[] sizes = [(640, 480), (800, 600), (1600, 1200), (1920, 1080), (2560, 1440), (64, 64)];
        Assert.Equal((expectedWidth, expectedHeight), FittingSize.Choose(sizes, width, height) ?? (0, 0));
    }
}
