/// Every command of the program, in the order of its help.
enum CommandTable {
    static let commands: [Command] =
        [
            DemoCommand.command, ServeCommand.command, SimulateCommand.command,
            ImportCommand.orders,
            ImportCommand.guessing,
        ]
        + PipelineCommands.commands + [
            QueryCommand.command,
            ConfigurationCheckCommand.command, DocumentationCommand.write,
            DocumentationCommand.check,
        ]
}
