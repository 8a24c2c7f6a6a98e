namespace Oriel.Cli;

/// <content>Errors of configuration files and <c>oriel config</c>, ORL540 to ORL549.</content>
internal static partial class CliErrors
{
    /// <summary>A configuration file cannot be read, or is no INI file.</summary>
    public static readonly ErrorCode ConfigurationFile = new("ORL540", "the configuration file cannot be used", ExitCodes.Configuration);

    /// <summary>A value in a configuration file, or set by name, is not one of those that are right.</summary>
    public static readonly ErrorCode SettingValue = new("ORL541", "a setting has a value that cannot be used", ExitCodes.Configuration);

    /// <summary>Two settings exclude each other.</summary>
    public static readonly ErrorCode SettingsConflict = new("ORL542", "two settings contradict each other", ExitCodes.Configuration);

    /// <summary>A name that is no setting, or one that has no effect here.</summary>
    public static readonly ErrorCode UnknownSetting = new("ORL543", "there is no such setting", ExitCodes.Configuration);

    /// <summary>The configuration file cannot be written.</summary>
    public static readonly ErrorCode ConfigurationWrite = new("ORL544", "the configuration file cannot be written", ExitCodes.Configuration);

    /// <summary>Nothing to take over.</summary>
    public static readonly ErrorCode NothingToMigrate = new("ORL545", "there is no file of the existing viewer", ExitCodes.Configuration);

    /// <summary>The name of a VM that cannot be the name of a file.</summary>
    public static readonly ErrorCode MachineName = new("ORL546", "no file can have the VM's name", ExitCodes.Configuration);
}
