import ExactValues
import SQLAccess

/// Writes lines as rows of `landing.order_lines`, a chunk of columns at a time.
struct LandingRows {
    let lines: OrderLines
    let judgement: OrderJudgement
    let times: OrderTimes
    let importID: String
    let importSequence: Int64
    let receivedAt: UTCTimestamp
    private let currencyByCode: [[UInt8]]
    private let constantCurrency: [UInt8]?

    /// Rows a chunk: enough for the appender, and some 15 MB at most.
    static let chunkRows = 61_440

    init(
        _ plan: OrderImportPlan, times: OrderTimes, importSequence: Int64, receivedAt: UTCTimestamp
    ) {
        lines = plan.lines
        judgement = plan.judgement
        self.times = times
        importID = plan.importID
        self.importSequence = importSequence
        self.receivedAt = receivedAt
        let currency = lines.others[.currency]
        currencyByCode = (0..<Int32(currency?.dictionary.count ?? 0)).map { code in
            Array(LandingRows.currencyCode(currency?.text(code) ?? "").utf8)
        }
        constantCurrency = LandingRows.statedCurrency(lines).map { Array($0.utf8) }
    }

    func chunk(_ rows: Range<Int>) -> SQLTable {
        var columns = [
            constant("import_id", importID, rows),
            SQLColumn(
                name: "import_sequence",
                values: .integers(Array(repeating: importSequence, count: rows.count))),
            SQLColumn(
                name: "line_number",
                values: .integers(rows.map { Int64(lines.lineNumbers[$0]) })),
            texts("order_id", lines.order, rows),
            texts("customer_id", lines.customer, rows),
            dates(rows),
            decimals("sales_amount", rows) { lines.sales[$0] },
            verdicts(rows),
            repeatedMarks(rows),
            SQLColumn(
                name: "received_at",
                values: .timestamps(
                    Array(repeating: receivedAt.microseconds, count: rows.count))),
        ]
        if !times.instants.isEmpty { columns.append(instants(rows)) }
        if let quantity = lines.quantity {
            columns.append(decimals("quantity", rows) { quantity.units($0) })
        }
        if let price = lines.unitPrice {
            columns.append(decimals("unit_price_amount", rows) { price.units($0) })
        }
        for field in [OrderField.line, .channel, .campaign, .status] {
            guard let column = lines.others[field] else { continue }
            columns.append(texts(field.rawValue, column, rows))
        }
        if let currency = currencies(rows) { columns.append(currency) }
        if let returned = returnedOrders(rows) { columns.append(returned) }
        return SQLTable(columns: columns)
    }
}

extension LandingRows {
    private func constant(_ name: String, _ text: String, _ rows: Range<Int>) -> SQLColumn {
        var values = TextColumn()
        let bytes = Array(text.utf8)
        values.reserve(rows: rows.count, bytes: rows.count * bytes.count)
        bytes.withUnsafeBufferPointer { bytes in
            for _ in rows { values.append(bytes: bytes) }
        }
        return SQLColumn(name: name, values: .texts(values))
    }

    private func texts(
        _ name: String, _ column: IdentifierColumn, _ rows: Range<Int>
    ) -> SQLColumn {
        var values = TextColumn()
        var nulls: [Bool] = []
        values.reserve(rows: rows.count, bytes: rows.count * 8)
        for line in rows {
            let code = column.codes[line]
            if column.isMissing[Int(code)] {
                if nulls.isEmpty { nulls = Array(repeating: false, count: rows.count) }
                nulls[line - rows.lowerBound] = true
                values.appendEmpty()
            } else {
                column.withBytes(code) { values.append(bytes: $0) }
            }
        }
        return SQLColumn(name: name, values: .texts(values), nulls: nulls)
    }

    private func dates(_ rows: Range<Int>) -> SQLColumn {
        let days = rows.map { times.days[Int(lines.dateCodes[$0])] }
        let nulls = days.contains(DateColumn.noDate) ? days.map { $0 == DateColumn.noDate } : []
        return SQLColumn(name: "order_date", values: .dates(days), nulls: nulls)
    }

    private func instants(_ rows: Range<Int>) -> SQLColumn {
        let instants = rows.map { times.instants[Int(lines.dateCodes[$0])] }
        let nulls =
            instants.contains(DateColumn.noTime) ? instants.map { $0 == DateColumn.noTime } : []
        return SQLColumn(name: "ordered_at", values: .timestamps(instants), nulls: nulls)
    }

    private func decimals(
        _ name: String, _ rows: Range<Int>, _ units: (Int) -> Int64
    ) -> SQLColumn {
        var values: [Int128] = []
        var nulls: [Bool] = []
        values.reserveCapacity(rows.count)
        for line in rows {
            let value = units(line)
            if AmountColumn.isAmount(value) {
                values.append(Int128(value))
            } else {
                if nulls.isEmpty { nulls = Array(repeating: false, count: rows.count) }
                nulls[line - rows.lowerBound] = true
                values.append(0)
            }
        }
        return SQLColumn(name: name, values: .decimals(values, scale: 6), nulls: nulls)
    }

    private func verdicts(_ rows: Range<Int>) -> SQLColumn {
        let words = OrderVerdict.allCases.map { Array($0.name.utf8) }
        var values = TextColumn()
        values.reserve(rows: rows.count, bytes: rows.count * 6)
        for line in rows {
            words[Int(judgement.verdicts[line].rawValue)].withUnsafeBufferPointer {
                values.append(bytes: $0)
            }
        }
        return SQLColumn(name: "verdict", values: .texts(values))
    }

    private func repeatedMarks(_ rows: Range<Int>) -> SQLColumn {
        let marks =
            judgement.isRepeated.isEmpty
            ? Array(repeating: false, count: rows.count) : Array(judgement.isRepeated[rows])
        return SQLColumn(name: "is_repeated_line", values: .booleans(marks))
    }
}

extension LandingRows {
    /// The line's currency, else the one that all amounts or the column's name state; nil where
    /// nothing names one, which means the workspace's.
    private func currencies(_ rows: Range<Int>) -> SQLColumn? {
        guard let column = lines.others[.currency] else {
            return constantCurrency.map {
                constant("currency_code", String(decoding: $0, as: UTF8.self), rows)
            }
        }
        var values = TextColumn()
        var nulls = [Bool](repeating: false, count: rows.count)
        for line in rows {
            let code = Int(column.codes[line])
            let bytes = column.isMissing[code] ? constantCurrency ?? [] : currencyByCode[code]
            nulls[line - rows.lowerBound] = bytes.isEmpty
            bytes.withUnsafeBufferPointer { values.append(bytes: $0) }
        }
        return SQLColumn(name: "currency_code", values: .texts(values), nulls: nulls)
    }

    private static func currencyCode(_ text: String) -> String {
        AmountMark.code(of: text) ?? AmountMark.code(of: text.uppercased()) ?? text.uppercased()
    }

    private static func statedCurrency(_ lines: OrderLines) -> String? {
        let reading = lines.salesReading ?? lines.unitPrice?.amounts
        let field: OrderField = lines.columns.computesAmounts ? .unitPrice : .sales
        return reading?.currencyCode
            ?? lines.columns.header(of: field).flatMap { ColumnName.currencyCode(in: $0) }
    }

    /// The order that a return names: by its column, else by the C before another order's id.
    private func returnedOrders(_ rows: Range<Int>) -> SQLColumn? {
        let column = lines.others[.returnedOrder]
        let marked = judgement.markedOrder
        guard column != nil || !marked.isEmpty else { return nil }
        var values = TextColumn()
        var nulls = [Bool](repeating: false, count: rows.count)
        for line in rows {
            if let column, !column.isMissing[Int(column.codes[line])] {
                column.withBytes(column.codes[line]) { values.append(bytes: $0) }
                continue
            }
            let named = marked.isEmpty ? 0 : marked[Int(lines.order.codes[line])]
            nulls[line - rows.lowerBound] = named == 0
            lines.order.withBytes(named) { values.append(bytes: $0) }
        }
        return SQLColumn(name: "returned_order_id", values: .texts(values), nulls: nulls)
    }
}
