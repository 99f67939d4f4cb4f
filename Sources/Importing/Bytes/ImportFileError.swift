/// Why a file cannot be read as a table of lines: what is wrong, where, and what to do.
package enum ImportFileError: Error, Hashable, Sendable {
    case notFound(path: String)
    case isDirectory(path: String)
    /// A pipe, a device, a socket: an import reads its file twice.
    case notAFile(path: String)
    case unreadable(path: String, reason: String)
    case unwritable(path: String, reason: String)
    case empty(name: String)
    /// Not text: what it looks like, where that is known.
    case binary(name: String, kind: BinaryKind)
    case damagedGzip(name: String, detail: String)
    case recordTooLong(name: String, line: Int, bytesMax: Int)
    case tooManyFields(name: String, line: Int, fieldsMax: Int)
    case tooManyLines(name: String, linesMax: Int)
    /// More different texts than are held in memory.
    case tooMuchText(name: String)
    /// The file differs from what it was when the plan was made.
    case changed(name: String)
}

/// What a file that is not text looks like by its first bytes.
package enum BinaryKind: String, Hashable, Sendable {
    case excelWorkbook
    case oldExcelWorkbook
    case parquet
    case pdf
    case otherCompression
    case utf16WithoutMark
    case unknown

    var words: String {
        switch self {
        case .excelWorkbook: "an Excel workbook or another ZIP archive"
        case .oldExcelWorkbook: "an old Excel workbook"
        case .parquet: "a Parquet file"
        case .pdf: "a PDF document"
        case .otherCompression: "a compressed file of a kind that is not read here"
        case .utf16WithoutMark: "UTF-16 text without a byte order mark"
        case .unknown: "binary data"
        }
    }

    var advice: String {
        switch self {
        case .excelWorkbook, .oldExcelWorkbook:
            "Open it, save the sheet as CSV (UTF-8), and import that."
        case .otherCompression: "Unpack it, or pack it with gzip, and import that."
        case .utf16WithoutMark: "Save it as UTF-8 and import that."
        case .parquet, .pdf, .unknown: "Export the table as CSV and import that."
        }
    }
}

extension ImportFileError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound(let path):
            "\(path): there is no such file. Check the name and the folder."
        case .isDirectory(let path):
            "\(path) is a folder, not a file. Name one file of it."
        case .notAFile(let path):
            "\(path) is not a regular file. Save its contents to a file and import that."
        case .unreadable(let path, let reason):
            "\(path) cannot be read: \(reason). Check the permissions of the file."
        case .unwritable(let path, let reason):
            "\(path) cannot be written: \(reason). Check the folder, its permissions and the disk."
        case .empty(let name):
            "\(name) is empty. Export it again; the first line has to name the columns."
        case .binary(let name, let kind):
            "\(name) is \(kind.words), not a text table. \(kind.advice)"
        case .damagedGzip(let name, let detail):
            "\(name) is a damaged gzip file: \(detail). Fetch or pack it again."
        case .recordTooLong(let name, let line, let bytesMax):
            "\(name), line \(line): the record is longer than \(bytesMax) bytes. "
                + "Check whether this is a table with one record a line."
        case .tooManyFields(let name, let line, let fieldsMax):
            "\(name), line \(line): more than \(fieldsMax) fields. "
                + "Check the delimiter, or leave out columns."
        case .tooManyLines(let name, let linesMax):
            "\(name) has more than \(linesMax) lines. Split it and import the parts."
        case .tooMuchText(let name):
            "\(name) has more than 4 GB of text in one column. Split it and import the parts."
        case .changed(let name):
            "\(name) has changed since it was looked at. Import it again."
        }
    }

    /// A stable word for programs.
    package var code: String {
        switch self {
        case .notFound: "file_not_found"
        case .isDirectory: "file_is_directory"
        case .notAFile: "not_a_regular_file"
        case .unreadable: "file_unreadable"
        case .unwritable: "file_unwritable"
        case .empty: "file_empty"
        case .binary: "file_binary"
        case .damagedGzip: "gzip_damaged"
        case .recordTooLong: "record_too_long"
        case .tooManyFields: "too_many_fields"
        case .tooManyLines: "too_many_lines"
        case .tooMuchText: "too_much_text"
        case .changed: "file_changed"
        }
    }
}
