import ExactValues
import JSONCoding
import SQLAccess

extension EventColumns {
    /// The rows as `landing.events` takes them, numbered from `firstSequence` on.
    func landingTable(
        firstSequence: Int64, receivedAt: UTCTimestamp, batchIDs: TextColumn, hashes: [Int64]
    ) -> SQLTable {
        let received = Array(repeating: receivedAt.microseconds, count: count)
        let sequences = Array(firstSequence..<(firstSequence + Int64(count)))
        return SQLTable(columns: [
            SQLColumn(name: "landing_sequence", values: .integers(sequences)),
            SQLColumn(name: "event_id", values: .texts(eventIDs)),
            SQLColumn(name: "occurred_at", values: .timestamps(occurredAt)),
            SQLColumn(name: "event_type", values: .texts(eventTypes)),
            userIDs.column("user_id"),
            SQLColumn(name: "campaign_id", values: .texts(campaignIDs)),
            SQLColumn(name: "channel", values: .texts(channels)),
            costs.column("cost_amount"),
            values.column("value_amount"),
            currencyCodes.column("currency_code"),
            orderIDs.column("order_id"),
            properties.column("properties"),
            SQLColumn(name: "received_at", values: .timestamps(received)),
            SQLColumn(name: "batch_id", values: .texts(batchIDs)),
            SQLColumn(name: "event_hash", values: .integers(hashes)),
        ])
    }

    /// A row as the event that was sent, as far as it was understood: what is kept of a conflict.
    func json(row: Int) -> String {
        var writer = JSONWriter()
        writer.object { event in
            event.field("event_id", eventIDs[row])
            event.field("ts", UTCTimestamp(microseconds: occurredAt[row]))
            event.field("event_type", eventTypes[row])
            event.field(ifPresent: "user_id", userIDs[row])
            event.field("campaign_id", campaignIDs[row])
            event.field("channel", channels[row])
            event.field(ifPresent: "cost", costs.decimal(row))
            event.field(ifPresent: "value", values.decimal(row))
            event.field(ifPresent: "currency", currencyCodes[row])
            event.field(ifPresent: "order_id", orderIDs[row])
            if let properties = properties[row] {
                event.key("properties")
                event.rawValue(properties.utf8)
            }
        }
        return writer.text
    }
}

extension OptionalTextColumn {
    fileprivate func column(_ name: String) -> SQLColumn {
        SQLColumn(name: name, values: .texts(texts), nulls: hasNulls ? nulls : [])
    }
}

extension OptionalAmountColumn {
    fileprivate func column(_ name: String) -> SQLColumn {
        SQLColumn(
            name: name, values: .decimals(millionths, scale: OptionalAmountColumn.scale),
            nulls: hasNulls ? nulls : [])
    }

    fileprivate func decimal(_ row: Int) -> FixedDecimal? {
        self[row].map { FixedDecimal(units: $0, scale: OptionalAmountColumn.scale) }
    }
}
