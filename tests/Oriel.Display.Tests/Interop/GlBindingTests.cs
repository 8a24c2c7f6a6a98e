using Oriel.GlGen;

namespace Oriel.Display.Tests.Interop;

/// <summary>The committed GL bindings are what the generator makes from the registry and the allow-list.</summary>
public sealed class GlBindingTests
{
    [Fact]
    public void The_committed_bindings_are_the_generators_output()
    {
        if (!File.Exists(GlGenerator.DefaultRegistry))
        {
            Assert.Skip($"{GlGenerator.DefaultRegistry} is missing (Debian package khronos-api)");
        }

        var allow = AllowList.Load(Path.Combine(SourceRoot.Path, "tools/GlGen/allow.txt"));
        var committed = File.ReadAllText(Path.Combine(SourceRoot.Path, "src/Oriel.Interop.Linux/Gl/Gl.g.cs"));
        Assert.Equal(committed, GlGenerator.Generate(GlGenerator.DefaultRegistry, allow));
    }

    [Theory]
    [InlineData("GL_TEXTURE_2D", "Texture2d")]
    [InlineData("GL_RGBA8", "Rgba8")]
    [InlineData("GL_UNSIGNED_INT_2_10_10_10_REV", "UnsignedInt2101010Rev")]
    public void Names_are_turned_into_house_style(string native, string ours) => Assert.Equal(ours, GlGenerator.PascalCase(native));
}
