/// In which order a date of numbers names its parts.
package enum DateOrder: Sendable, Hashable {
    case dayFirst
    case monthFirst
    case yearFirst

    /// Reads `DD/MM/YYYY`, `m/d/yy`, `%d.%m.%Y`, `YYYY-MM-DD hh:mm`: the order of day, month and
    /// year is what counts, the separators are read from the values.
    package init(format: String) throws(OrderImportError) {
        var letters: [Character] = []
        for character in format.lowercased() {
            // What follows the date is its time of day.
            if letters.count == 3, character != letters.last { break }
            guard "dmy".contains(character), letters.last != character else { continue }
            letters.append(character)
        }
        switch String(letters) {
        case "dmy": self = .dayFirst
        case "mdy": self = .monthFirst
        case "ymd": self = .yearFirst
        default: throw .unknownDateFormat(format)
        }
    }
}
