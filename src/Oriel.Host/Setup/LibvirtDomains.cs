using Oriel.Host.Systems;

namespace Oriel.Host.Setup;

/// <summary>Finds a machine by asking virsh. Changes nothing.</summary>
/// <param name="system">The host.</param>
/// <param name="connection">The only connection to ask; empty = $LIBVIRT_DEFAULT_URI, else the system's, then the user's own.</param>
public sealed class LibvirtDomains(IHostSystem system, string connection)
{
    private const int MostOthers = 64;

    /// <summary>The machine of this name or UUID; with an empty name the only one there is.</summary>
    public LibvirtDomain Find(string name)
    {
        List<string> seen = [];
        var answers = false;
        foreach (var uri in Connections())
        {
            var list = system.Run("virsh", "-c", uri, "list", "--all", "--name");
            if (list.IsAbsent)
            {
                throw new OrielException(
                    SetupErrors.NoMachine, "virsh is not installed, so libvirt's machines cannot be read", "virsh, or a file with the description", "install it (Debian: sudo apt install libvirt-clients), give a file (oriel setup FILE.xml), or see QEMU's arguments (oriel setup --qemu)");
            }

            if (list.Value is not { IsGood: true } output)
            {
                seen.Add($"{uri}: {Words(list)}");
                continue;
            }

            answers = true;
            var names = output.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (name.Length == 0 && names.Length == 1 && !seen.Exists(one => one.EndsWith(" is there", StringComparison.Ordinal)))
            {
                return Read(uri, names[0], names);
            }

            if (name.Length > 0 && (names.Contains(name) || Guid.TryParse(name, out _)) && TryRead(uri, name) is { } xml)
            {
                return Read(uri, name, names, xml);
            }

            seen.Add(names.Length == 0 ? $"{uri}: no machine" : $"{uri}: {string.Join(", ", names)} is there");
        }

        throw new OrielException(
            SetupErrors.NoMachine,
            $"{(name.Length > 0 ? $"no machine \"{name}\"" : "no machine was named, and there is not exactly one")} ({string.Join("; ", seen)})",
            "a machine that libvirt knows",
            answers ? $"name one: oriel setup NAME; virsh -c {(connection.Length > 0 ? connection : "qemu:///system")} list --all shows them. Another libvirt: --connect URI"
                : "start libvirt (sudo systemctl start libvirtd), see that you may use it (group libvirt), or name another connection with --connect URI");
    }

    /// <summary>Versions of libvirt and QEMU there, as in 9.0.0 and 7.2.22; null when they are not told.</summary>
    public (Version? Libvirt, Version? Qemu) Versions(string uri)
    {
        var lines = system.Run("virsh", "-c", uri, "version").Value is { IsGood: true } output ? output.Output.Split('\n') : [];
        return (Last(lines, "libvirt "), Last(lines, "Running hypervisor: QEMU "));
    }

    /// <summary>QEMU and libvirt of this host, without a connection.</summary>
    public (Version? Libvirt, Version? Qemu) LocalVersions()
    {
        var libvirt = system.Run("virsh", "--version").Value is { IsGood: true } virsh && Version.TryParse(virsh.Output.Trim(), out var version) ? version : null;
        var qemu = system.Run("qemu-system-x86_64", "--version").Value is { IsGood: true } output ? Last(output.Output.Split('\n'), "version ") : null;
        return (libvirt, qemu);
    }

    private static Version? Last(string[] lines, string before)
    {
        var line = Array.Find(lines, one => one.Contains(before, StringComparison.Ordinal));
        var text = line?[(line.LastIndexOf(before, StringComparison.Ordinal) + before.Length)..].Split(' ', '(')[0].Trim();
        return Version.TryParse(text, out var version) ? version : null;
    }

    private static string Words<T>(Sight<T> sight)
        where T : class
    {
        var text = sight.Value is CommandOutput output ? output.Error : sight.Why;
        var line = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("no answer");
        line = line.StartsWith("error: ", StringComparison.Ordinal) ? line["error: ".Length..] : line;
        return line.Length <= 200 ? line : line[..200];
    }

    private string[] Connections() =>
        connection.Length > 0 ? [connection] : system.Variable("LIBVIRT_DEFAULT_URI") is { Length: > 0 } usual ? [usual] : system.User.IsRoot ? ["qemu:///system"] : ["qemu:///system", "qemu:///session"];

    private string? TryRead(string uri, string name) => system.Run("virsh", "-c", uri, "dumpxml", "--inactive", "--security-info", "--domain", name).Value is { IsGood: true } output ? output.Output.TrimEnd('\n') + "\n" : null;

    private LibvirtDomain Read(string uri, string name, string[] names, string? xml = null)
    {
        xml ??= TryRead(uri, name) ?? throw new OrielException(
            SetupErrors.NoMachine, $"virsh does not print the description of \"{name}\" at {uri}", "a connection that may write (the description is read with its passwords)", $"virsh -c {uri} dumpxml --inactive --security-info {ShellWords.Quote(name)} says why");
        var state = system.Run("virsh", "-c", uri, "domstate", "--domain", name).Value;
        var others = names.Where(one => one != name).Take(MostOthers)
            .SelectMany(one => system.Run("virsh", "-c", uri, "dumpxml", "--inactive", "--domain", one).Value is { IsGood: true } output ? DomainPlanner.MemoryNames(output.Output) : []);
        return new LibvirtDomain(uri, name, xml, state is { IsGood: true } && state.Output.Trim() is not ("shut off" or "crashed"), [.. others]);
    }
}
