using Oriel.Agent.Windows.Duplication;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Testing.Windows;

namespace Oriel.Agent.Tests.Windows.Duplication;

/// <summary>Which adapter and output are chosen.</summary>
public sealed class TargetTests
{
    [Theory]
    [InlineData(null, null, "Big GPU", "DISPLAY1")]
    [InlineData(null, "1", "Big GPU", "DISPLAY2")]
    [InlineData(null, "display4", "Small GPU", "DISPLAY4")]
    [InlineData(null, @"\\.\DISPLAY2", "Big GPU", "DISPLAY2")]
    [InlineData("small", null, "Small GPU", "DISPLAY4")]
    [InlineData("1", "0", "Small GPU", "DISPLAY4")]
    [InlineData(null, "2", "Small GPU", "DISPLAY4")]
    public void By_name_or_number(string? adapter, string? output, string expectedAdapter, string expectedOutput)
    {
        using var windows = Machine();
        using (var target = DuplicationTarget.Find(new FakeGpuSystem(windows), adapter, output))
        {
            Assert.Equal((expectedAdapter, expectedOutput), (target.Adapter.Name, target.Head));
        }

        Assert.Empty(windows.Live);
    }

    [Theory]
    [InlineData("huge", null, "ORL404", "Big GPU (0), Small GPU (1)")]
    [InlineData("9", null, "ORL404", "Big GPU (0)")]
    [InlineData(null, "DISPLAY3", "ORL404", "DISPLAY1 (0), DISPLAY2 (1), DISPLAY4 (2)")]
    [InlineData("render", null, "ORL420", "at least one active output")]
    public void What_does_not_exist_is_told_with_what_does(string? adapter, string? output, string code, string words)
    {
        using var windows = Machine();
        var error = Assert.Throws<OrielException>(() => DuplicationTarget.Find(new FakeGpuSystem(windows), adapter, output));
        Assert.Equal(code, error.Code.Id);
        Assert.Contains(words, error.Expected, StringComparison.Ordinal);
        Assert.Empty(windows.Live);
    }

    [Fact]
    public void Without_any_active_output_a_virtual_display_is_the_advice()
    {
        using var windows = new FakeWindows();
        windows.Gpus.Add(new FakeGpu("SR-IOV function", 0x8086));
        var error = Assert.Throws<OrielException>(() => DuplicationTarget.Find(new FakeGpuSystem(windows), null, null));
        Assert.Same(AgentErrors.NoActiveOutput, error.Code);
        Assert.Contains("virtual display", error.Remedy, StringComparison.Ordinal);
    }

    private static FakeWindows Machine()
    {
        var windows = new FakeWindows();
        windows.Gpus.Add(new FakeGpu("Big GPU", 0x10DE));
        windows.Gpus.Add(new FakeGpu("Small GPU", 0x8086));
        windows.Gpus.Add(new FakeGpu("Basic Render Driver", 0x1414) { IsSoftware = true });
        windows.Gpus[0].Screens.Add(new FakeScreen(@"\\.\DISPLAY2", 64, 48, PixelFormat.Bgra8) { X = 64 });
        windows.Gpus[0].Screens.Insert(0, new FakeScreen(@"\\.\DISPLAY1", 64, 48, PixelFormat.Bgra8));
        windows.Gpus[1].Screens.Add(new FakeScreen(@"\\.\DISPLAY3", 64, 48, PixelFormat.Bgra8) { IsAttached = false });
        windows.Gpus[1].Screens.Add(new FakeScreen(@"\\.\DISPLAY4", 64, 48, PixelFormat.Bgra8) { X = 128 });
        return windows;
    }
}
