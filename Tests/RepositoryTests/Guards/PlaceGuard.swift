/// No committed file knows the machine it was written on, a registry's host, or how the work on
/// the project is organised.
enum PlaceGuard {
    private static let places: [(text: String, what: String)] = [
        ("/ro" + "ot/", "a machine's path"),
        ("/ho" + "me/", "a machine's path"),
        ("/Us" + "ers/", "a machine's path"),
        ("/wo" + "rk/", "a machine's path"),
        ("pypi" + ".org", "a registry's host: pip knows where to look"),
        ("python" + "hosted", "a registry's host: pip knows where to look"),
        ("npm" + "js.", "a registry's host"),
        ("index" + "-url", "a registry's address"),
        ("arti" + "factory", "a registry's host"),
    ]

    static func violations(in files: [RepositoryFile]) -> [Violation] {
        files.flatMap { file in
            places.flatMap { place in
                file.text.lineNumbers(of: place.text).map {
                    Violation(file, line: $0, "names \(place.what) (\(place.text))")
                }
            } + issueViolations(in: file)
        }
    }

    /// `issue` and a number behind it.
    private static func issueViolations(in file: RepositoryFile) -> [Violation] {
        let numbers = file.text.lineNumbers(of: "issue") + file.text.lineNumbers(of: "Issue")
        guard !numbers.isEmpty else { return [] }
        let lines = file.lines
        return numbers.filter { isNumbered(lines[$0 - 1].lowercased()) }.map {
            Violation(file, line: $0, "names an issue: say why in words that stand by themselves")
        }
    }

    private static func isNumbered(_ line: String) -> Bool {
        var words = line.split { !$0.isLetter && !$0.isNumber && $0 != "." }[...]
        while let word = words.popFirst() {
            if word == "issue", words.first?.allSatisfy(\.isNumber) == true { return true }
        }
        return false
    }
}
