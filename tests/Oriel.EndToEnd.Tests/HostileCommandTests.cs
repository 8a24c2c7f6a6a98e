using System.Text.Json;

namespace Oriel.EndToEnd.Tests;

/// <summary>The commands that look at a region end in order, with a documented status, while random bytes pour over it.</summary>
[Collection("hostile")]
public sealed class HostileCommandTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("inspect", 6)]
    [InlineData("list", 2)]
    [InlineData("screenshot", 2)]
    public void Commands_end_in_order_while_the_region_is_scribbled_over(string command, int rounds)
    {
        using var file = new TempRegion();
        using var folder = new TempFolder();
        using var guest = TestProcess.Start(Executables.Find("Oriel.Fuzz", "oriel-fuzz"), ["guest", file.Path]);
        guest.WaitForLine("^producing$", s_patience);
        using var scribbler = TestProcess.Start(Executables.Find("Oriel.Fuzz", "oriel-fuzz"), ["scribble", file.Path, "--seconds", "60", "--seed", "7"]);
        for (var round = 0; round < rounds; round++)
        {
            string[] arguments = command switch
            {
                "inspect" => ["inspect", "--json", file.Path],
                "list" => ["list", "--json", file.Path],
                _ => ["screenshot", folder.File("picture.png"), "--region", file.Path, "--timeout", "2"],
            };
            using var process = TestProcess.Start(Executables.Oriel, arguments);
            var status = process.WaitForExit(s_patience);

            // 1 is a bug by definition, above 128 a signal.
            Assert.True(status is 0 or 3 or 4 or 5 || (status == 6 && command == "screenshot"), $"oriel {command} ended with {status}:\n{process.Output}");
            if (command != "screenshot" && status == 0)
            {
                using var json = JsonDocument.Parse(process.Output);
            }
        }

        Assert.False(scribbler.HasExited, $"the scribbler ended early: {scribbler.Output}");
        Assert.False(guest.HasExited, $"the guest's producer died: {guest.Output}");
    }
}
