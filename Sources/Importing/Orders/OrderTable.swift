/// The lines of an order file as texts by meaning, before they are read as dates and amounts.
struct OrderTable {
    /// One line of the file for people to look at.
    struct Preview: Sendable, Hashable {
        let line: Int
        let cells: [String]
    }

    let columns: OrderColumns
    let head: TableHead
    private(set) var fields: [OrderField: CodedColumn] = [:]
    private(set) var lineNumbers = LineNumbers()
    /// A hash of each whole line but its index column; empty where lines have ids.
    private(set) var lineHashes: [UInt64] = []
    private(set) var preview: [Preview] = []
    private(set) var contentSHA256 = ""
    private(set) var byteCount = 0
    private(set) var blankRecordCount = 0
    private(set) var unclosedQuoteCount = 0
    /// Fields that were not UTF-8.
    private(set) var windows1252Count = 0
    /// Lines with fewer, and with more, fields than there are names.
    private(set) var shortLineCount = 0
    private(set) var longLineCount = 0
    /// Records above the names.
    let skippedRecordCount: Int

    static let previewRows = 10
    private static let cellCharactersMax = 200
    private static let recordsBetweenReports = 4096

    var count: Int { lineNumbers.count }

    /// Reads the whole file once.
    init(
        _ source: ImportSource, options: OrderImportOptions, progress: ImportProgress
    ) throws {
        head = try TableHead(source)
        (columns, skippedRecordCount) = try OrderTable.columns(head, options)
        let reader = try DelimitedTextReader(
            try ImportBytes(source), delimiter: head.delimiter)
        for _ in 0...skippedRecordCount { _ = try reader.next() }
        try readLines(reader, options: options, progress: progress)
        if count == 0 { throw OrderImportError.noLines(file: source.name) }
        contentSHA256 = reader.bytes.contentSHA256()
        byteCount = reader.bytes.progress.total
        blankRecordCount = reader.blankRecordCount
        unclosedQuoteCount = reader.unclosedQuoteCount
    }

    mutating func take(_ field: OrderField) -> CodedColumn? {
        fields.removeValue(forKey: field)
    }

    mutating func takeLineHashes() -> [UInt64] {
        let hashes = lineHashes
        lineHashes = []
        return hashes
    }

    /// The first record that names what is needed; the first one's complaint where none does.
    private static func columns(
        _ head: TableHead, _ options: OrderImportOptions
    ) throws -> (OrderColumns, skipped: Int) {
        for (index, record) in head.records.enumerated() {
            do throws(OrderImportError) {
                let columns = try OrderColumns(headers: record, chosen: options.columns)
                if columns.missing.isEmpty { return (columns, index) }
            } catch {
                continue
            }
        }
        let columns = try OrderColumns(headers: head.records[0], chosen: options.columns)
        throw OrderImportError.missingColumns(
            file: head.name, missing: columns.missing, found: columns.headers)
    }

    private mutating func readLines(
        _ reader: DelimitedTextReader, options: OrderImportOptions, progress: ImportProgress
    ) throws {
        let slots = columns.indices.sorted { $0.value < $1.value }
        var coded = slots.map { _ in CodedColumn() }
        let indices = slots.map(\.value)
        let width = columns.headers.count
        let hashesLines = !columns.has(.line)
        let skipsIndex = columns.indexColumns.first == 0
        let hash = ByteHash()
        while try reader.next() {
            let record = reader.record
            if count % OrderTable.recordsBetweenReports == 0 {
                if progress.isCancelled() { throw CancellationError() }
                let done = reader.bytes.progress
                progress.report(done.read, done.total)
            }
            for slot in indices.indices {
                let isHeld = record.withField(indices[slot]) { coded[slot].append($0) }
                if !isHeld { throw ImportFileError.tooMuchText(name: head.name) }
            }
            if hashesLines {
                let start = skipsIndex ? Int(record.spans[0].end) : 0
                lineHashes.append(hash(UnsafeBufferPointer(rebasing: record.raw[start...])))
            }
            if record.fieldCount != width { noteRagged(record, width: width) }
            if count < OrderTable.previewRows { preview.append(OrderTable.preview(record)) }
            lineNumbers.append(record.lineNumber)
            if count > options.linesMax {
                throw ImportFileError.tooManyLines(name: head.name, linesMax: options.linesMax)
            }
        }
        let done = reader.bytes.progress
        progress.report(done.read, done.total)
        for (slot, column) in zip(slots, coded) { fields[slot.key] = column }
        windows1252Count = coded.reduce(0) { $0 + $1.windows1252Count }
    }

    private mutating func noteRagged(_ record: DelimitedRecord, width: Int) {
        if record.fieldCount < width {
            shortLineCount += 1
        } else if (width..<record.fieldCount).contains(where: { index in
            record.withField(index) { !$0.isEmpty }
        }) {
            longLineCount += 1
        }
    }

    private static func preview(_ record: DelimitedRecord) -> Preview {
        Preview(
            line: record.lineNumber,
            cells: (0..<record.fieldCount).map {
                String(record.text($0).prefix(cellCharactersMax))
            })
    }
}
