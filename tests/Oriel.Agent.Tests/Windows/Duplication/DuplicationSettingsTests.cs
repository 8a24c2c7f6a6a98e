using Oriel.Agent.Configuration;
using Oriel.Agent.Windows.Duplication;
using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.D3D11;

namespace Oriel.Agent.Tests.Windows.Duplication;

public sealed class DuplicationSettingsTests
{
    [Fact]
    public void The_names_users_know_are_understood()
    {
        var options = Read(("dxgi:adapter", "NVIDIA"), ("dxgi:output", "1"), ("dxgi:maxTextures", "4"), ("dxgi:disableDamage", "yes"), ("dxgi:allowRGB24", "on"),
            ("dxgi:downsample", ">1920x1080:1920x1080"), ("dxgi:hdr", "no"));
        Assert.Equal(("NVIDIA", "1", true, false, true), (options.Adapter, options.Output, options.DisableDamage, options.Hdr, options.Processor.Pack24));
        Assert.Equal([new DownsampleRule(true, 1920, 1080, 1920, 1080)], options.Processor.Downsample);
    }

    [Fact]
    public void Without_settings_nothing_is_processed_and_hdr_is_taken()
    {
        var options = Read();
        Assert.Equal((null, null, false, true, false, 0), (options.Adapter, options.Output, options.DisableDamage, options.Hdr, options.Processor.Pack24, options.Processor.Downsample.Count));
        Assert.Equal((false, GpuPriorityClass.High), (DuplicationSettings.ReadGpu(_ => null).Debug, DuplicationSettings.ReadGpu(_ => null).PriorityClass));
        Assert.Null(DuplicationSettings.ReadGpu(key => key == "os:gpuPriority" ? "normal" : null).PriorityClass);
        Assert.Throws<OrielException>(() => DuplicationSettings.ReadGpu(_ => "often"));
    }

    [Theory]
    [InlineData("dxgi:maxTextures", "0")]
    [InlineData("dxgi:disableDamage", "maybe")]
    [InlineData("dxgi:downsample", "1920x1080")]
    [InlineData("dxgi:hdr", "10")]
    public void What_cannot_be_used_is_named(string key, string value)
    {
        var error = Assert.Throws<OrielException>(() => Read((key, value)));
        Assert.Same(AgentErrors.BadOption, error.Code);
        Assert.Contains(key, error.Seen, StringComparison.Ordinal);
        Assert.Contains(value, error.Seen, StringComparison.Ordinal);
        Assert.NotNull(AgentSettings.Find(key, SettingSystems.Windows));
    }

    private static DuplicationOptions Read(params (string Key, string Value)[] values)
    {
        var settings = values.ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
        Assert.All(settings.Keys, key => Assert.NotNull(AgentSettings.Find(key, SettingSystems.Windows)));
        return DuplicationSettings.Read(key => settings.GetValueOrDefault(key));
    }
}
