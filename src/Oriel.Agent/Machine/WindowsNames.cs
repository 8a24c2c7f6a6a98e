namespace Oriel.Agent.Machine;

/// <summary>Words for what a Windows registry says. Pure.</summary>
internal static class WindowsNames
{
    private const int FirstBuildOf11 = 22000;

    /// <summary>Name and build of the system, for example "Windows 11 Pro 23H2 (22631.3007)".</summary>
    /// <param name="product">ProductName; says "Windows 10" on Windows 11 too.</param>
    /// <param name="display">DisplayVersion, such as 23H2; null before it existed.</param>
    /// <param name="build">CurrentBuild.</param>
    /// <param name="revision">UBR; null where there is none.</param>
    public static string System(string? product, string? display, string? build, int? revision)
    {
        var name = string.IsNullOrWhiteSpace(product) ? "Windows" : product.Trim();
        if (int.TryParse(build, out var number) && number >= FirstBuildOf11 && name.StartsWith("Windows 10", StringComparison.Ordinal))
        {
            name = "Windows 11" + name["Windows 10".Length..];
        }

        var full = string.IsNullOrWhiteSpace(build) ? "" : $" ({build.Trim()}{(revision is { } r ? $".{r}" : "")})";
        return $"{name}{(string.IsNullOrWhiteSpace(display) ? "" : $" {display.Trim()}")}{full}";
    }

    /// <summary>The GPU to name: the first real one; what Windows draws with when there is no driver comes last.</summary>
    public static GpuFacts? Choose(IReadOnlyList<GpuFacts> found) =>
        found.FirstOrDefault(g => !g.Name.StartsWith("Microsoft ", StringComparison.Ordinal) && !g.Name.Contains("QXL", StringComparison.OrdinalIgnoreCase)
            && !g.Name.Contains("Virtual Display", StringComparison.OrdinalIgnoreCase) && !g.Name.Contains("IddCx", StringComparison.OrdinalIgnoreCase))
        ?? (found.Count > 0 ? found[0] : null);
}
