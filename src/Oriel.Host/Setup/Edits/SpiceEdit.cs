using Oriel.Host.Setup.Xml;

namespace Oriel.Host.Setup.Edits;

/// <summary>A SPICE server that the viewer can reach, and nobody from outside.</summary>
internal sealed class SpiceEdit : DomainEdit
{
    public override string Id => "spice";

    public override string Title => "A SPICE server";

    public override string Why => "keyboard, mouse, sound, clipboard and the screen before the agent runs come through SPICE; it listens on this host only";

    public override string Undo => "remove <graphics type='spice'>, with its <channel type='spicevmc'>, <redirdev> and <audio type='spice'>";

    public override string Xml => Markup("");

    internal override void Apply(EditWork work)
    {
        if (!work.Wish.Spice)
        {
            return;
        }

        var spice = work.Devices.All("graphics").FirstOrDefault(one => one["type"] == "spice");
        if (spice is null)
        {
            var others = work.Devices.All("graphics").Select(one => one["type"]).ToList();
            work.AddDevice(Markup(work.Wish.SpiceSocket), "graphics");
            work.Did(this, $"SPICE server on {Place(work.Wish.SpiceSocket)} added{(others.Count > 0 ? $", beside {string.Join(", ", others)}" : "")}");
            return;
        }

        var listens = spice.All("listen").ToList();
        var wanted = work.Wish.SpiceSocket;
        if (wanted.Length > 0 && (listens is not [{ } only] || only["type"] != "socket" || only["socket"] != wanted))
        {
            Rewrite(work, spice, wanted, $"SPICE server moved to {wanted}");
        }
        else if (wanted.Length == 0 && !IsReachable(spice, listens))
        {
            Rewrite(work, spice, "", "SPICE server listens on 127.0.0.1; it had no address");
        }
        else if (listens.Select(one => one["address"]).Append(spice["listen"]).FirstOrDefault(address => address is "0.0.0.0" or "::") is { } open)
        {
            work.Note($"SPICE listens on {open}, for the whole network{(spice["passwd"] is null ? ", without a password" : "")}; 127.0.0.1 is enough for the viewer");
        }
    }

    private static bool IsReachable(XmlTag spice, List<XmlTag> listens)
    {
        var hasPort = spice["autoport"] == "yes" || Number(spice["port"]) || Number(spice["tlsPort"]) || (spice["autoport"] is null && spice["port"] is null && spice["tlsPort"] is null);
        return listens.Count == 0 ? hasPort : listens.Any(one => one["type"] is "socket" || (one["type"] is "address" or "network" && hasPort));
    }

    private static bool Number(string? port) => int.TryParse(port, out var number) && number > 0;

    private static string Place(string socket) => socket.Length > 0 ? socket : "127.0.0.1";

    private static string Markup(string socket) => socket.Length > 0
        ? $"<graphics type='spice'>\n  {Listen(socket)}\n</graphics>"
        : $"<graphics type='spice' autoport='yes'>\n  {Listen(socket)}\n</graphics>";

    private static string Listen(string socket) => socket.Length > 0
        ? $"<listen type='socket' socket='{XmlSource.Escape(socket, '\'')}'/>"
        : "<listen type='address' address='127.0.0.1'/>";

    // Its other children (compression, clipboard switches and so on) are the user's.
    private void Rewrite(EditWork work, XmlTag spice, string socket, string what)
    {
        XmlTag Spice() => work.Devices.All("graphics").First(one => one["type"] == "spice");
        foreach (var attribute in (string[])["port", "tlsPort", "listen", "autoport", "socket"])
        {
            work.Source = work.Source.Unset(Spice(), attribute);
        }

        while (Spice().All("listen").FirstOrDefault() is { } listen)
        {
            work.Source = work.Source.Remove(listen);
        }

        if (socket.Length == 0)
        {
            work.Source = work.Source.Set(Spice(), "autoport", "yes");
        }

        work.Source = work.Source.Add(Spice(), Listen(socket));
        if (Spice().Child("gl") is { } gl && gl["enable"] == "yes" && socket.Length == 0)
        {
            work.Source = work.Source.Set(gl, "enable", "no");
            what += "; OpenGL of the emulated screen is off, which QEMU does not combine with an address";
        }

        work.Did(this, what);
    }
}
