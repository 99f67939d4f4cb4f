import ExactValues
package import JSONCoding
import MarketingDomain

/// The truth as a JSON object:
///
///     {"seed":7,"from":"…","to":"…","journeys_per_second":20,"journeys":1200,"events":1287,
///      "totals":{"impressions":1200,…,"spend":31.4159,"conversion_value":null},
///      "hours":[{"campaign_id":"…","channel":"…","hour":"2026-11-20T09:00:00Z",…}],
///      "days":[{"campaign_id":"…","channel":"…","date":"2026-11-20",…}]}
///
/// Amounts are exact decimals: read them as such, not as doubles. `spend` is null where no event
/// carried a cost.
extension SimulationTruth: JSONWritable {
    package func write(to writer: inout JSONWriter) {
        let total = EventLedger.total(hours)
        writer.object { truth in
            truth.field("seed", String(plan.seed))
            truth.field("from", plan.from)
            truth.field("to", plan.to)
            truth.field("journeys_per_second", plan.journeysPerSecond)
            truth.field("journeys", journeys)
            truth.field("events", total.events)
            truth.object("totals") { total.writeFields(to: &$0) }
            EventLedger.write(hours, to: &truth)
        }
    }
}

extension EventLedger {
    /// The members `hours` and `days` of the object being written.
    static func write(_ hours: [Entry], to writer: inout JSONWriter) {
        writer.array("hours") { list in
            for entry in hours {
                list.object { object in
                    entry.source.writeFields(to: &object)
                    object.field("hour", entry.hour)
                    entry.tally.writeFields(to: &object)
                }
            }
        }
        writer.array("days") { list in
            for entry in days(hours) {
                list.object { object in
                    entry.source.writeFields(to: &object)
                    object.field("date", entry.date)
                    entry.tally.writeFields(to: &object)
                }
            }
        }
    }
}

extension EventSource {
    func writeFields(to writer: inout JSONWriter) {
        writer.field("campaign_id", campaignMember.text)
        writer.field("channel", channel.text)
    }
}
