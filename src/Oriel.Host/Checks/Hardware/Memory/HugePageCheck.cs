using System.Globalization;
using Oriel.Host.Checks.Hardware.Facts;
using Oriel.Host.Machines;

namespace Oriel.Host.Checks.Hardware.Memory;

/// <summary>Whether machines find the huge pages they want, and whether pages lie idle.</summary>
internal sealed class HugePageCheck : ReportingCheck
{
    /// <inheritdoc/>
    public override string Id => "H27";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Memory;

    /// <inheritdoc/>
    public override string Title => "Huge pages are there for those who want them";

    /// <inheritdoc/>
    public override string Symptom => "The machine does not start: \"unable to map backing store for guest RAM: Cannot allocate memory\"";

    /// <inheritdoc/>
    public override string LooksAt => "nr_hugepages and free_hugepages in /sys/kernel/mm/hugepages, memory and memoryBacking of the machines";

    /// <inheritdoc/>
    public override string Why => "Huge pages are set apart before a machine starts; ordinary memory does not stand in for them, and what is set apart is lost to everybody else.";

    /// <inheritdoc/>
    public override string Remedy => "Set vm.nr_hugepages to the memory of the machines that run together, in pages.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var memory = context.Facts<MemoryFacts>();
        var wanting = context.Facts<VirtualMachines>().All.Where(machine => machine.HasHugePages).ToList();
        var all = memory.HugePages.Aggregate(0UL, (sum, pages) => sum + pages.TotalBytes);
        if (wanting.Count == 0)
        {
            var free = memory.HugePages.Aggregate(0UL, (sum, pages) => sum + pages.FreeBytes);
            if (free >= 1UL << 30)
            {
                findings.Add(Note("", $"{SystemText.Words(free)} lie in huge pages that no machine wants", $"{SystemText.Words(all)} in huge pages of {SystemText.Words(memory.TotalBytes)} memory; no machine here has huge pages in its description") with
                {
                    Remedy = [new RemedyStep("Give them back", RemedyKind.Command, "sudo sysctl vm.nr_hugepages=0")],
                });
            }

            return;
        }

        var before = findings.Count;
        foreach (var machine in wanting.Where(machine => !machine.IsRunning && machine.MemoryBytes is > 0))
        {
            // A machine may ask for another size than the default one; any that has room will do for this look.
            var best = memory.HugePages.Count == 0 ? new HugePages(memory.DefaultPageBytes, 0, 0) : memory.HugePages.MaxBy(pages => pages.FreeBytes);
            var wanted = machine.MemoryBytes!.Value;
            if (best.FreeBytes < wanted)
            {
                var pages = (wanted + best.PageBytes - 1) / best.PageBytes;
                var total = best.Total - best.Free + pages;
                findings.Add(Problem(machine.Name, $"{machine.Name} would not start: too few huge pages", $"{machine.Name} wants {SystemText.Words(wanted)}; {best.Free} of {best.Total} pages of {SystemText.Words(best.PageBytes)} are free", $"{pages} free pages") with
                {
                    Remedy =
                    [
                        new RemedyStep("Now, as long as memory is not yet in small pieces", RemedyKind.Command, string.Create(CultureInfo.InvariantCulture, $"sudo sysctl vm.nr_hugepages={total}")),
                        new RemedyStep("and at every boot", RemedyKind.File, string.Create(CultureInfo.InvariantCulture, $"vm.nr_hugepages = {total}"), "/etc/sysctl.d/60-oriel-hugepages.conf"),
                    ],
                });
            }
        }

        if (findings.Count == before)
        {
            findings.Add(Good("", "Huge pages are there for those who want them", $"{SystemText.Words(all)} in huge pages for {string.Join(", ", wanting.Select(machine => machine.Name))}"));
        }
    }
}
