/// Which column of an order file means what.
package struct OrderColumns: Sendable, Hashable {
    /// The columns' names as the file has them.
    package let headers: [String]
    /// Where each meaning stands; those that the file lacks are absent.
    package let indices: [OrderField: Int]
    /// Columns without a name at the start of the line: a counter that some tool wrote.
    let indexColumns: [Int]
    /// Names that stand more than once; the first of each counts.
    let repeatedHeaders: [String]

    package func field(at index: Int) -> OrderField? {
        indices.first { $0.value == index }?.key
    }

    func header(of field: OrderField) -> String? {
        indices[field].map { headers[$0] }
    }

    func has(_ field: OrderField) -> Bool { indices[field] != nil }

    /// Whether amounts are computed as quantity × unit price.
    var computesAmounts: Bool { !has(.sales) }
}

extension OrderColumns {
    /// What of the needed columns is not there, in words; empty where the file can be imported.
    var missing: [String] {
        var missing: [String] = []
        if !has(.date) { missing.append("Date (or Order Date, InvoiceDate, …)") }
        if !has(.customer) { missing.append("Customer ID (or Customer, Email, …)") }
        if !has(.order) { missing.append("Order ID (or InvoiceNo, Order Number, …)") }
        if !has(.sales), !(has(.quantity) && has(.unitPrice)) {
            missing.append("Sales (or Amount, Revenue, Total, …; or Quantity and UnitPrice)")
        }
        return missing
    }

    /// Finds the meanings by name; `chosen` names columns that mean something whatever they are
    /// called.
    init(
        headers: [String], chosen: [OrderField: String] = [:]
    ) throws(OrderImportError) {
        let keys = headers.map { ColumnName.keys(of: $0) }
        var taken: Set<Int> = []
        var indices: [OrderField: Int] = [:]
        for (field, header) in chosen.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            guard let index = OrderColumns.index(of: header, in: headers) else {
                throw .unknownColumn(header, wantedFor: field, found: headers)
            }
            indices[field] = index
            taken.insert(index)
        }
        for field in OrderField.allCases where indices[field] == nil {
            let found = field.columnNames.lazy.compactMap { name in
                keys.indices.first { !taken.contains($0) && keys[$0].contains(name) }
            }.first
            guard let found else { continue }
            indices[field] = found
            taken.insert(found)
        }
        OrderColumns.mendShopExport(&indices, keys: keys, taken: taken)
        // A price without a quantity is the amount.
        if indices[.sales] == nil, indices[.quantity] == nil,
            let price = indices.removeValue(forKey: .unitPrice)
        {
            indices[.sales] = price
        }
        self.headers = headers
        self.indices = indices
        indexColumns = OrderColumns.indexColumns(keys, taken: Set(indices.values))
        repeatedHeaders = OrderColumns.repeated(headers)
    }

    /// `Name` is the order's number in the export of a well-known shop system, and only there.
    private static func mendShopExport(
        _ indices: inout [OrderField: Int], keys: [[String]], taken: Set<Int>
    ) {
        guard indices[.order] == nil, keys.contains(where: { $0.contains("lineitemname") }),
            let name = keys.indices.first(where: { keys[$0].contains("name") }),
            !taken.contains(name)
        else { return }
        indices[.order] = name
    }

    private static func indexColumns(_ keys: [[String]], taken: Set<Int>) -> [Int] {
        keys.indices.filter { index in
            !taken.contains(index)
                && (keys[index].isEmpty || keys[index].contains { $0.hasPrefix("unnamed") })
        }
    }

    private static func repeated(_ headers: [String]) -> [String] {
        var seen: Set<String> = []
        var repeated: [String] = []
        for header in headers where !header.isEmpty {
            if !seen.insert(header).inserted, !repeated.contains(header) {
                repeated.append(header)
            }
        }
        return repeated
    }

    private static func index(of header: String, in headers: [String]) -> Int? {
        if let exact = headers.firstIndex(of: header) { return exact }
        let key = ColumnName.key(of: header)
        return headers.firstIndex { ColumnName.key(of: $0) == key }
    }
}
