namespace Oriel.Vm.Tests;

/// <summary>
/// The doctor on a real machine that is well, and on real QEMU programs that are broken on purpose: each fault is named, and nothing else. The broken ones have no disk and stand still: what they say to the
/// host is all the doctor looks at. Their agent is the synthetic producer.
/// </summary>
[Collection(VmCollection.Name)]
public sealed class DoctorTests(SharedGuest shared)
{
    [Fact]
    public void A_good_guest_has_nothing_wrong()
    {
        var guest = shared.StartedOrSkip();
        using var screen = new Screen(guest);
        screen.WaitForFrame();
        var (findings, status, text) = DoctorReading.Of(guest.Options.Name);
        Assert.True(findings.Count == 0 && status == 0, text);
        Assert.Contains("its heartbeat moves", text, StringComparison.Ordinal);
        Assert.Contains("LGMP 6 / KVMFR 20", text, StringComparison.Ordinal);
        Assert.Contains("Keyboard and mouse have a channel", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_with_an_agent_has_nothing_wrong_and_each_fault_is_named_alone()
    {
        using var machine = StillMachine.StartOrSkip();
        using var agent = machine.StartAgent();
        Assert.Equal([], Findings(machine));

        // Wrong size for what the user wants.
        Assert.Equal(["D05 The shared memory is too small for 3840x2160"], Findings(machine, "--mode", "3840x2160"));

        // Wrong mode bits.
        File.SetUnixFileMode(machine.Memory, File.GetUnixFileMode(machine.Memory) | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
        Assert.Equal(["D01 Every user of this host may change the shared memory"], Findings(machine));
        File.SetUnixFileMode(machine.Memory, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal([], Findings(machine));

        // A dead agent.
        agent.Send(Signal.Stop);
        Assert.Equal(["D10 The guest's agent has stopped"], Findings(machine));
        agent.Send(Signal.Continue);
        Assert.Equal([], Findings(machine));

        // SPICE down.
        File.Move(machine.Spice, machine.Spice + ".gone");
        Assert.Equal(["D15 The SPICE server cannot be reached"], Findings(machine));
        File.Move(machine.Spice + ".gone", machine.Spice);
        Assert.Equal([], Findings(machine));
        agent.Stop();

        // A version of long ago, and then no agent at all.
        machine.WriteHeader(version: 3);
        Assert.Equal(["D09 The guest's agent speaks a version this viewer does not read"], Findings(machine));
        machine.WipeHeader();
        Assert.Equal(["D07 No agent has ever written to the shared memory"], Findings(machine));

        // A file of another size than the machine's.
        using (var grown = File.OpenWrite(machine.Memory))
        {
            grown.SetLength(128 << 20);
        }

        Assert.Equal(["D06 The file has another size than the machine says", "D07 No agent has ever written to the shared memory"], Findings(machine));
    }

    [Fact]
    public void A_tablet_is_named_alone()
    {
        using var machine = StillMachine.StartOrSkip("-device", "qemu-xhci", "-device", "usb-tablet");
        using var agent = machine.StartAgent();
        Assert.Equal(["D17 The machine has a tablet"], Findings(machine));
    }

    private static IReadOnlyList<string> Findings(StillMachine machine, params IReadOnlyList<string> options)
    {
        var (findings, status, text) = DoctorReading.Of(machine.Name, options);
        TestContext.Current.SendDiagnosticMessage(text);
        Assert.Equal(findings.Count > 0, status > 0);
        return findings;
    }
}
