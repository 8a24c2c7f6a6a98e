global using Oriel.Cli.Input;
global using Oriel.Display.Windowing;
