using Oriel.Cli.Doctor;
using Oriel.Display;
using Oriel.Host.Checks;
using Oriel.Host.Checks.Regions;
using Oriel.Host.Systems;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.View;

/// <summary>
/// Finds out why there is no picture: when a state lasts, the doctor's checks of the viewer's own region run on the pool, and the finding that explains it takes the place of the state's own words. Runs no programs and
/// leaves SPICE sessions alone. <see cref="Follow"/> is for the window role.
/// </summary>
internal sealed class PictureAdvisor : IDisposable
{
    // What passes by itself (attaching, a restart of the agent) is over by then.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(30);

    private readonly Func<CheckContext> _look;
    private readonly Action<StatusAdvice?> _show;
    private readonly Timer _timer;
    private readonly TimeSpan _patience;
    private readonly Lock _gate = new();
    private RelayState _state = RelayState.Idle;
    private bool _isRunning;
    private bool _isDisposed;

    /// <summary>Makes one for a region.</summary>
    /// <param name="source">The region the viewer shows.</param>
    /// <param name="show">Shows advice, or with null none. Any thread.</param>
    public PictureAdvisor(string source, Action<StatusAdvice?> show)
        : this(() => new CheckContext(new QuietSystem(new LiveSystem(DoctorProbes.All)), new CheckOptions { Region = source }), show, s_patience)
    {
    }

    /// <summary>Makes one that looks elsewhere.</summary>
    internal PictureAdvisor(Func<CheckContext> look, Action<StatusAdvice?> show, TimeSpan patience)
    {
        (_look, _show, _patience) = (look, show, patience);
        _timer = new Timer(static self => ((PictureAdvisor)self!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The relay's state changed.</summary>
    public void Follow(RelayStatus status)
    {
        // Where the agent says itself what is wrong there is nothing to find out.
        var state = GuestTrouble.Of(status.Guest) is null || status.State is RelayState.NoProducer ? status.State : RelayState.Idle;
        lock (_gate)
        {
            if (state == _state || _isDisposed)
            {
                return;
            }

            _state = state;
            _timer.Change(state is RelayState.Idle or RelayState.Live ? Timeout.InfiniteTimeSpan : _patience, s_again);
        }

        _show(null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
        }

        _timer.Dispose();
    }

    /// <summary>The finding that explains a state in the words of the screen; null when none does.</summary>
    internal static StatusAdvice? Words(RelayState state, IEnumerable<CheckResult> results)
    {
        var findings = results.SelectMany(result => result.Findings).Where(finding => finding.Severity >= Severity.Warning).ToList();
        var worst = Explains(state).Select(check => findings.Find(finding => finding.Check == check)).FirstOrDefault(finding => finding is not null)
            ?? findings.Find(finding => finding.Severity == Severity.Problem);
        if (worst is null)
        {
            return null;
        }

        // The screen has room for one way out; the doctor in a terminal shows all, to be copied.
        var step = worst.Remedy.Count > 0 ? worst.Remedy[0] : null;
        var command = step is { Kind: RemedyKind.Command, Content.Length: > 0 } ? $": {step.Content}" : step is { File.Length: > 0 } ? $" ({step.File}: {step.Content})" : "";
        return new StatusAdvice(state, $"{worst.Title}: {worst.Seen}", step is null ? "'oriel doctor' says more." : $"{step.Text}{command}   ('oriel doctor' says more)");
    }

    // What can keep a picture away in this state, best first; a warning about something else is for the doctor in a terminal.
    private static string[] Explains(RelayState state) => state switch
    {
        RelayState.NoRegion => ["H60"],
        RelayState.NoPermission => ["D01"],
        RelayState.RegionUnusable => ["D03", "H62"],
        RelayState.NoProducer => ["D03", "D07"],
        RelayState.ProducerSilent => ["D10"],
        RelayState.VersionMismatch or RelayState.SessionRefused => ["D09"],
        _ => ["D06", "D05"],
    };

    private void Look()
    {
        RelayState state;
        lock (_gate)
        {
            if (_isRunning || _isDisposed)
            {
                return;
            }

            (_isRunning, state) = (true, _state);
        }

        var advice = Words(state, CheckRun.Of(RegionChecks.All, _look()));
        lock (_gate)
        {
            _isRunning = false;
            if (_isDisposed || state != _state)
            {
                return;
            }
        }

        _show(advice);
    }

    /// <summary>Another system without programs: nobody expects a viewer to start any while it waits.</summary>
    private sealed class QuietSystem(IHostSystem inner) : IHostSystem
    {
        public HostUser User => inner.User;

        public Sight<string> Read(string path) => inner.Read(path);

        public Sight<IReadOnlyList<string>> List(string folder) => inner.List(folder);

        public Sight<FileFacts> Stat(string path) => inner.Stat(path);

        public Sight<string> Link(string path) => inner.Link(path);

        public Sight<CommandOutput> Run(string program, params IReadOnlyList<string> arguments) => Sight.None<CommandOutput>(Missing.Absent);

        public Sight<string> Probe(string name, string argument) => inner.Probe(name, argument);

        public string? Variable(string name) => inner.Variable(name);
    }
}
