using System.Numerics;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Inspection;

namespace Oriel.Cli.Commands;

/// <summary>A report for people.</summary>
internal static class InspectText
{
    private static readonly string[] s_features = ["set-cursor-position", "window-size", "frame-schedule", "input", "clipboard"];
    private static readonly string[] s_systems = ["Linux", "BSD", "macOS", "Windows", "other"];

    /// <summary>Writes the whole report.</summary>
    public static void Write(TextWriter output, string source, InspectionReport report)
    {
        output.WriteLine($"{PlainText.Safe(source)}: {PlainText.Bytes(report.ImageBytes)}, {Summary(report)}");
        if (report.Refused is { } refused)
        {
            output.WriteLine($"  refused: {refused.Reason}");
        }

        Notes(output, "  ", report.Notes);
        Session(output, report);
        foreach (var queue in report.Queues ?? [])
        {
            output.WriteLine();
            Queue(output, queue);
            foreach (var message in (report.Pending ?? []).Where(m => m.QueueId == queue.QueueId))
            {
                Message(output, message);
            }
        }
    }

    /// <summary>One clause about the state, used by <c>oriel list</c> too.</summary>
    public static string Summary(InspectionReport report) => report.State switch
    {
        InspectionState.NoProducer => "no producer has written here",
        InspectionState.Undecided => "headers of two producers, undecided which one is current",
        InspectionState.VersionMismatch =>
            $"LGMP {report.LgmpVersionText}, KVMFR {report.KvmfrVersion?.ToString() ?? "unknown"}: a version that is not read (LGMP 5, 6, 7, 10, 12 with KVMFR "
            + $"{KvmfrVersions.Oldest} to {KvmfrVersions.Newest} are){Text(report)}",
        InspectionState.SessionRefused => $"a session that is refused, LGMP {report.LgmpVersionText}",
        InspectionState.SessionLost => $"session {report.SessionId} ended while it was read",
        _ => $"session {report.SessionId}, LGMP {report.LgmpVersionText} (layout {report.Layout?.Name}), KVMFR {report.KvmfrVersion}",
    };

    private static string Text(InspectionReport report) => string.IsNullOrEmpty(report.ProducerText) ? "" : $", producer \"{report.ProducerText}\"";

    private static void Session(TextWriter output, InspectionReport report)
    {
        if (report.ProducerText is { } text)
        {
            output.WriteLine($"  agent      {text}");
        }

        if (report.Features is { } features)
        {
            var names = s_features.Where((_, bit) => (features >> bit & 1) != 0).DefaultIfEmpty("none");
            output.WriteLine($"  features   0x{features:x} ({string.Join(", ", names)})");
        }

        if (report.VmInfo is { } vm)
        {
            output.WriteLine($"  machine    {vm.Model}: sockets {vm.Sockets}, cores {vm.Cores}, threads {vm.Cpus}; capture {vm.Capture}; uuid {vm.Uuid}");
        }

        if (report.OsInfo is { } os)
        {
            output.WriteLine($"  system     {os.Name} ({(os.Os < s_systems.Length ? s_systems[os.Os] : $"kind {os.Os}")})");
        }

        if (report.Guest is { } guest)
        {
            Guest(output, guest, report.TimestampMs ?? 0);
        }

        if (report.Times is { } timing)
        {
            InspectTimesText.Write(output, timing);
        }

        if (report.TimestampMs is { } heartbeat)
        {
            output.WriteLine($"  heartbeat  {heartbeat} ms");
        }

        if (report.FrameBuffers is { } buffers)
        {
            output.WriteLine($"  buffers    {buffers}, aligned to {report.FrameAlign}");
        }

        if (report.Recovery is { } recovery)
        {
            output.WriteLine($"  recovery   LGMP {recovery.LgmpVersion}, KVMFR {recovery.KvmfrVersion}, {recovery.ProducerText}, "
                + $"{(recovery.Ready ? "ready" : "not ready")}, heartbeat {recovery.Heartbeat}");
        }

        if (report.ImageSha256 is { } sha)
        {
            output.WriteLine($"  sha256     {sha}");
        }
    }

    private static void Guest(TextWriter output, InspectedGuest guest, ulong nowMs)
    {
        output.WriteLine($"  guest      {guest.State} for {Seconds(guest.StateSinceMs, nowMs)} s, {(guest.Backend.Length == 0 ? "no backend" : guest.Backend)}; "
            + $"{guest.Agent} on {guest.System}; gpu {(guest.Gpu.Length == 0 ? "unknown" : $"{guest.Gpu} {guest.GpuDriver}".TrimEnd())}");
        output.WriteLine($"  counters   {guest.Frames} frames, {guest.Dropped} dropped, {guest.Restarts} restarts, {guest.ModeChanges} mode changes");
        foreach (var o in guest.Outputs)
        {
            var rate = o.RefreshMilliHz == 0 ? "" : $" at {(o.RefreshMilliHz / 1000.0).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)} Hz";
            output.WriteLine($"  output     {o.Name} {o.Width} x {o.Height}{rate}{(o.Primary ? ", primary" : "")}{(o.Captured ? ", captured" : "")}");
        }

        if (guest.Error is { } error)
        {
            output.WriteLine($"  error      {error.Code} {Seconds(error.AtMs, nowMs)} s ago: {error.Text}{(error.Remedy.Length == 0 ? "" : $" ({error.Remedy})")}");
        }
    }

    private static ulong Seconds(ulong sinceMs, ulong nowMs) => nowMs > sinceMs ? (nowMs - sinceMs) / 1000 : 0;

    private static void Queue(TextWriter output, InspectedQueue q)
    {
        var name = q.QueueId switch
        {
            KvmfrQueues.Pointer => "pointer",
            KvmfrQueues.Frame => "frames",
            KvmfrQueues.FirstOwner or KvmfrQueues.SecondOwner => "owner's frames",
            KvmfrQueues.Input => "input",
            KvmfrQueues.Clipboard => "clipboard",
            _ => "unknown",
        };
        output.WriteLine($"queue {q.QueueId} ({name}): {q.Count} of {q.RingSize} messages from {q.Start}, next {q.Position}, "
            + $"ring at {q.MessagesOffset}, time-out {q.MaxTimeMs} ms");
        if (q.Refused is { } refused)
        {
            output.WriteLine($"  refused: {refused.Reason}");
        }

        Notes(output, "  ", q.Notes);
        var active = BitOperations.PopCount(q.SubsOn & ~q.SubsBad);
        var evicted = BitOperations.PopCount(q.SubsOn & q.SubsBad);
        output.WriteLine($"  subscribers {active}, evicted {evicted}, new {q.NewSubCount} (on 0x{q.SubsOn:x}, bad 0x{q.SubsBad:x}, slot 0: "
            + $"id {q.Slot0ClientId}, time-out {q.Slot0Timeout}); oldest message expires {q.MsgTimeout}; lock {q.HasQueueLock}");
        output.WriteLine($"  client messages: {q.CMsgWSerial} written, {q.CMsgRSerial} acknowledged, {q.CMsgAvail} slots free, next write {q.CMsgWPos}");
        foreach (var message in q.ClientMessages)
        {
            output.WriteLine($"    [{message.Index}] {Control(message)}{(message.ClientId is { } id ? $" from {id}" : "")}");
        }
    }

    private static string Control(InspectedClientMessage message)
    {
        if (!ControlMessage.TryParse(Convert.FromHexString(message.Hex), out var control, out _))
        {
            return $"{message.Size} bytes {message.Hex}";
        }

        return control.Type switch
        {
            ControlMessageType.SetCursorPosition => $"set cursor position {control.X}, {control.Y}",
            ControlMessageType.WindowSize => $"window size {control.Width} x {control.Height}",
            ControlMessageType.FrameSchedule =>
                $"frame schedule, period {control.Schedule.PeriodNs} ns, generation {control.Schedule.Generation}, flags 0x{control.Schedule.Flags:x}",
            _ => $"unknown kind, {message.Size} bytes {message.Hex}",
        };
    }

    private static void Message(TextWriter output, InspectedMessage message)
    {
        var what = message switch
        {
            InspectedFrame f => Frame(f),
            InspectedCursor c => Cursor(c),
            InspectedColorTransform t => $"colour transform flags 0x{t.Flags ?? 0:x}, scalar {t.Scalar}, lut sha256 {t.LutSha256}",
            _ => "not decoded",
        };
        output.WriteLine($"  [{message.RingSlot}] {what}");
        output.WriteLine($"      word {message.Udata}, payload {message.PayloadOffset} + {message.PayloadSize}, pending 0x{message.PendingSubs:x}");
        if (message is InspectedFrame { Crc32: { } crc } frame)
        {
            output.WriteLine($"      crc32 {crc}, sha256 {frame.Sha256}");
        }

        if (message is InspectedCursor { Shape.Crc32: { } shapeCrc } cursor)
        {
            output.WriteLine($"      crc32 {shapeCrc}, sha256 {cursor.Shape!.Sha256}");
        }

        if (message.Refused is { } refused)
        {
            output.WriteLine($"      refused: {refused.Reason}");
        }

        Notes(output, "      ", message.Notes);
    }

    private static string Frame(InspectedFrame f)
    {
        if (f.FrameSerial is null)
        {
            return "frame";
        }

        var type = Enum.IsDefined((FrameType)f.Type!) ? ((FrameType)f.Type).ToString() : $"type {f.Type}";
        var damage = f.DamageRects is null ? "" : f.DamageRects.Count == 0 ? ", everything changed" : $", {f.DamageRects.Count} rectangles changed";
        var rows = f.RowsComplete is null ? "" : $", {f.RowsComplete} of {f.DataHeight ?? f.FrameHeight} rows complete";
        return $"frame {f.FrameSerial}, format {f.FormatVer}: {f.FrameWidth} x {f.FrameHeight} {type}, pitch {f.Pitch}, rotation {f.Rotation * 90}, flags "
            + $"{(FrameFlags)f.Flags!}, screen {f.ScreenWidth} x {f.ScreenHeight}{damage}{rows}";
    }

    private static string Cursor(InspectedCursor c)
    {
        var flags = (CursorMessageFlags)Convert.ToUInt64(c.Udata[2..], 16);
        var shape = "";
        if (c.Shape is { } s)
        {
            var type = Enum.IsDefined((CursorType)s.Type) ? ((CursorType)s.Type).ToString() : $"type {s.Type}";
            shape = $", shape {type} {s.Width} x {s.Height}, pitch {s.Pitch}, hotspot {s.Hx}, {s.Hy}";
        }

        return c.X is null ? "cursor" : $"cursor ({flags}) at {c.X}, {c.Y}{shape}";
    }

    private static void Notes(TextWriter output, string indent, IReadOnlyList<string>? notes)
    {
        foreach (var note in notes ?? [])
        {
            output.WriteLine($"{indent}note: {note}");
        }
    }
}
