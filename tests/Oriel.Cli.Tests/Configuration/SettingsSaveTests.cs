using Microsoft.Extensions.Logging.Abstractions;
using Oriel.Cli.Configuration;
using Oriel.Cli.View;
using Oriel.Display.Windowing;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Configuration;

/// <summary>Settings changed over the picture and saved there: they are in the file, and a start reads them.</summary>
public sealed class SettingsSaveTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly ConfigDesk _desk = new();
    private readonly TempRegion _region = new(16 << 20);

    [Fact]
    public void A_changed_size_is_saved_for_the_machine_then_changed_back_and_saved_for_all()
    {
        var machine = new MachineIdentity("win11", null);
        _desk.User("; keep\n[win]\ntitle=T\n");
        Run(machine, window =>
        {
            // The first row is the size, the last but one saves for the machine, the last for all.
            Menu(window, PhysicalKey.Right, PhysicalKey.Up, PhysicalKey.Up, PhysicalKey.Enter);
            var file = _desk.Places.MachineFile("win11");
            Eventually.True(() => File.Exists(file), s_patience, "the machine's file");
            Assert.Equal("[win]\nscale=stretch\n", File.ReadAllText(file));
            Assert.Equal("; keep\n[win]\ntitle=T\n", File.ReadAllText(_desk.Places.UserFile));
            Menu(window, PhysicalKey.Down, PhysicalKey.Down, PhysicalKey.Left, PhysicalKey.Up, PhysicalKey.Enter);
            Eventually.True(() => File.ReadAllText(_desk.Places.UserFile) == "; keep\n[win]\ntitle=T\nscale=fit\n", s_patience, () => File.ReadAllText(_desk.Places.UserFile));
        });

        Assert.Equal("stretch", ConfigDesk.Option(_desk.Apply("view", machine), "--scale"));
        Assert.Equal("fit", ConfigDesk.Option(_desk.Apply(), "--scale"));
    }

    [Fact]
    public void Without_a_change_nothing_is_written()
    {
        Run(null, window => Menu(window, PhysicalKey.Up, PhysicalKey.Enter));

        Assert.False(File.Exists(_desk.Places.UserFile));
    }

    [Fact]
    public void What_stands_in_the_way_of_a_saved_setting_is_named()
    {
        _desk.Write(_desk.Places.MachineFile("m"), "[win]\nkeepAspect=no\n");
        var machine = new MachineIdentity("m", null);
        var saver = new SettingsSaver(_desk.Places, machine, _desk.Apply("view", machine).Resolved);

        Assert.EndsWith($"oriel.ini, but win:scale in {_desk.Places.MachineFile("m")} counts for more", saver.Save([("win:scale", "fit")], forMachine: false), StringComparison.Ordinal);
        Assert.EndsWith("m.ini", saver.Save([("win:scale", "fit")], forMachine: true), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _desk.Dispose();
        _region.Dispose();
    }

    private static void Menu(HeadlessWindow window, params PhysicalKey[] keys)
    {
        Key(window, WindowEventKind.KeyDown, PhysicalKey.ScrollLock);
        foreach (var key in keys.Prepend(PhysicalKey.O))
        {
            Key(window, WindowEventKind.KeyDown, key);
            Key(window, WindowEventKind.KeyUp, key);
            if (key == PhysicalKey.O)
            {
                Key(window, WindowEventKind.KeyUp, PhysicalKey.ScrollLock);
            }
        }

        Key(window, WindowEventKind.KeyDown, PhysicalKey.Escape);
        Key(window, WindowEventKind.KeyUp, PhysicalKey.Escape);
    }

    private static void Key(HeadlessWindow window, WindowEventKind kind, PhysicalKey key) => window.Inject(new WindowEvent(kind) { Key = key });

    private void Run(MachineIdentity? machine, Action<HeadlessWindow> act)
    {
        using var window = new HeadlessWindow(new WindowOptions());
        var options = new ViewOptions { Source = _region.Path, Profile = new ViewProfile { Saver = new SettingsSaver(_desk.Places, machine, _desk.Apply("view", machine).Resolved) } };
        Viewer viewer;
        try
        {
            viewer = new Viewer(options, window, NullLogger.Instance);
        }
        catch (OrielException error) when (error.Code.ExitCode == ExitCodes.Display)
        {
            Assert.Skip($"no off-screen renderer here: {error.Message}");
            throw;
        }

        using (viewer)
        {
            var run = Task.Factory.StartNew(viewer.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            try
            {
                act(window);
            }
            finally
            {
                window.Inject(new WindowEvent(WindowEventKind.CloseRequested));
                Eventually.True(() => run.IsCompleted, s_patience, "the viewer to end");
            }
        }
    }
}
