namespace Oriel.Agent.Windows.Gpu;

/// <summary>The processor's shaders, compiled by the system's compiler when they are needed.</summary>
internal static class ProcessorShaders
{
    /// <summary>Entry point of the vertex shader.</summary>
    public const string Vertex = "Vertex";

    /// <summary>Entry point of the pixel shader that scales.</summary>
    public const string Scale = "Scale";

    /// <summary>Entry point of the pixel shader that packs to 24 bits.</summary>
    public const string Pack = "Pack";

    /// <summary>
    /// HLSL for level 10 and later, in the part of the language that Wine's compiler knows too (no conditions, no integer division), so that it is proved there. <c>Pack</c> fills
    /// 32-bit words of which each holds parts of two neighbouring pixels (kvmfr.md section 4.4): three words hold four pixels. Which of three patterns a word has is chosen by
    /// weights that are exactly 0 or 1; reading beyond the last pixel gives zero.
    /// </summary>
    public const string Source = """
        Texture2D<float4> picture : register(t0);
        SamplerState bilinear : register(s0);

        struct Corner
        {
            float4 position : SV_Position;
            float2 place : TEXCOORD0;
        };

        Corner Vertex(uint number : SV_VertexID)
        {
            Corner corner;
            float n = number;
            corner.place = float2(n * (2.0 - n) * 2.0, n * (n - 1.0));
            corner.position = float4(corner.place.x * 2.0 - 1.0, 1.0 - corner.place.y * 2.0, 0.0, 1.0);
            return corner;
        }

        float4 Scale(Corner corner) : SV_Target
        {
            return picture.Sample(bilinear, corner.place);
        }

        float4 Pack(Corner corner) : SV_Target
        {
            float x = corner.position.x - 0.5;
            float y = corner.position.y - 0.5;
            float group = floor((x + 0.5) / 3.0);
            float word = x - group * 3.0;
            int3 at = int3(group * 4.0 + word, y, 0);
            float4 a = picture.Load(at);
            at.x = at.x + 1;
            float4 b = picture.Load(at);
            float4 first = float4(a.z, a.y, a.x, b.z);
            float4 second = float4(a.y, a.x, b.z, b.y);
            float4 third = float4(a.x, b.z, b.y, b.x);
            return first * ((1.0 - word) * (2.0 - word) * 0.5) + second * (word * (2.0 - word)) + third * (word * (word - 1.0) * 0.5);
        }
        """;
}
