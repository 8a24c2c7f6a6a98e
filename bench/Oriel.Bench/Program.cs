Console.WriteLine("oriel-bench: no benchmark selected");
