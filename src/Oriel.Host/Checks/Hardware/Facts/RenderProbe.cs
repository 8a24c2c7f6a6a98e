using System.Text.Json;
using System.Text.Json.Serialization;

namespace Oriel.Host.Checks.Hardware.Facts;

/// <summary>Why a probe got nowhere, in the words of the error it met.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Title">What it is.</param>
/// <param name="Seen">What was seen.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Remedy">What to do.</param>
public sealed record ProbeError(string Code, string Title, string Seen, string Expected, string Remedy);

/// <summary>What the test render answers. Settable, so that what an answer leaves out has the values given here (the generated reader would make it null).</summary>
public sealed record RenderProbe
{
    /// <summary>Name of this probe.</summary>
    public const string Name = "render";

    /// <summary>Why nothing was drawn; null when something was.</summary>
    public ProbeError? Error { get; set; }

    /// <summary>EGL platform it was drawn on.</summary>
    public string Platform { get; set; } = "";

    /// <summary>EGL_VERSION.</summary>
    public string EglVersion { get; set; } = "";

    /// <summary>GL_VENDOR.</summary>
    public string Vendor { get; set; } = "";

    /// <summary>GL_RENDERER.</summary>
    public string Renderer { get; set; } = "";

    /// <summary>GL_VERSION.</summary>
    public string Version { get; set; } = "";

    /// <summary>A processor draws.</summary>
    public bool IsSoftware { get; set; }

    /// <summary>Buffers can be mapped persistently.</summary>
    public bool HasBufferStorage { get; set; }

    /// <summary>Largest edge of a texture.</summary>
    public int MaxTextureSize { get; set; }

    /// <summary>Pixels of the test picture.</summary>
    public int Pixels { get; set; }

    /// <summary>Those that came out wrong.</summary>
    public int WrongPixels { get; set; }

    /// <summary>Why frames cannot be read where they lie; empty when they can.</summary>
    public string DmaBufferObstacle { get; set; } = "";

    /// <summary>As probes answer.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ProbeJson.Default.RenderProbe);
}

/// <summary>The test render, tried once for all checks.</summary>
internal sealed record RenderFacts(RenderProbe? Probe, string Why) : IHostFacts<RenderFacts>
{
    /// <inheritdoc/>
    public static RenderFacts Read(CheckContext context)
    {
        var sight = context.System.Probe(RenderProbe.Name, "");
        var answer = ProbeAnswer.Read(sight, ProbeJson.Default.RenderProbe, out var why);
        return new RenderFacts(answer, why);
    }
}

/// <summary>Source-generated serializer of these probes' answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(RenderProbe))]
[JsonSerializable(typeof(Desktop.SoundProbe))]
[JsonSerializable(typeof(Desktop.SessionProbe))]
internal sealed partial class ProbeJson : JsonSerializerContext;
