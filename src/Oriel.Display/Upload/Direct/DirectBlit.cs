using Oriel.Display.Drawing;
using Oriel.Interop.Linux.Gl;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using static Oriel.Interop.Linux.Gl.GlConstants;

namespace Oriel.Display.Upload.Direct;

/// <summary>Copies parts of an imported texture into one of ours on the GPU, texel by texel, and reads ours back for the proof. Leaves program, framebuffer, viewport, scissor and texture unit 0 changed. Render role.</summary>
internal sealed class DirectBlit : IDisposable
{
    private const string Fragment = """
        #version 450 core
        layout(binding = 0) uniform sampler2D u_source;
        layout(location = 0) out vec4 o_color;
        void main()
        {
            o_color = texelFetch(u_source, ivec2(gl_FragCoord.xy), 0);
        }
        """;

    private readonly GlFunctions _gl;
    private readonly uint _program;
    private readonly uint _framebuffer;
    private readonly uint _array;

    /// <summary>Compiles; throws <see cref="OrielException"/> when the driver refuses.</summary>
    public DirectBlit(GlFunctions gl)
    {
        _gl = gl;
        _program = ShaderProgram.Build(gl, PictureShader.Vertex, Fragment);
        _framebuffer = gl.CreateFramebuffer();
        _array = gl.CreateVertexArray();
    }

    /// <summary>Copies; false when the driver cannot draw to such a texture. The GPU is not waited for.</summary>
    /// <param name="source">Imported texture.</param>
    /// <param name="target">Texture of ours with the same size.</param>
    /// <param name="width">Texels.</param>
    /// <param name="height">Rows.</param>
    /// <param name="parts">What to copy.</param>
    public bool TryCopy(uint source, uint target, int width, int height, ReadOnlySpan<DamageRect> parts)
    {
        _gl.NamedFramebufferTexture(_framebuffer, ColorAttachment0, target, 0);
        if (_gl.CheckNamedFramebufferStatus(_framebuffer, Framebuffer) != FramebufferComplete)
        {
            return false;
        }

        _gl.BindFramebuffer(Framebuffer, _framebuffer);
        _gl.Viewport(0, 0, width, height);
        _gl.Disable(Blend);
        _gl.Enable(ScissorTest);
        _gl.BindVertexArray(_array);
        _gl.BindTextureUnit(0, source);
        _gl.UseProgram(_program);
        foreach (ref readonly var part in parts)
        {
            _gl.Scissor((int)part.X, (int)part.Y, (int)part.Width, (int)part.Height);
            _gl.DrawArrays(Triangles, 0, 3);
        }

        return true;
    }

    /// <summary>Reads the target of the last copy; waits for the GPU.</summary>
    public void ReadBack(PixelStorage storage, int width, int height, PixelBuffer memory, uint pitchBytes)
    {
        _gl.BindFramebuffer(Framebuffer, _framebuffer);
        _gl.ReadToMemory(width, height, storage.Format, storage.Type, storage.TexelBytes, memory, 0, (int)(pitchBytes / storage.TexelBytes));
    }

    /// <summary>Whether the driver had something against any of it.</summary>
    public bool HasFailed() => _gl.GetError() != NoError;

    /// <inheritdoc/>
    public void Dispose()
    {
        _gl.DeleteFramebuffer(_framebuffer);
        _gl.DeleteVertexArray(_array);
        _gl.DeleteProgram(_program);
    }
}
