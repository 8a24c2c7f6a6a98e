using Oriel.Display.Drawing;
using Oriel.Interop.Linux.Gl;
using static Oriel.Interop.Linux.Gl.GlConstants;

namespace Oriel.Display.Text;

/// <summary>
/// Text and filled rectangles, collected and drawn in one call. Coordinates are target pixels from the top left; glyphs are never scaled, so they
/// stay sharp. Render role; allocates when made, not when used.
/// </summary>
internal sealed class TextBatch : IDisposable
{
    private const int MaxQuads = 3072;
    private const int FloatsPerVertex = 8;

    private const string Vertex = """
        #version 450 core
        layout(location = 0) in vec2 a_position;
        layout(location = 1) in vec2 a_texel;
        layout(location = 2) in vec4 a_color;
        out vec2 v_texel;
        flat out vec4 v_color;
        uniform vec2 u_target;  // pixels; y negative when row 0 of the target is the bottom one
        void main()
        {
            vec2 p = a_position / abs(u_target) * 2.0 - 1.0;
            gl_Position = vec4(p.x, u_target.y < 0.0 ? -p.y : p.y, 0.0, 1.0);
            v_texel = a_texel;
            v_color = a_color;
        }
        """;

    private const string Fragment = """
        #version 450 core
        in vec2 v_texel;
        flat in vec4 v_color;
        layout(location = 0) out vec4 o_color;
        layout(binding = 2) uniform sampler2D u_atlas;
        void main()
        {
            o_color = vec4(v_color.rgb, v_color.a * texelFetch(u_atlas, ivec2(v_texel), 0).r);
        }
        """;

    private readonly GlFunctions _gl;
    private readonly float[] _vertices = new float[MaxQuads * 6 * FloatsPerVertex];
    private readonly uint _program;
    private readonly int _targetUniform;
    private readonly uint _array;
    private readonly uint _buffer;
    private uint _texture;
    private int _used;

    public TextBatch(GlFunctions gl)
    {
        _gl = gl;
        _program = ShaderProgram.Build(gl, Vertex, Fragment);
        _targetUniform = gl.GetUniform(_program, "u_target"u8);
        _buffer = gl.CreateBuffer();
        gl.AllocateBuffer(_buffer, _vertices.Length * sizeof(float), StreamDraw);
        _array = gl.CreateVertexArray();
        gl.VertexArrayVertexBuffer(_array, 0, _buffer, 0, FloatsPerVertex * sizeof(float));
        Attribute(0, 2, 0);
        Attribute(1, 2, 2);
        Attribute(2, 4, 4);
    }

    /// <summary>The atlas in use; null before the first <see cref="Use"/>.</summary>
    public FontAtlas? Atlas { get; private set; }

    /// <summary>Takes an atlas over unless it is the one in use.</summary>
    public void Use(FontAtlas atlas)
    {
        if (ReferenceEquals(atlas, Atlas))
        {
            return;
        }

        Atlas = atlas;
        _gl.DeleteTexture(_texture);
        _texture = _gl.CreateTexture(Texture2d);
        _gl.TextureStorage2D(_texture, 1, R8, FontAtlas.Size, FontAtlas.Size);
        _gl.TextureParameteri(_texture, TextureMinFilter, (int)Nearest);
        _gl.TextureParameteri(_texture, TextureMagFilter, (int)Nearest);
        _gl.UploadFromSpan(_texture, 0, 0, FontAtlas.Size, FontAtlas.Size, Red, UnsignedByte, atlas.Coverage);
    }

    /// <summary>A filled rectangle.</summary>
    public void Fill(PixelRect area, in TextColor color) => Quad(area.X, area.Y, area.Width, area.Height, 0, 0, 0, 0, color);

    /// <summary>One line of text with its top left corner at (x, y); returns the pen's end.</summary>
    public int Write(int x, int y, ReadOnlySpan<char> text, GlyphSet glyphs, in TextColor color)
    {
        foreach (var c in text)
        {
            ref readonly var glyph = ref glyphs[c];
            var box = glyph.Box;
            if (box.Width > 0)
            {
                Quad(x + box.Left, y + glyphs.Ascent - box.Top, box.Width, box.Height, glyph.X, glyph.Y, box.Width, box.Height, color);
            }

            x += box.Advance;
        }

        return x;
    }

    /// <summary>Draws what was collected into the bound target and forgets it.</summary>
    public void Draw(RenderTarget target)
    {
        if (_used == 0)
        {
            return;
        }

        _gl.WriteBuffer(_buffer, 0, _vertices.AsSpan(0, _used));
        _gl.ProgramUniform2f(_program, _targetUniform, target.Width, target.IsBottomUp ? -target.Height : target.Height);
        _gl.Disable(ScissorTest);
        _gl.Enable(Blend);
        // The target stays opaque: a compositor must never see through it.
        _gl.BlendFuncSeparate(SrcAlpha, OneMinusSrcAlpha, One, OneMinusSrcAlpha);
        _gl.UseProgram(_program);
        _gl.BindTextureUnit(2, _texture);
        _gl.BindVertexArray(_array);
        _gl.DrawArrays(Triangles, 0, _used / FloatsPerVertex);
        _gl.Disable(Blend);
        _used = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gl.DeleteTexture(_texture);
        _gl.DeleteVertexArray(_array);
        _gl.DeleteBuffer(_buffer);
        _gl.DeleteProgram(_program);
    }

    private void Attribute(uint index, int size, uint firstFloat)
    {
        _gl.VertexArrayAttribFormat(_array, index, size, Float, 0, firstFloat * sizeof(float));
        _gl.VertexArrayAttribBinding(_array, index, 0);
        _gl.EnableVertexArrayAttrib(_array, index);
    }

    private void Quad(int x, int y, int width, int height, int u, int v, int uWidth, int vHeight, in TextColor color)
    {
        if (_used + (6 * FloatsPerVertex) > _vertices.Length)
        {
            return;
        }

        Corner(x, y, u, v, color);
        Corner(x + width, y, u + uWidth, v, color);
        Corner(x, y + height, u, v + vHeight, color);
        Corner(x + width, y, u + uWidth, v, color);
        Corner(x + width, y + height, u + uWidth, v + vHeight, color);
        Corner(x, y + height, u, v + vHeight, color);
    }

    private void Corner(int x, int y, int u, int v, in TextColor color)
    {
        var vertex = _vertices.AsSpan(_used, FloatsPerVertex);
        (vertex[0], vertex[1], vertex[2], vertex[3]) = (x, y, u, v);
        (vertex[4], vertex[5], vertex[6], vertex[7]) = (color.Red, color.Green, color.Blue, color.Alpha);
        _used += FloatsPerVertex;
    }
}
