using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.Dxgi;

namespace Oriel.Agent.Windows.Duplication;

/// <summary>The adapter and output to duplicate, found among all of the machine's.</summary>
internal sealed class DuplicationTarget : IDisposable
{
    private DuplicationTarget(DxgiAdapter adapter, DxgiOutput output)
    {
        (Adapter, Output) = (adapter, output);
    }

    /// <summary>The adapter.</summary>
    public DxgiAdapter Adapter { get; }

    /// <summary>Its output.</summary>
    public DxgiOutput Output { get; }

    /// <summary>Name without the device prefix, for people.</summary>
    public string Head => ShortName(Output.Name);

    /// <summary>Finds them. Throws <see cref="OrielException"/>.</summary>
    /// <param name="gpu">Where to look.</param>
    /// <param name="adapterWanted">Number, or part of a name; null = any.</param>
    /// <param name="outputWanted">Number among the attached outputs, or name; null = the primary one.</param>
    public static DuplicationTarget Find(IGpuSystem gpu, string? adapterWanted, string? outputWanted)
    {
        var result = gpu.TryCreateFactory(out var factory);
        if (factory is null)
        {
            throw new OrielException(AgentErrors.GpuRefused, $"CreateDXGIFactory1: {result}", "Windows 8 or later with a display driver", "update Windows and the GPU's driver");
        }

        using (factory)
        {
            var adapters = factory.ReadAdapters();
            var outputs = adapters.SelectMany(a => a.ReadOutputs().Select(o => (Adapter: a, Output: o))).ToList();
            DuplicationTarget? chosen = null;
            try
            {
                var (adapter, output) = Choose(adapters, outputs, adapterWanted, outputWanted);
                return chosen = new DuplicationTarget(adapter, output);
            }
            finally
            {
                foreach (var (_, output) in outputs.Where(o => o.Output != chosen?.Output))
                {
                    output.Dispose();
                }

                foreach (var adapter in adapters.Where(a => a != chosen?.Adapter))
                {
                    adapter.Dispose();
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Output.Dispose();
        Adapter.Dispose();
    }

    private static (DxgiAdapter Adapter, DxgiOutput Output) Choose(
        IReadOnlyList<DxgiAdapter> adapters, List<(DxgiAdapter Adapter, DxgiOutput Output)> outputs, string? adapterWanted, string? outputWanted)
    {
        var candidates = adapters.Where((a, i) => adapterWanted is null || IsNumber(adapterWanted, i) || a.Name.Contains(adapterWanted, StringComparison.OrdinalIgnoreCase)).ToList();
        if (candidates.Count == 0)
        {
            throw new OrielException(AgentErrors.NoSuchOutput, adapterWanted is null ? "no adapter" : $"adapter '{adapterWanted}'",
                adapters.Count == 0 ? "a GPU with a driver" : "one of " + string.Join(", ", adapters.Select((a, i) => $"{a.Name} ({i})")), "list them with 'oriel-agent outputs'");
        }

        var attached = outputs.Where(o => o.Output.IsAttached && candidates.Contains(o.Adapter)).ToList();
        if (attached.Count == 0)
        {
            throw new OrielException(AgentErrors.NoActiveOutput, string.Join(", ", candidates.Select(a => $"{a.Name}: no screen is part of the desktop")),
                "at least one active output", "connect a monitor or a dummy plug to the passed-through GPU, or install a virtual display driver; functions of an SR-IOV GPU always need one");
        }

        foreach (var (one, i) in attached.Select((o, i) => (o, i)))
        {
            if (outputWanted is null ? one.Output.Area is { Left: 0, Top: 0 } : IsNumber(outputWanted, i) || IsName(outputWanted, one.Output.Name))
            {
                return one;
            }
        }

        return outputWanted is null
            ? attached[0]
            : throw new OrielException(AgentErrors.NoSuchOutput, $"output '{outputWanted}'", "one of " + string.Join(", ", attached.Select((o, i) => $"{ShortName(o.Output.Name)} ({i})")),
                "list them with 'oriel-agent outputs'");
    }

    private static bool IsNumber(string wanted, int index) => int.TryParse(wanted, out var number) && number == index;

    private static bool IsName(string wanted, string name) =>
        string.Equals(wanted, name, StringComparison.OrdinalIgnoreCase) || string.Equals(wanted, ShortName(name), StringComparison.OrdinalIgnoreCase);

    private static string ShortName(string name) => name.StartsWith(@"\\.\", StringComparison.Ordinal) ? name[4..] : name;
}
