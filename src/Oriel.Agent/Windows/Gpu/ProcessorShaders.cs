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
    /// HLSL for level 10 and later. <c>Pack</c> fills 32-bit words of which each holds parts of two neighbouring pixels (kvmfr.md section 4.4): three words hold four pixels;
    /// reading beyond the last one gives zero.
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
            corner.place = float2(number == 1 ? 2.0 : 0.0, number == 2 ? 2.0 : 0.0);
            corner.position = float4(corner.place.x * 2.0 - 1.0, 1.0 - corner.place.y * 2.0, 0.0, 1.0);
            return corner;
        }

        float4 Scale(Corner corner) : SV_Target
        {
            return picture.Sample(bilinear, corner.place);
        }

        float4 Pack(Corner corner) : SV_Target
        {
            int x = (int)corner.position.x;
            int y = (int)corner.position.y;
            int word = x % 3;
            int first = x / 3 * 4 + word;
            float4 a = picture.Load(int3(first, y, 0));
            float4 b = picture.Load(int3(first + 1, y, 0));
            float4 words = float4(a.b, a.g, a.r, b.b);
            if (word == 1)
                words = float4(a.g, a.r, b.b, b.g);
            if (word == 2)
                words = float4(a.r, b.b, b.g, b.r);
            return words;
        }
        """;
}
