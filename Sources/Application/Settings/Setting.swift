/// One setting: its name, what values it takes, its default, and what it is for.
///
/// The configuration file, the environment and `docs/CONFIGURATION.md` derive from this value.
struct Setting: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case text
        case choice([String])
        case wholeNumber(ClosedRange<Int>)
        /// A share from 0 to 1.
        case fraction
        case truth
    }

    /// The dotted name in the file: `pipeline.interval_seconds`.
    let name: String
    let kind: Kind
    let defaultValue: String
    /// One sentence: meaning, unit, what happens at the bounds.
    let description: String

    /// The variable that sets it: `BELLWETHER_PIPELINE_INTERVAL_SECONDS`.
    var environmentName: String {
        "BELLWETHER_" + String(name.uppercased().map { $0 == "." ? "_" : $0 })
    }

    /// What is wrong with a text as this setting's value; nil when it is right.
    func problem(with text: String) -> String? {
        switch kind {
        case .text:
            return nil
        case .choice(let choices):
            return choices.contains(text)
                ? nil : "is one of \(choices.joined(separator: ", ")), not \"\(text)\""
        case .wholeNumber(let range):
            guard let number = Int(text), range.contains(number) else {
                return "is a whole number from \(range.lowerBound) to \(range.upperBound), "
                    + "not \"\(text)\""
            }
            return nil
        case .fraction:
            guard let number = Double(text), (0...1).contains(number) else {
                return "is a share from 0 to 1, not \"\(text)\""
            }
            return nil
        case .truth:
            return text == "true" || text == "false" ? nil : "is true or false, not \"\(text)\""
        }
    }
}
