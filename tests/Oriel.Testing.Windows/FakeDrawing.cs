using Oriel.Interop.Windows.D3D11;

namespace Oriel.Testing.Windows;

/// <summary>What a context was given for drawing, and the drawing itself: the fakes' compiler names a shader by its entry point, and here it is done on the processor.</summary>
internal sealed unsafe class FakeDrawing
{
    public FakePart? Shader { get; set; }

    public FakeTexture? Source { get; set; }

    public FakeTexture? Target { get; set; }

    public D3D11_VIEWPORT Viewport { get; set; }

    public void Clear() => (Shader, Source, Target) = (null, null, null);

    public void Draw(FakeWindows windows)
    {
        if (Shader is null || Source is null || Target is null || Source == Target || Viewport.Width != Target.Width || Viewport.Height != Target.Height)
        {
            windows.Complain("drawing without a shader, source, target or whole viewport");
            return;
        }

        switch (Shader.Code)
        {
            case "Scale":
                Scale(Source, Target);
                break;
            case "Pack":
                Pack(Source, Target);
                break;
            default:
                windows.Complain($"shader {Shader.Code}");
                break;
        }
    }

    /// <summary>Bilinear, pixel centres at halves, edges clamped.</summary>
    private static void Scale(FakeTexture source, FakeTexture target)
    {
        for (var y = 0; y < target.Height; y++)
        {
            var v = Math.Clamp(((y + 0.5) * source.Height / target.Height) - 0.5, 0, source.Height - 1);
            var (y0, y1) = ((int)v, Math.Min((int)v + 1, source.Height - 1));
            for (var x = 0; x < target.Width; x++)
            {
                var u = Math.Clamp(((x + 0.5) * source.Width / target.Width) - 0.5, 0, source.Width - 1);
                var (x0, x1) = ((int)u, Math.Min((int)u + 1, source.Width - 1));
                for (var c = 0; c < 4; c++)
                {
                    var top = (source.Row(y0)[(x0 * 4) + c] * (1 - (u - x0))) + (source.Row(y0)[(x1 * 4) + c] * (u - x0));
                    var bottom = (source.Row(y1)[(x0 * 4) + c] * (1 - (u - x0))) + (source.Row(y1)[(x1 * 4) + c] * (u - x0));
                    target.Row(y)[(x * 4) + c] = (byte)Math.Round((top * (1 - (v - y0))) + (bottom * (v - y0)));
                }
            }
        }
    }

    private static void Pack(FakeTexture source, FakeTexture target)
    {
        for (var y = 0; y < target.Height; y++)
        {
            for (var i = 0; i < target.Width * 4; i++)
            {
                var x = i / 3;
                target.Row(y)[i] = x < source.Width ? source.Row(y)[(x * 4) + (i % 3)] : (byte)0;
            }
        }
    }
}
