using Oriel.Vm;

if (!VmOptions.TryParse(args, out var options, out var message))
{
    return VmOptions.Refuse(message);
}

using var run = new VmRun(options);
return run.Execute();
