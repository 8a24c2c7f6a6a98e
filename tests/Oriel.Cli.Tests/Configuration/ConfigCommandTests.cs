using Oriel.Testing;

namespace Oriel.Cli.Tests.Configuration;

/// <summary><c>oriel config</c> and <c>oriel view</c> as programs, with a home of their own.</summary>
public sealed class ConfigCommandTests : IDisposable
{
    private readonly TempFolder _home = new();

    private string UserFile => _home.File("config/oriel/oriel.ini");

    [Fact]
    public void Set_show_and_unset()
    {
        Assert.Equal($"win:scale=integer in {UserFile}", Run(0, "set", "WIN:scale", "Integer"));
        Assert.Equal($"win:scale=stretch in {UserFile}", Run(0, "set", "win:keepAspect", "no"));
        Assert.Equal($"win:fullScreen=yes in {_home.File("config/oriel/machines/win11.ini")}", Run(0, "set", "win:fullScreen", "on", "--machine", "win11"));
        Assert.Equal("[win]\nscale=stretch\n", File.ReadAllText(UserFile));

        Assert.Equal($"win:scale  stretch  {UserFile}, line 2", Run(0, "show"));
        Assert.Contains("win:fullScreen  yes", Run(0, "show", "--machine", "win11"), StringComparison.Ordinal);
        Assert.Equal("win:fullScreen  no  default", Run(0, "show", "win:fullscreen"));
        Assert.Contains("input:escapeKey            ScrollLock  default", Run(0, "show", "--all", "input"), StringComparison.Ordinal);
        Assert.Contains($"{UserFile}", Run(0, "path"), StringComparison.Ordinal);

        Assert.Equal($"win:scale taken out of {UserFile}", Run(0, "unset", "win:scale"));
        Assert.Equal("[win]\n", File.ReadAllText(UserFile));
        Assert.Contains("Nothing is set", Run(0, "show"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ORL543", "did you mean win:scale", "win:scael", "fit")]
    [InlineData("ORL543", "app:verbose=yes", "egl:debug", "yes")]
    [InlineData("ORL541", "'fit' 'stretch' 'integer' '1:1'", "win:scale", "huge")]
    [InlineData("ORL541", "yes or no", "win:fullScreen", "perhaps")]
    [InlineData("ORL541", "32 to 8192", "audio:periodSize", "9000")]
    [InlineData("ORL541", "oriel config unset win:position", "win:position", "center")]
    public void What_cannot_be_set_is_refused_and_nothing_is_written(string code, string words, string name, string value)
    {
        var told = Run(8, "set", name, value);

        Assert.Contains(code, told, StringComparison.Ordinal);
        Assert.Contains(words, told, StringComparison.Ordinal);
        Assert.False(File.Exists(UserFile));
    }

    [Fact]
    public void View_reads_the_files_and_imports_when_asked()
    {
        Directory.CreateDirectory(_home.File("config/looking-glass"));
        File.WriteAllText(_home.File("config/looking-glass/client.ini"), "[app]\nshmFile=/nowhere/at-all\n[win]\nquickSplash=yes\n");

        // The region that does not exist tells where it was named.
        var imported = View("--import-config", "--headless");
        Assert.Contains("renamed     app:shmFile=/nowhere/at-all: lgmp:shmDevice=/nowhere/at-all", imported, StringComparison.Ordinal);
        Assert.Contains("/nowhere/at-all: No such file", imported, StringComparison.Ordinal);
        Assert.Contains("/nowhere/at-all: No such file", View("--headless"), StringComparison.Ordinal);
        Assert.Contains("/else/where: No such file", View("--headless", "lgmp:shmDevice=/else/where"), StringComparison.Ordinal);
        Assert.DoesNotContain("/nowhere", View("--headless", "--no-config", "--region", "/else/where"), StringComparison.Ordinal);

        string View(params string[] arguments) => Start(3, ["view", .. arguments]);
    }

    public void Dispose() => _home.Dispose();

    private string Run(int status, params string[] arguments) => Start(status, ["config", .. arguments]);

    private string Start(int status, string[] arguments)
    {
        using var oriel = TestProcess.Start(
            Executables.Oriel, arguments,
            new Dictionary<string, string?> { ["HOME"] = _home.Path, ["XDG_CONFIG_HOME"] = _home.File("config"), ["ORIEL_REGION"] = null, ["ORIEL_CONFIG"] = null });
        Assert.True(oriel.WaitForExit(TimeSpan.FromSeconds(30)) == status, $"status {status} expected\n{oriel.Output}");
        return oriel.Output;
    }
}
