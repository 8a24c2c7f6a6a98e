using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Xunit;

namespace Oriel.Testing;

/// <summary>Compares the golden texts of the layout oracle (tools/LayoutOracle/README.md) with the structs, constants, slots and identifiers of an interop room.</summary>
public sealed class LayoutOracle(string folder, Assembly room)
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Folder with the C files and golden texts.</summary>
    public string Folder { get; } = folder;

    /// <summary>Names of the areas in a folder.</summary>
    public static IEnumerable<string> Areas(string folder) =>
        Directory.EnumerateFiles(folder, "*.c").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    /// <summary>Every line of the golden text is what we have.</summary>
    public void AssertOursAreGolden(string area)
    {
        var lines = Golden(area);
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
                "slot" => $"slot {words[1]} {words[2]} {SlotOf(FindType(words[1]), words[2])}",
                "guid" => $"guid {words[1]} {words[2]} {GuidOf(FindType(words[1]), words[2])}",
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
    public void AssertEveryFieldIsGolden(string area)
    {
        var lines = Golden(area);
        var fields = Names(lines, "field");
        foreach (var name in lines.Where(l => l.StartsWith("struct ", StringComparison.Ordinal)).Select(l => l.Split(' ')[1]))
        {
            foreach (var field in FindType(name).GetFields(Instance).Where(f => !f.Name.StartsWith('_')))
            {
                Assert.Contains($"{name}.{field.Name}", fields);
            }
        }
    }

    /// <summary>Every slot in a nested class "Slot" and every static Guid of the room is in some golden text.</summary>
    public void AssertEverySlotAndIdentifierIsGolden()
    {
        var lines = Areas(Folder).SelectMany(Golden).ToList();
        var (slots, guids) = (Names(lines, "slot"), Names(lines, "guid"));
        List<string> missing = [];
        foreach (var type in room.GetTypes())
        {
            if (type is { Name: "Slot", DeclaringType: { } owner })
            {
                missing.AddRange(type.GetFields(Static).Select(f => $"{owner.Name}.{f.Name}").Where(n => !slots.Contains(n)));
            }

            missing.AddRange(type.GetFields(Static).Where(f => f.FieldType == typeof(Guid)).Select(f => $"{type.Name}.{f.Name}").Where(n => !guids.Contains(n)));
        }

        Assert.True(missing.Count == 0, "not in any golden text: " + string.Join(", ", missing));
        Assert.NotEmpty(slots);
    }

    /// <summary>Compiler flags in the first line of a C file.</summary>
    public static string[] Flags(string source) =>
        File.ReadLines(source).First() is { } first && first.StartsWith("// flags: ", StringComparison.Ordinal) ? first["// flags: ".Length..].Split(' ') : [];

    private static HashSet<string> Names(IEnumerable<string> lines, string kind) =>
        lines.Where(l => l.StartsWith(kind + " ", StringComparison.Ordinal)).Select(l => string.Join('.', l.Split(' ')[1..3])).ToHashSet(StringComparer.Ordinal);

    private static string ConstantOf(Type owner, string member)
    {
        var field = owner.GetField(member, Static);
        return field is null ? "missing" : field.GetRawConstantValue() is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture)! : "not a constant";
    }

    private static string SlotOf(Type owner, string method) => owner.GetNestedType("Slot", BindingFlags.NonPublic | BindingFlags.Public) is { } slots ? ConstantOf(slots, method) : "no slots";

    private static string GuidOf(Type owner, string member) => owner.GetField(member, Static)?.GetValue(null)?.ToString() ?? "missing";

    private static string DescribeField(Type type, string name)
    {
        var field = type.GetField(name, Instance);
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
        var method = new DynamicMethod("SizeOf", typeof(int), [], typeof(LayoutOracle).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Sizeof, type);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<int>>()();
    }

    private static int OffsetOf(Type type, FieldInfo field)
    {
        var method = new DynamicMethod("OffsetOf", typeof(int), [], typeof(LayoutOracle).Module, skipVisibility: true);
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

    private string[] Golden(string area) => File.ReadAllLines(Path.Combine(Folder, area + ".txt"));

    private Type FindType(string name)
    {
        var found = room.GetTypes().Where(t => t.Name == name).ToList();
        Assert.True(found.Count == 1, $"{found.Count} types are called {name} in {room.GetName().Name}");
        return found[0];
    }
}
