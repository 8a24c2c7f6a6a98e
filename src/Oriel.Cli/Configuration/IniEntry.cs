namespace Oriel.Cli.Configuration;

/// <summary>One name=value of an INI file.</summary>
/// <param name="Name">Section and name, <c>section:name</c>, as written.</param>
/// <param name="Value">Whole value, without blanks around it.</param>
/// <param name="Line">From 1.</param>
internal sealed record IniEntry(string Name, string Value, int Line);
