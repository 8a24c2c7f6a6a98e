namespace Oriel.Display.Tests;

/// <summary>The checked-out source tree, found upwards from the test's own folder.</summary>
internal static class SourceRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (File.Exists(System.IO.Path.Combine(folder, "Oriel.slnx")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"no Oriel.slnx above {AppContext.BaseDirectory}");
    }
}
