namespace Oriel.Interop.Linux.X11;

/// <content>
/// SYNC's counter IDLETIME: milliseconds since the last input of any kind. A pointer that a program warps counts as input too (X.Org's server since 1.16), which no event of XInput 2 tells
/// everybody about.
/// </content>
public sealed unsafe partial class XConnection
{
    private const int ListedCounterBytes = 14;
    private int _syncEvent = -1;
    private uint _restAlarm;
    private uint _useAlarm;

    /// <summary>
    /// Asks for <see cref="XEvents.Resting"/> and <see cref="XEvents.Used"/>; the former comes at once when it is so already. False when the server, or its client library, cannot tell.
    /// </summary>
    /// <param name="afterMs">Milliseconds without input that count as rest.</param>
    public bool TryWatchRest(uint afterMs)
    {
        try
        {
            if (!TryFindExtension("SYNC"u8, out var firstEvent) || !TryInitialiseSync() || FindIdleCounter() is not (not 0 and var counter))
            {
                return false;
            }

            _syncEvent = firstEvent;
            LastError = 0;
            _restAlarm = MakeAlarm(counter, afterMs, XcbSync.XCB_SYNC_TESTTYPE_POSITIVE_TRANSITION);
            _useAlarm = MakeAlarm(counter, afterMs - 1, XcbSync.XCB_SYNC_TESTTYPE_NEGATIVE_TRANSITION);

            // After the alarms, so that no change falls between.
            using var reply = WaitReply(XcbSync.xcb_sync_query_counter(_c, counter));
            if (reply.IsEmpty || LastError != 0)
            {
                return false;
            }

            var idle = reply.As<xcb_sync_query_counter_reply_t>()->counter_value;
            if (idle.hi > 0 || idle.lo >= afterMs)
            {
                Note(XEvents.Resting);
            }

            return true;
        }
        catch (DllNotFoundException)
        {
            return false;
        }
    }

    private bool TryInitialiseSync()
    {
        using var reply = WaitReply(XcbSync.xcb_sync_initialize(_c, 3, 1));
        return !reply.IsEmpty;
    }

    /// <summary>0 = there is none.</summary>
    private uint FindIdleCounter()
    {
        using var reply = WaitReply(XcbSync.xcb_sync_list_system_counters(_c));
        if (reply.IsEmpty)
        {
            return 0;
        }

        // SAFETY: the list follows the fixed part and is as long as the reply says; every entry is looked at inside it only.
        var list = reply.As<xcb_sync_list_system_counters_reply_t>();
        var rest = new ReadOnlySpan<byte>((byte*)list + sizeof(xcb_sync_list_system_counters_reply_t), (int)Math.Min(list->length * 4L, int.MaxValue));
        for (var i = 0u; i < list->counters_len && rest.Length >= ListedCounterBytes; i++)
        {
            // Number, resolution (64 bits), length of the name, the name; padded to words. In the client's byte order, which is ours.
            var nameLength = BitConverter.ToUInt16(rest[12..]);
            var bytes = (ListedCounterBytes + nameLength + 3) & ~3;
            if (bytes > rest.Length)
            {
                return 0;
            }

            if (rest.Slice(ListedCounterBytes, nameLength).SequenceEqual("IDLETIME"u8))
            {
                return BitConverter.ToUInt32(rest);
            }

            rest = rest[bytes..];
        }

        return 0;
    }

    private uint MakeAlarm(uint counter, uint value, uint test)
    {
        var id = Xcb.xcb_generate_id(_c);
        const uint mask = XcbSync.XCB_SYNC_CA_COUNTER | XcbSync.XCB_SYNC_CA_VALUE_TYPE | XcbSync.XCB_SYNC_CA_VALUE | XcbSync.XCB_SYNC_CA_TEST_TYPE | XcbSync.XCB_SYNC_CA_DELTA | XcbSync.XCB_SYNC_CA_EVENTS;

        // In the order of the mask's bits; value and delta (0: the alarm stays set) are 64-bit numbers, the high word first.
        var values = stackalloc uint[8] { counter, XcbSync.XCB_SYNC_VALUETYPE_ABSOLUTE, 0, value, test, 0, 0, 1 };
        _ = XcbSync.xcb_sync_create_alarm(_c, id, mask, values);
        return id;
    }

    private XEvents ClassifyAlarm(xcb_sync_alarm_notify_event_t* e) => e->alarm == _restAlarm ? XEvents.Resting : e->alarm == _useAlarm ? XEvents.Used : XEvents.None;
}
