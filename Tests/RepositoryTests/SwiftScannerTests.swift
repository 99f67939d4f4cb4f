import Testing

@Suite("Telling code from comments and texts")
struct SwiftScannerTests {
    @Test("Comments and literals are blanked out, lines stay")
    func code() {
        let scanner = SwiftScanner("a // b\n/* c /* d */\ne */ f \"g\" h\n")
        #expect(
            scanner.code.lines.map { $0.split(separator: " ").joined(separator: " ") } == [
                "a", "", "f h", "",
            ])
    }

    @Test("Interpolations are code, with literals of their own")
    func interpolation() {
        let scanner = SwiftScanner(#"let a = "x\(f(b ? "y" : ")"))z""#)
        #expect(scanner.literals.map(\.text) == ["y", ")", "x?z"])
        #expect(scanner.code.contains("f(b ?"))
        #expect(!scanner.code.contains("z"))
    }

    @Test("Escaped quotes, raw texts and texts of several lines end where they end")
    func quotes() {
        let text = "a(\"b\\\"c\", #\"d\"e\\(f)\"#, \"\"\"\n  \"g\"\n  \"\"\") + h"
        let scanner = SwiftScanner(text)
        #expect(scanner.literals.map(\.text) == ["b\\\"c", "d\"e\\(f)", "\n  \"g\"\n  "])
        #expect(scanner.literals.map(\.line) == [1, 1, 1])
        #expect(scanner.code.lines.last?.split(separator: " ").last == "h")
    }
}
