/// What a simulation of journeys has generated: what every figure made of its events must equal.
package struct SimulationTruth: Hashable, Sendable {
    package let plan: JourneyPlan
    /// Journeys that have begun.
    package let journeys: Int
    /// Per source and UTC hour, in the order of time.
    package let hours: [EventLedger.Entry]

    init(plan: JourneyPlan, journeys: Int, entries: [EventLedger.Entry]) {
        self.plan = plan
        self.journeys = journeys
        hours = entries
    }
}
