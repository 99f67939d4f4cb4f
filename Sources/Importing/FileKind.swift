/// What a file seems to hold.
package enum FileKind: String, Sendable, Hashable {
    case orders
    case events
    case campaignResults = "results"
    case customers
    case unknown

    /// A guess with what speaks for it.
    package struct Guess: Sendable, Hashable {
        package let kind: FileKind
        /// The names in the file that led to the guess.
        package let evidence: [String]
        /// One sentence for a person: what it is taken for, why, and what can be done with it.
        package let words: String
    }
}

extension FileKind {
    /// Looks at the first lines of a file. Cheap: 256 KiB at most are read.
    package static func guess(_ source: ImportSource) throws(ImportFileError) -> Guess {
        if let keys = try eventKeys(source) {
            return Guess(
                kind: .events, evidence: keys,
                words: "\(source.name) holds events, one JSON object a line "
                    + "(\(keys.joined(separator: ", "))). Send it to POST /v1/events.")
        }
        let head = try TableHead(source)
        for record in head.records {
            if let guess = orders(record, name: source.name) { return guess }
        }
        let names = head.records[0]
        return results(names, name: source.name) ?? customers(names, name: source.name)
            ?? Guess(
                kind: .unknown, evidence: [],
                words: "\(source.name) is not recognised. Columns found: "
                    + "\(names.filter { !$0.isEmpty }.prefix(40).joined(separator: ", ")). "
                    + "Orders need a date, a customer id, an order id and an amount; say "
                    + "`import orders` and name the columns.")
    }

    /// The keys of events among the first bytes of what starts like JSON; else nil.
    private static func eventKeys(_ source: ImportSource) throws(ImportFileError) -> [String]? {
        let bytes = try ImportBytes(source)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
        defer { buffer.deallocate() }
        let count = try bytes.read(into: buffer)
        let text = String(decoding: buffer[..<count], as: UTF8.self)
        guard let first = text.first(where: { !$0.isWhitespace }), first == "{" || first == "["
        else { return nil }
        let keys = ["event_id", "event_type", "ts"].filter { text.contains("\"\($0)\"") }
        return keys.count >= 2 ? keys : nil
    }

    private static func orders(_ names: [String], name: String) -> Guess? {
        // Without a choice of columns nothing can be unknown, so nothing is thrown here.
        guard let columns = try? OrderColumns(headers: names), columns.missing.isEmpty else {
            return nil
        }
        let needed: [OrderField] = [.date, .customer, .order, .sales, .quantity, .unitPrice]
        let evidence = needed.compactMap { field in
            columns.header(of: field).map { "\($0) is the \(field.label)" }
        }
        return Guess(
            kind: .orders, evidence: evidence,
            words: "\(name) holds orders: \(evidence.joined(separator: ", ")).")
    }

    private static func results(_ names: [String], name: String) -> Guess? {
        let measures = [
            "impressions", "clicks", "spend", "adspend", "cost", "amountspent", "conversions",
            "ctr", "cpc", "cpm", "reach", "costperclick", "impr",
        ]
        let found = names.filter { column in
            ColumnName.keys(of: column).contains { measures.contains($0) }
        }
        guard found.count >= 2 else { return nil }
        return Guess(
            kind: .campaignResults, evidence: found,
            words: "\(name) is recognised as campaign results (\(found.joined(separator: ", "))). "
                + "The import of campaign results comes later.")
    }

    private static func customers(_ names: [String], name: String) -> Guess? {
        let details = [
            "email", "emailaddress", "firstname", "lastname", "name", "birthdate", "yearbirth",
            "birthyear", "age", "gender", "city", "country", "postcode", "zip", "phone",
            "maritalstatus", "education", "income", "signupdate", "dtcustomer",
        ]
        let ids = OrderField.customer.columnNames + ["id"]
        let keyed = names.filter { column in
            ColumnName.keys(of: column).contains { ids.contains($0) }
        }
        let found = names.filter { column in
            ColumnName.keys(of: column).contains { details.contains($0) }
        }
        guard let id = keyed.first, found.count >= 2 else { return nil }
        return Guess(
            kind: .customers, evidence: [id] + found,
            words: "\(name) is recognised as customers (\(id), \(found.joined(separator: ", "))). "
                + "The import of customers comes later.")
    }
}
