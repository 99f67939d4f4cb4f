/// Every command of the program, in the order of its help.
enum CommandTable {
    static let commands: [Command] = [
        ConfigurationCheckCommand.command
    ]
}
