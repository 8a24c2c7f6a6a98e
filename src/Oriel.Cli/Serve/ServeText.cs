using Oriel.Cli.Commands;
using Oriel.Relay.Doorbell;

namespace Oriel.Cli.Serve;

/// <summary>For people.</summary>
internal sealed class ServeText(TextWriter output) : IServeOutput
{
    /// <inheritdoc/>
    public void Ready(IReadOnlyList<MachineOptions> machines)
    {
        foreach (var machine in machines)
        {
            var advice = new MachineAdvice(machine);
            output.WriteLine($"serving {machine.Name}: {PlainText.Bytes(machine.SizeBytes)} on {machine.SocketPath}");
            output.WriteLine($"  viewer   oriel view --region {advice.Region}");
            output.WriteLine($"  QEMU     {string.Join(' ', advice.Qemu.Select(Quoted))}");
            output.WriteLine($"  libvirt  {advice.Libvirt.ReplaceLineEndings("\n           ")}");
        }

        output.Flush();
    }

    /// <inheritdoc/>
    public void Report(ServerEvent what)
    {
        var peer = what.PeerId is { } id ? $" peer {id}" : "";
        var who = what.Peer is { } identity ? $" (pid {identity.ProcessId}, uid {identity.UserId})" : "";
        output.WriteLine($"{what.Machine}:{peer} {what.Kind.ToString().ToLowerInvariant()}{who}{(what.Reason.Length > 0 ? $": {what.Reason}" : "")}");
        output.Flush();
    }

    /// <inheritdoc/>
    public void End()
    {
        // The prompt is back: that says it.
    }

    private static string Quoted(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || "-_=,./:".Contains(c, StringComparison.Ordinal)) ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
