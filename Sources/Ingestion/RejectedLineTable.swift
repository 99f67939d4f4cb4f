import ExactValues
import SQLAccess

/// Builds the rows of `landing.rejected_events`.
struct RejectedLineTable {
    private let receivedAt: UTCTimestamp
    private var batchIDs = TextColumn()
    private var lineNumbers: [Int64] = []
    private var codes = TextColumn()
    private var pointers = TextColumn()
    private var details = TextColumn()
    private var eventIDs = TextColumn()
    private var eventIDNulls: [Bool] = []
    private var bodies = TextColumn()

    init(receivedAt: UTCTimestamp) {
        self.receivedAt = receivedAt
    }

    var count: Int { lineNumbers.count }

    mutating func append(_ line: RejectedLine, batchID: String) {
        batchIDs.append(batchID)
        lineNumbers.append(Int64(line.line))
        codes.append(line.rejection.code)
        pointers.append(KeptText.storable(line.rejection.pointer))
        details.append(KeptText.storable(line.rejection.detail))
        eventIDs.append(line.eventID ?? "")
        eventIDNulls.append(line.eventID == nil)
        bodies.append(line.body)
    }

    var table: SQLTable {
        let received = Array(repeating: receivedAt.microseconds, count: count)
        return SQLTable(columns: [
            SQLColumn(name: "received_at", values: .timestamps(received)),
            SQLColumn(name: "batch_id", values: .texts(batchIDs)),
            SQLColumn(name: "line_number", values: .integers(lineNumbers)),
            SQLColumn(name: "reason_code", values: .texts(codes)),
            SQLColumn(name: "pointer", values: .texts(pointers)),
            SQLColumn(name: "detail", values: .texts(details)),
            SQLColumn(name: "event_id", values: .texts(eventIDs), nulls: eventIDNulls),
            SQLColumn(name: "body", values: .texts(bodies)),
        ])
    }
}
