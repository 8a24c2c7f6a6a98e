using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Oriel.Interop.Linux;
using Oriel.Testing;

namespace Oriel.Display.Tests.Interop;

/// <summary>The layouts of our native structs, against the system's headers (tools/LayoutOracle/README.md).</summary>
public sealed class LayoutOracleTests
{
    private static readonly string s_folder = Path.Combine(SourceRoot.Path, "tools/LayoutOracle");

    public static TheoryData<string> Areas => [.. Directory.EnumerateFiles(s_folder, "*.c").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Areas))]
    public void Our_structs_and_constants_are_what_the_golden_file_says(string area)
    {
        var lines = File.ReadAllLines(Path.Combine(s_folder, area + ".txt"));
        Assert.NotEmpty(lines);
        List<string> wrong = [];
        foreach (var line in lines)
        {
            var words = line.Split(' ');
            var seen = words[0] switch
            {
                "struct" => $"struct {words[1]} {SizeOf(FindType(words[1]))}",
                "field" => DescribeField(FindType(words[1]), words[2]),
                "constant" => $"constant {words[1]} {words[2]} {ConstantOf(FindType(words[1]), words[2])}",
                _ => "an unknown kind of line",
            };
            if (seen != line)
            {
                wrong.Add($"expected: {line}, ours: {seen}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>A field nobody asked the headers about is a field nobody checked.</summary>
    [Theory]
    [MemberData(nameof(Areas))]
    public void Every_field_of_a_checked_struct_is_in_the_golden_file(string area)
    {
        var lines = File.ReadAllLines(Path.Combine(s_folder, area + ".txt"));
        var fields = lines.Where(l => l.StartsWith("field ", StringComparison.Ordinal)).Select(l => string.Join('.', l.Split(' ')[1..3])).ToHashSet(StringComparer.Ordinal);
        foreach (var name in lines.Where(l => l.StartsWith("struct ", StringComparison.Ordinal)).Select(l => l.Split(' ')[1]))
        {
            foreach (var field in FindType(name).GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(f => !f.Name.StartsWith('_')))
            {
                Assert.Contains($"{name}.{field.Name}", fields);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Areas))]
    public void The_golden_file_is_what_todays_headers_say(string area)
    {
        using var work = new TempFolder();
        var source = Path.Combine(s_folder, area + ".c");
        var program = Path.Combine(work.Path, "oracle");
        var first = File.ReadLines(source).First();
        string[] flags = first.StartsWith("// flags: ", StringComparison.Ordinal) ? first["// flags: ".Length..].Split(' ') : [];
        if (Run("gcc", ["-O0", .. flags, "-o", program, source], out var errors) != 0)
        {
            Assert.Skip($"gcc or a header is missing: {errors.Split('\n')[0]}");
        }

        Assert.Equal(0, Run(program, [], out var text));
        Assert.Equal(File.ReadAllText(Path.Combine(s_folder, area + ".txt")), text);
    }

    private static int Run(string program, string[] arguments, out string output)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            output = error.Message;
            return -1;
        }
    }

    private static Type FindType(string name)
    {
        var found = typeof(NativeSurface).Assembly.GetTypes().Where(t => t.Name == name).ToList();
        Assert.True(found.Count == 1, $"{found.Count} types are called {name} in Oriel.Interop.Linux");
        return found[0];
    }

    private static string ConstantOf(Type owner, string member)
    {
        var field = owner.GetField(member, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
        return field is null ? "missing" : Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)!;
    }

    private static string DescribeField(Type type, string name)
    {
        var field = type.GetField(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        return field is null ? $"field {type.Name} {name} missing" : $"field {type.Name} {name} {OffsetOf(type, field)} {FieldSize(field)}";
    }

    private static int FieldSize(FieldInfo field)
    {
        var buffer = field.GetCustomAttribute<FixedBufferAttribute>();
        return buffer is null ? SizeOf(field.FieldType) : SizeOf(buffer.ElementType) * buffer.Length;
    }

    // The runtime's own layout, asked with the sizeof and ldflda instructions: the interop assemblies run without marshalling, so Marshal has no say.
    private static int SizeOf(Type type)
    {
        var method = new DynamicMethod("SizeOf", typeof(int), [], typeof(LayoutOracleTests).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Sizeof, type);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<int>>()();
    }

    private static int OffsetOf(Type type, FieldInfo field)
    {
        var method = new DynamicMethod("OffsetOf", typeof(int), [], typeof(LayoutOracleTests).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        var local = il.DeclareLocal(type);
        il.Emit(OpCodes.Ldloca, local);
        il.Emit(OpCodes.Ldflda, field);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Ldloca, local);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Conv_I4);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<int>>()();
    }
}
