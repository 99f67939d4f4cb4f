import Glibc

/// What the reader of standard error is: a person at a terminal, or a file.
package struct Terminal: Sendable {
    /// Whether a bar may be redrawn in place.
    package let isInteractive: Bool
    /// Whether colours may be used: a terminal, and `NO_COLOR` unset or empty, and not `TERM=dumb`.
    package let allowsColour: Bool
    /// Columns of a line, 80 where nobody says.
    package let width: Int

    package init(isInteractive: Bool, allowsColour: Bool, width: Int) {
        self.isInteractive = isInteractive
        self.allowsColour = allowsColour
        self.width = width
    }

    /// Standard error as it is now.
    package static func standardError() -> Terminal {
        let isTerminal = isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb"
        var size = winsize()
        let hasSize = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return Terminal(
            isInteractive: isTerminal,
            allowsColour: isTerminal && (environment("NO_COLOR") ?? "").isEmpty,
            width: hasSize ? Int(size.ws_col) : 80)
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
