namespace Oriel.Cli.Configuration;

/// <content>SPICE and sound.</content>
internal static partial class ViewerSettings
{
    private static IReadOnlyList<ViewerSetting> Spice =>
    [
        Own("spice:address", "--spice", SettingKind.Text) with { IsOfOneMachine = true },
        Joins("spice:enable", "--spice", SettingKind.Flag, "yes", "no: spice:address=off", 's') with { IsOfOneMachine = true },
        Joins("spice:host", "--spice", SettingKind.Text, "127.0.0.1", "with spice:port: spice:address=HOST:PORT", 'c') with { IsOfOneMachine = true },
        Joins("spice:port", "--spice", SettingKind.Number, "5900", "with spice:host: spice:address=HOST:PORT; 0: spice:host is the path of a Unix socket", 'p') with { IsOfOneMachine = true },
        Nothing("spice:waitForServer", SettingKind.Flag, "yes", "the server is always tried again until it is there") with { Origin = SettingOrigin.Head },
        Same("spice:input", "--no-spice-input", SettingKind.Flag, "yes", isInverse: true),
        Joins("spice:clipboard", "--clipboard-to-vm", SettingKind.Flag, "yes", "no: clipboard:toVM=no and clipboard:toLocal=no"),
        Same("spice:audio", "--no-audio", SettingKind.Flag, "yes", isInverse: true),
        Nothing("spice:usbAudio", SettingKind.Flag, "yes", "sound goes through the VM's emulated sound card; its clock is followed") with { Origin = SettingOrigin.Head },
        Own("spice:fallback", "--no-fallback", SettingKind.Flag, isInverse: true),
        Own("spice:ticketFile", "--spice-ticket-file", SettingKind.Text) with { IsOfOneMachine = true, Environment = Cli.Spice.SpiceSwitches.TicketVariable },
        Own("spice:caFile", "--spice-ca", SettingKind.Text) with { IsOfOneMachine = true },
        Own("spice:subject", "--spice-subject", SettingKind.Text) with { IsOfOneMachine = true },
    ];

    private static IReadOnlyList<ViewerSetting> Audio =>
    [
        Nothing("audio:debug", SettingKind.Flag, "no", "app:verbose=yes") with { Origin = SettingOrigin.Head },
        Same("audio:periodSize", "--audio-period", SettingKind.Number, "2048 / 512"),
        Own("audio:latency", "--audio-latency", SettingKind.Number),
        Nothing("audio:latencyOffset", SettingKind.Number, "6", "audio:latency is all that is kept ready, in ms, and grows by itself where it is too small") with { Origin = SettingOrigin.Head },
        Nothing("audio:resampler", SettingKind.Word, "auto", "one resampler, of 64 taps, that does nothing while the clocks agree") with { Origin = SettingOrigin.Head },
        Same("audio:micDefault", "--mic", SettingKind.Word, "prompt"),
        Same("audio:micShowIndicator", "--no-mic-indicator", SettingKind.Flag, "yes", isInverse: true),
        Same("audio:syncVolume", "--no-volume-sync", SettingKind.Flag, "yes", isInverse: true),
        Nothing("audio:bufferLatency", SettingKind.Number, "13", "audio:latency is all that is kept ready, in ms, and grows by itself where it is too small") with { Origin = SettingOrigin.B7 },
        Own("audio:codec", "--audio-codec", SettingKind.Word),
        Own("audio:outDevice", "--audio-output", SettingKind.Text),
        Own("audio:recDevice", "--audio-input", SettingKind.Text),
        Becomes("pipewire:outDevice", "--audio-output", SettingKind.Text, "", "audio:outDevice; the name has to be as the desktop's sound settings show it", value => value.Length == 0 ? null : value),
        Becomes("pipewire:recDevice", "--audio-input", SettingKind.Text, "", "audio:recDevice; the name has to be as the desktop's sound settings show it", value => value.Length == 0 ? null : value),
    ];
}
