using System.Text.Json;

namespace Oriel.Wine.Tests;

/// <summary>Direct3D 11 as Wine does it: textures, staging, mapping and shaders carry every byte. How fast says nothing about a real GPU.</summary>
public sealed class SelfTestTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pictures_get_from_the_gpu_to_memory_unharmed(bool software)
    {
        var (status, output) = WineHome.DeskOrSkip(1024, 768).RunAgent(["selftest", "--json", .. software ? ["--software"] : (string[])[]]);
        TestContext.Current.TestOutputHelper?.WriteLine(output);
        Assert.Equal(0, status);
        using var json = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..(output.LastIndexOf('}') + 1)]);
        Assert.True(json.RootElement.GetProperty("passed").GetBoolean());
        var steps = json.RootElement.GetProperty("steps").EnumerateArray().ToDictionary(s => s.GetProperty("name").GetString()!, s => (s.GetProperty("verdict").GetString(), s.GetProperty("detail").GetString()!));
        foreach (var name in (string[])["device", "whole frames", "changed rectangles", "down-sampling", "packing to 24 bits"])
        {
            Assert.True(steps[name].Item1 == "Passed", $"{name}: {steps[name]}");
        }

        Assert.Contains("times memcpy", steps["whole frames"].Item2, StringComparison.Ordinal);
        Assert.All(steps.Values.Where(s => s.Item2.Contains("allocated", StringComparison.Ordinal)), s => Assert.Contains(" 0 bytes allocated", s.Item2, StringComparison.Ordinal));
    }

    /// <summary>Wine has no desktop duplication: the refusal is told with its number and the next method is used.</summary>
    [Fact]
    public void What_wine_lacks_is_said()
    {
        var (status, output) = WineHome.DeskOrSkip(1024, 768).RunAgent("capture-methods");
        Assert.Equal(0, status);
        Assert.Matches("dxgi +no: desktop duplication: ORL42[23]: .*(E_NOTIMPL|DXGI_ERROR_UNSUPPORTED)", output);
        Assert.Matches("gdi +works: .*chosen by itself", output);
    }
}
