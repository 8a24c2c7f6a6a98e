namespace Oriel.Agent.Windows.Service;

/// <summary>The commented settings file that an installation writes: packaging/windows/agent.ini, embedded.</summary>
internal static class DefaultSettings
{
    /// <summary>Its text.</summary>
    public static string Text
    {
        get
        {
            using var stream = typeof(DefaultSettings).Assembly.GetManifestResourceStream("agent.ini") ?? throw new InvalidOperationException("the settings are not embedded");
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
