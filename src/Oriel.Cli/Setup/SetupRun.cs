using System.Text;
using Oriel.Host.Setup;
using Oriel.Host.Setup.Steps;
using Oriel.Host.Setup.Undo;
using Oriel.Host.Systems;

namespace Oriel.Cli.Setup;

/// <summary>One run of set-up: read, plan, show, ask, keep, change.</summary>
internal sealed class SetupRun
{
    private readonly SetupRequest _request;
    private readonly IHostSystem _system;
    private readonly SetupText _text;
    private readonly SetupQuestion _question;
    private readonly HostWork _work = new();
    private readonly SetupStore _store;

    public SetupRun(SetupRequest request, IHostSystem system, SetupText text, SetupQuestion question)
    {
        (_request, _system, _text, _question) = (request, system, text, question);
        _store = SetupStore.Of(system.Variable("XDG_STATE_HOME"), system.Variable("HOME") is { Length: > 0 } home ? home : "/root");
    }

    /// <summary>Does it. Returns the exit status.</summary>
    public int Run()
    {
        if (_request.IsFile)
        {
            RunFile();
        }
        else
        {
            RunMachine();
        }

        return ExitCodes.Success;
    }

    private void RunFile()
    {
        var file = DescriptionFile.Read(_request.Target);
        var domains = new LibvirtDomains(_system, _request.Connection);
        var target = SetupChoices.Target(_system, _request, _request.Connection.Contains("/system", StringComparison.Ordinal), isRunning: false);
        var (wish, reason) = SetupChoices.Complete(_system, _request.Wish, target, DomainPlanner.Identify(file.Text).Name, [], SetupChoices.TakesJson(domains.LocalVersions()));
        var plan = DomainPlanner.Plan(file.Text, wish);
        var host = HostPlanner.Plan(_system, plan.Memory, target);
        Show(plan, host, file.Path == "-" ? "standard input" : file.Path, reason);
        var output = _request.Output.Length > 0 ? _request.Output : file.Path == "-" ? "-" : "";
        if (output.Length > 0)
        {
            Write(output, file.With(plan.After));
            return;
        }

        SetupBackup? backup = null;
        if (!plan.IsDone && _question.Ask($"Change {file.Path}?"))
        {
            backup = _store.Begin(SetupStore.KeyOf(file.Path), Record(plan, "", file.Path), file.Bytes);
            WholeFile.Write(file.Path, file.With(plan.After), File.GetUnixFileMode(file.Path));
            _text.Line($"changed; the file as it was: {backup.OriginalPath}");
        }

        Host(host, target, backup, () => _store.Begin(SetupStore.KeyOf(file.Path), Record(plan, "", file.Path), null));
        Finish(plan, backup, file.Path);
    }

    private void RunMachine()
    {
        var domains = new LibvirtDomains(_system, _request.Connection);
        var domain = domains.Find(_request.Target);
        var target = SetupChoices.Target(_system, _request, domain.IsSystem, domain.IsRunning);
        var (wish, reason) = SetupChoices.Complete(_system, _request.Wish, target, domain.Name, domain.OtherRegions, SetupChoices.TakesJson(domains.Versions(domain.Connection)));
        var plan = DomainPlanner.Plan(domain.Xml, wish);
        var host = HostPlanner.Plan(_system, plan.Memory, target);
        Show(plan, host, $"{plan.Name} ({domain.Connection})", reason);
        if (_request.Output.Length > 0)
        {
            Write(_request.Output, Encoding.UTF8.GetBytes(plan.After));
            return;
        }

        var key = SetupStore.KeyOf(plan.Uuid ?? Guid.Empty);
        SetupBackup? backup = null;
        if (!plan.IsDone && _question.Ask($"Change {plan.Name}?"))
        {
            backup = _store.Begin(key, Record(plan, domain.Connection, ""), Encoding.UTF8.GetBytes(plan.Before));
            try
            {
                Define(domain.Connection, plan.After, backup.Folder, _request.Validate);
            }
            catch (OrielException)
            {
                // Nothing was changed, so there is nothing to undo.
                backup.Finish();
                throw;
            }

            _text.Line($"defined; the machine as it was: {backup.OriginalPath}");
            if (domain.IsRunning)
            {
                _text.Line($"{plan.Name} runs with its old description until it is powered off and started again; a reboot inside the guest is not enough");
            }
        }

        Host(host, target, backup, () => _store.Begin(key, Record(plan, domain.Connection, ""), null));
        Finish(plan, backup, plan.Name);
    }

    /// <summary>Undoes the newest run for the target.</summary>
    public int Undo()
    {
        var path = _request.IsFile ? Path.GetFullPath(_request.Target) : "";
        var domain = _request.IsFile ? null : new LibvirtDomains(_system, _request.Connection).Find(_request.Target);
        var current = domain?.Xml ?? (_request.IsFile ? DescriptionFile.Read(path).Text : "");
        var backup = (domain is not null ? _store.Newest(SetupStore.KeyOf(DomainPlanner.Identify(domain.Xml).Uuid ?? Guid.Empty)) : _store.Newest(SetupStore.KeyOf(path)))
            ?? throw new OrielException(SetupErrors.NothingToUndo, $"no backup of \"{_request.Target}\" in {_store.Folder}", "a machine or file that \"oriel setup\" changed and that was not undone yet", "as the same user who ran \"oriel setup\"; older states, if any, are in that folder");
        var original = backup.ReadOriginal();
        _text.Line($"what \"oriel setup\" changed on {backup.Record.When:yyyy-MM-dd HH:mm} UTC is undone:");
        if (original.Length > 0)
        {
            _text.Difference(current, Encoding.UTF8.GetString(original), domain?.Name ?? path);
        }

        foreach (var file in backup.Record.Files.Reverse())
        {
            _text.Line($"* {file.Path} {(file.Backup.Length > 0 ? "as it was" : "removed")}");
        }

        foreach (var command in backup.Record.UndoCommands)
        {
            _text.Line($"* {ShellWords.Join(command)}");
        }

        if (!_question.Ask("Undo it?"))
        {
            return ExitCodes.Success;
        }

        if (original.Length > 0 && domain is not null)
        {
            _work.Define(domain.Connection, backup.OriginalPath, validate: false);
        }
        else if (original.Length > 0)
        {
            WholeFile.Write(path, original, File.GetUnixFileMode(path));
        }

        foreach (var restored in backup.RestoreFiles())
        {
            _text.Line(restored);
        }

        foreach (var command in backup.Record.UndoCommands)
        {
            _work.Run(command);
        }

        backup.Finish();
        _text.Line(domain is { IsRunning: true } ? $"undone; {domain.Name} runs with the other description until it is powered off" : "undone");
        return ExitCodes.Success;
    }

    private void Show(DomainPlan plan, HostPlan host, string name, string reason)
    {
        var memory = plan.Memory;
        var where = memory.Kind == MemoryKind.Doorbell ? $"doorbell server at {memory.Socket}" : memory.Path;
        _text.Line($"{name}: shared memory{(memory.Bytes > 0 ? $" of {memory.Bytes >> 20} MiB" : "")}, {where}");
        var isNew = plan.Changes.Any(change => change.Id == DomainEdits.Memory.Id && change.What.Contains(" added", StringComparison.Ordinal));
        if (reason.Length > 0 && isNew)
        {
            _text.Line($"chosen: {reason}");
        }

        if (isNew && _request.Wish is { Mode.Width: 0, Bytes: 0 } && memory.Bytes == _request.Wish.NewBytes)
        {
            _text.Line($"enough for {SetupWish.UsualMode.Width}x{SetupWish.UsualMode.Height} (--mode WxH for another screen, --hdr)");
        }

        _text.Line();
        if (plan.IsDone)
        {
            _text.Line("the description is as it should be; nothing to change");
            _text.Notes(plan.Notes);
        }
        else
        {
            _text.Difference(plan.Before, plan.After, name);
            _text.Line();
            _text.Changes(plan);
        }

        if (host.Steps.Count + host.Notes.Count > 0)
        {
            _text.Line();
            _text.Line("on this host:");
            _text.Steps(host.Steps);
            _text.Notes(host.Notes);
        }
    }

    private void Host(HostPlan host, HostTarget target, SetupBackup? backup, Func<SetupBackup> begin)
    {
        // Root does not write into another user's home: what lies there is that user's word.
        var mine = host.Steps.Where(step => _system.User.IsRoot ? step.NeedsRoot || target.Viewer == _system.User.Name : !step.NeedsRoot).ToList();
        if (mine.Count > 0 && (_request.ApplyHost ? !_request.DryRun : _system.User.IsRoot && !_request.Yes && _question.Ask("Do the steps on this host?")))
        {
            backup ??= begin();
            foreach (var step in mine)
            {
                _work.Do(step, backup);
                _text.Line($"done: {step.What}");
            }
        }
        else
        {
            mine = [];
        }

        if (mine.Count < host.Steps.Count && !_request.DryRun)
        {
            _text.Line($"{host.Steps.Count - mine.Count} of {host.Steps.Count} steps on this host are left to do; the commands are above");
        }
    }

    private void Finish(DomainPlan plan, SetupBackup? backup, string name)
    {
        if (backup is null)
        {
            return;
        }

        _text.Line($"undo: oriel setup --undo {ShellWords.Quote(name)}");
        _text.Line($"then start the machine, and: oriel view --region {ShellWords.Quote(plan.Memory.Source)}");
    }

    private void Write(string output, byte[] bytes)
    {
        if (_request.DryRun)
        {
            return;
        }

        if (output == "-")
        {
            using var standard = Console.OpenStandardOutput();
            standard.Write(bytes);
            return;
        }

        var path = Path.GetFullPath(output);
        WholeFile.Write(path, bytes, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _text.Line($"written to {path}; nothing else was changed");
    }

    private void Define(string connection, string xml, string folder, bool validate)
    {
        // Beside the backup: private, as a description may hold a password.
        var file = Path.Combine(folder, "new.xml");
        WholeFile.Write(file, Encoding.UTF8.GetBytes(xml), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _work.Define(connection, file, validate);
    }

    private static SetupRecord Record(DomainPlan plan, string connection, string path) =>
        new() { When = DateTimeOffset.UtcNow, Name = plan.Name, Uuid = plan.Uuid, Connection = connection, Path = path };
}
