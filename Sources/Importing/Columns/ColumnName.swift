/// A column's name made comparable: `Customer ID`, `customer_id` and `CustomerID` are one.
enum ColumnName {
    /// Lower case, letters and digits only, Latin letters without their marks.
    static func key(of name: String) -> String {
        var key = ""
        for scalar in name.lowercased().unicodeScalars {
            if scalar.isASCII {
                if ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) {
                    key.unicodeScalars.append(scalar)
                }
            } else if let letters = unmarked[scalar] {
                key += letters
            } else if scalar.properties.isAlphabetic {
                key.unicodeScalars.append(scalar)
            }
        }
        return key
    }

    /// The keys under which a name is looked up: its own, then without a unit such as `(EUR)`.
    static func keys(of name: String) -> [String] {
        var keys = [key(of: name)]
        if let bracket = name.firstIndex(where: { $0 == "(" || $0 == "[" }) {
            keys.append(key(of: String(name[..<bracket])))
        }
        if let code = currencyCode(in: name) {
            let whole = keys[0]
            let unit = code.lowercased()
            if whole.hasSuffix(unit) { keys.append(String(whole.dropLast(3))) }
        }
        return keys.filter { !$0.isEmpty }
    }

    /// The currency that a name such as `Sales (EUR)`, `amount_usd` or `Betrag €` states.
    static func currencyCode(in name: String) -> String? {
        let words = name.uppercased().split { !$0.isLetter && !$0.isCurrencySymbol }
        guard words.count > 1 || name.contains(where: \.isCurrencySymbol) else { return nil }
        for word in words.reversed() {
            if let code = AmountMark.code(of: String(word)) { return code }
        }
        return nil
    }

    private static let unmarked: [Unicode.Scalar: String] = {
        var table: [Unicode.Scalar: String] = ["ß": "ss", "œ": "oe", "æ": "ae", "ø": "o"]
        let groups = [
            ("a", "àáâãäå"), ("c", "ç"), ("e", "èéêë"), ("i", "ìíîï"), ("n", "ñ"),
            ("o", "òóôõö"), ("u", "ùúûü"), ("y", "ýÿ"),
        ]
        for (letter, marked) in groups {
            for scalar in marked.unicodeScalars { table[scalar] = letter }
        }
        // Marks that stand behind their letter.
        for value in 0x300...0x36F {
            if let scalar = Unicode.Scalar(UInt32(value)) { table[scalar] = "" }
        }
        return table
    }()
}
