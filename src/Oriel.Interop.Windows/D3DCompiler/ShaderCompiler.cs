using System.Runtime.InteropServices;
using System.Text;
using Oriel.Interop.Windows.Com;

namespace Oriel.Interop.Windows.D3DCompiler;

/// <summary>The system's shader compiler.</summary>
public static unsafe partial class ShaderCompiler
{
    private const uint OptimizationLevel3 = 1 << 15;

    /// <summary>Compiles a shader; null when it cannot, or the compiler is not installed.</summary>
    /// <param name="source">HLSL, ASCII.</param>
    /// <param name="entryPoint">Function.</param>
    /// <param name="profile">For example <c>ps_4_0</c>.</param>
    /// <param name="problem">What the compiler said.</param>
    public static byte[]? TryCompile(string source, string entryPoint, string profile, out string problem)
    {
        try
        {
            return Compile(Encoding.ASCII.GetBytes(source), Encoding.ASCII.GetBytes(entryPoint + "\0"), Encoding.ASCII.GetBytes(profile + "\0"), out problem);
        }
        catch (DllNotFoundException error)
        {
            problem = error.Message;
            return null;
        }
    }

    private static byte[]? Compile(byte[] source, byte[] entryPoint, byte[] profile, out string problem)
    {
        void* code = null;
        void* messages = null;
        HResult result;

        // SAFETY: pinned for the call; names end with a zero; both answers are references of ours.
        fixed (byte* text = source, entry = entryPoint, target = profile)
        {
            result = D3DCompile(text, (nuint)source.Length, null, null, null, entry, target, OptimizationLevel3, 0, &code, &messages);
        }

        var compiled = result.IsSuccess && code != null ? Bytes(code).ToArray() : null;

        // Warnings of a shader that compiled are of no use to anybody here.
        problem = compiled is not null ? "" : messages == null ? result.ToString() : $"{result}: {Encoding.ASCII.GetString(Bytes(messages)).TrimEnd('\0', '\n')}";
        ComReference.Release(code);
        ComReference.Release(messages);
        return compiled;
    }

    private static ReadOnlySpan<byte> Bytes(void* blob) => new(((ID3D10Blob*)blob)->GetBufferPointer(), (int)((ID3D10Blob*)blob)->GetBufferSize());

    [LibraryImport(WindowsLibraries.D3DCompiler)]
    private static partial int D3DCompile(
        byte* source, nuint bytes, byte* name, void* defines, void* include, byte* entryPoint, byte* target, uint flags, uint effectFlags, void** code, void** messages);
}
