using Oriel.Host.Checks.Desktop;
using Oriel.Interop.Linux;
using Oriel.Interop.Linux.Sdl;
using Oriel.Interop.Linux.Wayland;
using Oriel.Interop.Linux.X11;
using Oriel.Memory;

namespace Oriel.Cli.Doctor.Probes;

/// <summary>Asks compositor or X server what it can do, over a connection that opens no window. The one the viewer would take: Wayland where there is one.</summary>
internal static class SessionSurvey
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <summary>Asks.</summary>
    public static string Run(string argument)
    {
        var probe = HasVariable("WAYLAND_DISPLAY") ? AskWayland() : HasVariable("DISPLAY") ? AskX11() : new SessionProbe();
        return (probe with { SdlVersion = SdlVersion() }).ToJson();
    }

    private static bool HasVariable(string name) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name));

    private static SessionProbe AskWayland()
    {
        var probe = new SessionProbe { Kind = "wayland", HasLibdecor = LibraryPresence.HasLibdecor };
        using var survey = WaylandSurvey.TryTake(s_patience, out var problem);
        return survey is null ? probe with { Problem = problem } : probe with
        {
            Abilities = survey.Interfaces,
            Screens = [.. survey.Screens.Select(screen => screen.IsTurned
                ? new SessionScreen(screen.Name, screen.Height, screen.Width, screen.RefreshMilliHz, screen.LogicalWidth, screen.Scale)
                : new SessionScreen(screen.Name, screen.Width, screen.Height, screen.RefreshMilliHz, screen.LogicalWidth, screen.Scale))],
        };
    }

    private static SessionProbe AskX11()
    {
        var probe = new SessionProbe { Kind = "x11" };
        try
        {
            using var stop = new WakeFlag();
            using var connection = XConnection.TryOpen(null, stop, out var failure);
            if (connection is null)
            {
                return probe with
                {
                    Problem = failure switch
                    {
                        XConnectFailure.BadDisplayName => "the display's name makes no sense",
                        XConnectFailure.NoSuchScreen => "the X server has no such screen",
                        _ => "nobody answers at that display, or it refuses us",
                    },
                };
            }

            // A server that does not answer is left after a while.
            using var limit = new Timer(_ => stop.Raise(), null, s_patience, Timeout.InfiniteTimeSpan);
            if (!connection.TryQueryExtensions())
            {
                return probe with { Problem = $"no answer within {s_patience.TotalSeconds:0} s" };
            }

            var known = connection.Extensions;
            return probe with
            {
                Abilities = Named(
                    ("MIT-SHM", known.ShmVersion), ("DAMAGE", known.DamageVersion), ("XFIXES", known.XFixesVersion), ("RANDR", known.RandRVersion), ("XInputExtension", known.XInputVersion),
                    ("Present", connection.HasExtension("Present"u8) ? 1 : 0), ("SYNC", connection.HasExtension("SYNC"u8) ? 1 : 0),
                    ("MIT-SCREEN-SAVER", connection.HasExtension("MIT-SCREEN-SAVER"u8) ? 1 : 0), ("XWAYLAND", connection.HasExtension("XWAYLAND"u8) ? 1 : 0)),
                Screens = [.. (connection.TryGetMonitors() ?? []).Take(16).Select(monitor => new SessionScreen(monitor.Name, monitor.Width, monitor.Height, 0, 0, 0))],
            };
        }
        catch (DllNotFoundException missing)
        {
            return probe with { Problem = missing.Message.Split('\n')[0] };
        }
    }

    private static Dictionary<string, int> Named(params ReadOnlySpan<(string Name, int Version)> all)
    {
        var named = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (name, version) in all)
        {
            if (version > 0)
            {
                named[name] = version;
            }
        }

        return named;
    }

    private static string SdlVersion()
    {
        try
        {
            return SdlApi.GetVersion().ToString();
        }
        catch (DllNotFoundException)
        {
            return "";
        }
    }
}
