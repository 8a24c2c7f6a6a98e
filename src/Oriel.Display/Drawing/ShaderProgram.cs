using Oriel.Interop.Linux.Gl;
using static Oriel.Interop.Linux.Gl.GlConstants;

namespace Oriel.Display.Drawing;

/// <summary>Compiles and links; render role.</summary>
internal static class ShaderProgram
{
    /// <summary>A linked program; throws <see cref="DisplayErrors.ShaderRefused"/> with the driver's words.</summary>
    public static uint Build(GlFunctions gl, string vertex, string fragment)
    {
        var v = Compile(gl, VertexShader, vertex);
        var f = Compile(gl, FragmentShader, fragment);
        var program = gl.CreateProgram();
        gl.AttachShader(program, v);
        gl.AttachShader(program, f);
        var isLinked = gl.TryLinkProgram(program, out var log);
        gl.DeleteShader(v);
        gl.DeleteShader(f);
        return isLinked ? program : throw Refused(gl, log);
    }

    private static uint Compile(GlFunctions gl, uint kind, string source)
    {
        var shader = gl.CompileShader(kind, source, out var log);
        return shader != 0 ? shader : throw Refused(gl, log);
    }

    private static OrielException Refused(GlFunctions gl, string log) => new(DisplayErrors.ShaderRefused,
        $"{gl.GetText(Renderer)}: {log.Trim()}", "a driver that compiles GLSL 4.50", "update the graphics driver; LIBGL_ALWAYS_SOFTWARE=1 uses Mesa's software renderer");
}
