/// What an import of an order file would do: everything is decided, nothing is written.
///
/// It holds the lines, so that committing does not read the file again: some 100 bytes a line.
package struct OrderImportPlan: Sendable {
    package struct Column: Sendable, Hashable {
        package let header: String
        /// Nil where the column is not used.
        package let field: OrderField?
    }

    package struct PreviewRow: Sendable, Hashable {
        package let line: Int
        package let cells: [String]
        package let verdict: OrderVerdict
    }

    package let source: ImportSource
    /// SHA-256 of the file's content, unpacked; 64 hexadecimal digits.
    package let contentSHA256: String
    /// The same for the same content read the same way, and for nothing else.
    package let importID: String
    package let delimiter: Delimiter
    /// `UTF-8`, `UTF-16` or `Windows-1252`.
    package let encoding: String
    package let isGzip: Bool
    package let columns: [Column]
    /// `DD-MM-YYYY`; several, most lines first, joined by `and`.
    package let dateFormat: String
    /// `1,234.56`, `1.234,56`, both, or `quantity × unit price`.
    package let amountFormat: String
    package let totals: OrderTotals
    /// The first ten lines.
    package let preview: [PreviewRow]
    package let warnings: [String]
    /// Three findings at most, none where no line counts.
    package let findings: [String]
    let lines: OrderLines
    let judgement: OrderJudgement
    let skippedRecordCount: Int

    package var fileName: String { source.name }
}

extension OrderImportPlan {
    /// Reads the whole file and judges its lines. Blocking: some 0.7 s of CPU a million lines.
    ///
    /// - Throws: `ImportFileError`, `OrderImportError`, `CancellationError`.
    package init(
        _ source: ImportSource, options: OrderImportOptions = OrderImportOptions(),
        progress: ImportProgress = ImportProgress()
    ) throws {
        var table = try OrderTable(source, options: options, progress: progress)
        let orderInterner = table.fields[.order]?.interner ?? TextInterner()
        let hashes = table.takeLineHashes()
        let lines = try OrderLines(&table, options: options)
        let judgement = OrderJudgement(lines, orderInterner: orderInterner, lineHashes: hashes)
        if progress.isCancelled() { throw CancellationError() }
        let totals = OrderTotals(lines, judgement)
        self.source = source
        self.lines = lines
        self.judgement = judgement
        self.totals = totals
        contentSHA256 = table.contentSHA256
        delimiter = table.head.delimiter
        isGzip = table.head.isGzip
        encoding =
            table.head.encoding == .utf16
            ? "UTF-16" : table.windows1252Count > 0 ? "Windows-1252" : "UTF-8"
        columns = lines.columns.headers.enumerated().map { index, header in
            Column(header: header, field: lines.columns.field(at: index))
        }
        dateFormat = lines.dates.formats.joined(separator: " and ")
        amountFormat = OrderImportPlan.amountFormat(lines)
        preview = zip(table.preview, judgement.verdicts).map { row, verdict in
            PreviewRow(line: row.line, cells: row.cells, verdict: verdict)
        }
        warnings = OrderWarnings(table, lines, judgement, totals).words
        findings = OrderFindings(lines, judgement, totals).words
        skippedRecordCount = table.skippedRecordCount
        importID = OrderImportPlan.importID(table.contentSHA256, lines)
    }

    private static func amountFormat(_ lines: OrderLines) -> String {
        guard let reading = lines.salesReading else { return "quantity × unit price" }
        switch reading.decimalSign {
        case ",": return "1.234,56"
        case ".": return "1,234.56"
        default: return "1,234.56 and 1.234,56"
        }
    }

    /// A digest of the content and of how it is read: which column is what, the dates' formats,
    /// the decimal sign. So the same file with a corrected mapping is another import.
    private static func importID(_ contentSHA256: String, _ lines: OrderLines) -> String {
        var digest = ContentDigest()
        digest.update("orders\n\(contentSHA256)\n")
        for (field, index) in lines.columns.indices.sorted(by: { $0.value < $1.value }) {
            digest.update("\(field.rawValue)=\(index)\n")
        }
        digest.update("dates=\(lines.dates.formats.joined(separator: ","))\n")
        digest.update("decimal=\(lines.salesReading?.decimalSign.map(String.init) ?? "both")\n")
        return String(digest.finish().prefix(32))
    }
}
