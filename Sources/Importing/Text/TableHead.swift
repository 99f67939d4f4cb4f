/// The first records of a delimited text, to recognise what it is.
struct TableHead {
    let name: String
    let isGzip: Bool
    let encoding: ImportBytes.Encoding
    let delimiter: Delimiter
    let hasSeparatorLine: Bool
    /// At most `recordsMax`, decoded.
    let records: [[String]]

    /// A title and a few notes may stand above the columns' names.
    static let recordsMax = 20

    init(_ source: ImportSource) throws(ImportFileError) {
        let reader = try DelimitedTextReader(try ImportBytes(source))
        var records: [[String]] = []
        while records.count < TableHead.recordsMax, try reader.next() {
            let record = reader.record
            records.append((0..<record.fieldCount).map { record.text($0) })
        }
        if records.isEmpty { throw .empty(name: source.name) }
        name = source.name
        isGzip = reader.bytes.isGzip
        encoding = reader.bytes.encoding
        delimiter = reader.delimiter
        hasSeparatorLine = reader.hasSeparatorLine
        self.records = records
    }
}
