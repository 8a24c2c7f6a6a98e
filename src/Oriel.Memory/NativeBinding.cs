using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Oriel.Memory;

/// <summary>
/// Binds native functions before a frame needs them. The runtime looks one up at its first call, and makes a second way into it when optimised code first calls it from a guarded block, which may be
/// a minute later: some tens of managed bytes each time. Calling every function once beforehand is therefore not enough. Any thread.
/// </summary>
public static class NativeBinding
{
    private const BindingFlags Declared = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Binds functions. Throws as a call would: <see cref="DllNotFoundException"/>, <see cref="EntryPointNotFoundException"/>. Allocates; not on a frame's path.</summary>
    /// <param name="declaredIn">The class with their declarations.</param>
    /// <param name="names">Their names as declared.</param>
    public static void Bind(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods)] Type declaredIn,
        params ReadOnlySpan<string> names)
    {
        ArgumentNullException.ThrowIfNull(declaredIn);
        var methods = declaredIn.GetMethods(Declared);
        foreach (var name in names)
        {
            var isFound = false;
            foreach (var method in methods)
            {
                // Where the declaration keeps the error number, the native function is a local one inside of a managed one.
                if ((method.Attributes & MethodAttributes.PinvokeImpl) != 0 && (method.Name == name || method.Name.StartsWith($"<{name}>", StringComparison.Ordinal)))
                {
                    Marshal.Prelink(method);
                    isFound = true;
                }
            }

            if (!isFound)
            {
                throw new ArgumentException($"{declaredIn.Name} declares no native function {name}", nameof(names));
            }
        }
    }
}
