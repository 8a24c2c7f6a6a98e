using System.Runtime.InteropServices;
using Oriel.Probe;

if (!ProbeOptions.TryParse(args, out var options, out var message))
{
    await Console.Error.WriteLineAsync(message + "\n\n" + ProbeOptions.Help);
    return 2;
}

if (options.ShowHelp)
{
    Console.WriteLine(ProbeOptions.Help);
    return 0;
}

using var run = new ProbeRun(options);
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
return run.Run();

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    run.Stop();
}
