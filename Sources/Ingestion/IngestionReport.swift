package import JSONCoding

/// What became of each line of a request: the answer to the client.
///
/// `received = accepted + duplicate + conflict + rejected`.
package struct IngestionReport: Hashable, Sendable {
    /// Lines that were to be events.
    package var received = 0
    /// Stored by this request.
    package var accepted = 0
    /// Stored before, equal in every field.
    package var duplicate = 0
    /// The id is taken by another event.
    package var conflict = 0
    package var rejected = 0
    /// True where everything told here is committed; false of a dry run and of a refused request.
    package var isDurable = false
    package let batchID: String
    /// The first faults, by line.
    package var errors: [LineError] = []
    package var areErrorsTruncated = false

    package init(batchID: String) {
        self.batchID = batchID
    }
}

/// The fault of one line.
package struct LineError: Hashable, Sendable {
    /// From 1: of the line, or of the element in the list.
    package let line: Int
    package let code: String
    package let pointer: String
    package let detail: String

    init(line: Int, _ rejection: Rejection) {
        self.line = line
        code = rejection.code
        pointer = rejection.pointer
        detail = rejection.detail
    }
}

extension IngestionReport: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        writer.object { report in
            report.field("received", received)
            report.field("accepted", accepted)
            report.field("duplicate", duplicate)
            report.field("conflict", conflict)
            report.field("rejected", rejected)
            report.field("durable", isDurable)
            report.field("batch_id", batchID)
            report.field("errors", errors)
            if areErrorsTruncated { report.field("errors_truncated", true) }
        }
    }
}

extension LineError: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        writer.object { error in
            error.field("line", line)
            error.field("code", code)
            error.field("pointer", pointer)
            error.field("detail", detail)
        }
    }
}

extension IngestionReport {
    /// Adds the faults of one submission, in the order of their lines.
    mutating func add(_ faults: [(line: Int, rejection: Rejection)], errorsMax: Int) {
        for fault in faults.sorted(by: { $0.line < $1.line }) {
            guard errors.count < errorsMax else {
                areErrorsTruncated = true
                return
            }
            errors.append(LineError(line: fault.line, fault.rejection))
        }
    }
}
