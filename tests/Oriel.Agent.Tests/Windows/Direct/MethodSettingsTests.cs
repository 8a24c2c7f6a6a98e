using Microsoft.Extensions.Logging.Abstractions;
using Oriel.Agent.Configuration;
using Oriel.Agent.Windows;
using Oriel.Agent.Windows.Direct;
using Oriel.Agent.Windows.GraphicsCapture;
using Oriel.Agent.Windows.NvFbc;
using Oriel.Testing;

namespace Oriel.Agent.Tests.Windows.Direct;

/// <summary>What the configuration file says to the direct copy, to graphics capture and to NvFBC, and their places in the list of methods.</summary>
public sealed class MethodSettingsTests
{
    [Fact]
    public void Nothing_said_means_the_defaults()
    {
        var options = Options("[app]\n");
        Assert.Equal(new DirectOptions(), DirectSettings.Read(options));
        Assert.Equal(new NvFbcOptions(), NvFbcSettings.Read(options));
        Assert.Equal(new GraphicsCaptureOptions(), GraphicsCaptureSettings.Read(options));
    }

    [Fact]
    public void Every_setting_arrives()
    {
        var options = Options("[d12]\ntrackDamage=no\nindirectCopy=yes\ndebug=on\n[nvfbc]\nadapterIndex=2\ndiffRes=16\nnoHDR=no\n[wgc]\nwindow=My program\noutput=1\n");
        Assert.Equal(new DirectOptions { TrackDamage = false, IndirectCopy = true, DebugLayer = true }, DirectSettings.Read(options));
        Assert.Equal(new NvFbcOptions { AdapterIndex = 2, BlockPixels = 16, Hdr = true }, NvFbcSettings.Read(options));
        Assert.Equal(new GraphicsCaptureOptions { Window = "My program", Output = "1" }, GraphicsCaptureSettings.Read(options));
    }

    [Fact]
    public void The_direct_copy_comes_first_and_brings_its_replacement_along()
    {
        Assert.Equal(["d12", "dxgi", "gdi", "wgc", "nvfbc"], WindowsSources.Backends.Select(b => b.Name));
        Assert.Equal(["d12", "dxgi"], WindowsSources.Choose(WindowsSources.Backends, "D12").Select(b => b.Name));
        Assert.Equal(["nvfbc"], WindowsSources.Choose(WindowsSources.Backends, "nvfbc").Select(b => b.Name));
    }

    private static WindowsCaptureOptions Options(string text)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("agent.ini"), text);
        return new WindowsCaptureOptions(null, 0, AgentIni.Load(folder.File("agent.ini"), SettingSystems.Windows), NullLogger.Instance, new WindowsParts());
    }
}
