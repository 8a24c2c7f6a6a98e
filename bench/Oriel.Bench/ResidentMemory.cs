using System.Globalization;

namespace Oriel.Bench;

/// <summary>
/// Memory of a process in MB (10^6 bytes), from /proc/PID/smaps. The region is left out: it belongs to the VM. Everything else that is resident counts whole, also files and X images that others
/// share; <see cref="Proportional"/> divides what is shared among those who share it.
/// </summary>
/// <param name="Resident">Resident, without the region.</param>
/// <param name="Proportional">The same, shared pages divided (Pss).</param>
/// <param name="Private">Of it, what nobody else has.</param>
internal readonly record struct ResidentMemory(double Resident, double Proportional, double Private)
{
    public static ResidentMemory Of(int pid, string region)
    {
        double resident = 0, proportional = 0, own = 0;
        var isRegion = false;
        foreach (var line in File.ReadLines($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/smaps"))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (line[space - 1] != ':')
            {
                isRegion = line.EndsWith(region, StringComparison.Ordinal);
                continue;
            }

            if (isRegion || !line.EndsWith(" kB", StringComparison.Ordinal))
            {
                continue;
            }

            var megabytes = long.Parse(line.AsSpan(space..^3).Trim(), CultureInfo.InvariantCulture) * 1024 / 1e6;
            switch (line[..space])
            {
                case "Rss:":
                    resident += megabytes;
                    break;
                case "Pss:":
                    proportional += megabytes;
                    break;
                case "Private_Clean:" or "Private_Dirty:":
                    own += megabytes;
                    break;
            }
        }

        return new ResidentMemory(resident, proportional, own);
    }
}
