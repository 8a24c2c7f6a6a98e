using Oriel.Agent.Configuration;
using Oriel.Testing;

namespace Oriel.Agent.Tests.Windows.Service;

/// <summary>Files of the existing Windows agent, and which names mean something on which system.</summary>
public sealed class ExistingSettingsTests
{
    /// <summary>Every option of the existing agent, as its documentation lists them.</summary>
    private const string Every = """
        ; a comment
        [os]
        shmDevice=1
        logFile=C:\logs\agent.txt
        exitEvent=Global\End
        ods=yes
        [app]
        capture=dxgi
        throttleFPS=75
        [nvfbc]
        decoupleCursor=yes
        diffRes=128
        adapterIndex=-1
        dwmFlush=no
        noHDR=yes
        downsample=
        [dxgi]
        adapter=NVIDIA GeForce
        output=\\.\DISPLAY2
        maxTextures=4
        useAcquireLock=yes
        dwmFlush=no
        disableDamage=no
        debug=no
        allowRGB24=yes
        downsample=>1920x1080:1280x720
        [d12]
        allowRGB24=no
        HDR16to10=yes
        adapter=
        output=
        trackDamage=yes
        debug=no
        indirectCopy=no
        downsample=
        """;

    [Fact]
    public void Every_name_of_an_existing_file_is_known_or_says_what_replaced_it()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("looking-glass-host.ini"), Every);
        var ini = AgentIni.Load(folder.File("looking-glass-host.ini"), SettingSystems.Windows);
        Assert.Empty(ini.Unknown);
        Assert.Equal(
            ["dxgi:dwmFlush", "dxgi:useAcquireLock", "nvfbc:decoupleCursor", "nvfbc:downsample", "nvfbc:dwmFlush", "os:ods"],
            ini.Retired.Select(r => r.Key).Order(StringComparer.Ordinal));
        Assert.All(ini.Retired, r => Assert.NotEmpty(r.Replacement));
        Assert.Equal("1", ini.Get("os:shmDevice"));
        Assert.Equal(@"\\.\DISPLAY2", ini.Get("dxgi:output"));
        Assert.Equal(">1920x1080:1280x720", ini.Get("DXGI:downsample"));
    }

    [Fact]
    public void An_existing_file_is_read_by_the_existing_rules()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("Looking-Glass-Host.INI"), "[dxgi]\nallowRGB24 = maybe  \ndebug=ON\nadapter=\"Quoted\"\u00AE card \n[app]\n#capture=gdi\n");
        var ini = AgentIni.Load(folder.File("Looking-Glass-Host.INI"), SettingSystems.Windows);
        Assert.Equal("no", ini.Get("dxgi:allowRGB24"));
        Assert.Equal("ON", ini.Get("dxgi:debug"));
        Assert.Equal("\"Quoted\" card", ini.Get("dxgi:adapter"));
        Assert.Equal(["app:#capture"], ini.Unknown);
        Assert.Null(ini.Get("app:capture"));
    }

    [Fact]
    public void Names_of_the_other_system_are_unknown()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("agent.ini"), "[x11]\ndisplay=:0\n[dxgi]\nadapter=x\n[os]\npreventSleep=no\n");
        Assert.Equal(["dxgi:adapter", "os:preventSleep"], AgentIni.Load(folder.File("agent.ini"), SettingSystems.Linux).Unknown.Order(StringComparer.Ordinal));
        Assert.Equal(["x11:display"], AgentIni.Load(folder.File("agent.ini"), SettingSystems.Windows).Unknown);
    }

    [Fact]
    public void No_name_is_listed_twice_or_both_alive_and_retired()
    {
        var keys = AgentSettings.All.Select(s => s.Key).Concat(AgentSettings.Retired.Select(r => r.Key)).ToList();
        Assert.Equal(keys.Distinct(StringComparer.OrdinalIgnoreCase), keys);
        Assert.All(AgentSettings.All, s => Assert.Matches("^[a-z0-9]+:[A-Za-z0-9]+$", s.Key));
    }
}
