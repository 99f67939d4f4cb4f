import Glibc

/// Writes the lines that do not count as sales, with why: line, verdict, words, the line itself.
package struct RejectsFile {
    /// Writes the file of a plan beside `path` and moves it there, so that it is whole or absent.
    ///
    /// The source is read once more. Answers the number of lines written.
    ///
    /// - Throws: `ImportFileError`, `.changed` where the file is not the one of the plan any more.
    package static func write(_ plan: OrderImportPlan, to path: String) throws -> Int {
        let temporary = path + ".part"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw ImportFileError.unwritable(path: path, reason: lastSystemError())
        }
        let written = Result {
            try write(plan) { bytes in try writeAll(bytes, to: descriptor, path: path) }
        }
        let isClosed = close(descriptor) == 0
        do {
            let count = try written.get()
            guard isClosed, rename(temporary, path) == 0 else {
                throw ImportFileError.unwritable(path: path, reason: lastSystemError())
            }
            return count
        } catch {
            _ = unlink(temporary)
            throw error
        }
    }

    /// Hands the file over in pieces of some 64 KiB.
    package static func write(
        _ plan: OrderImportPlan, eachPiece: ([UInt8]) throws -> Void
    ) throws -> Int {
        let reader = try DelimitedTextReader(
            try ImportBytes(plan.source), delimiter: plan.delimiter)
        for _ in 0...plan.skippedRecordCount { _ = try reader.next() }
        var piece = Array("line_number,verdict,explanation,original_line\n".utf8)
        var record = 0
        var count = 0
        while try reader.next() {
            guard record < plan.judgement.verdicts.count else {
                throw ImportFileError.changed(name: plan.fileName)
            }
            let verdict = plan.judgement.verdicts[record]
            record += 1
            if verdict.countsAsSales { continue }
            count += 1
            piece += "\(reader.record.lineNumber),\(verdict.name),".utf8
            quote(Array(verdict.explanation.utf8), into: &piece)
            piece.append(0x2C)
            quote(Array(Windows1252.decoded(reader.record.raw).utf8), into: &piece)
            piece.append(0x0A)
            if piece.count > 1 << 16 {
                try eachPiece(piece)
                piece.removeAll(keepingCapacity: true)
            }
        }
        guard record == plan.judgement.verdicts.count,
            reader.bytes.contentSHA256() == plan.contentSHA256
        else { throw ImportFileError.changed(name: plan.fileName) }
        try eachPiece(piece)
        return count
    }

    private static func quote(_ text: [UInt8], into piece: inout [UInt8]) {
        piece.append(0x22)
        for byte in text {
            if byte == 0x22 { piece.append(byte) }
            piece.append(byte)
        }
        piece.append(0x22)
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String) throws {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(
                    descriptor, buffer.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw ImportFileError.unwritable(path: path, reason: lastSystemError())
            }
            written += count
        }
    }
}
