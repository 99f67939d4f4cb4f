/// A layer of the traffic after the shop's history: the usual one, or one of the extra ones.
///
/// Extra traffic gets less by the hour while nobody begins anew; each strength is a layer with
/// sequences, ids and numbers of its own, so that two beginnings in one hour cannot meet.
struct TrafficLayer: Hashable, Sendable {
    /// 0 for the usual one.
    let number: UInt64

    static let usual = TrafficLayer(number: 0)

    /// How often the full rate is halved; `weakestStep` times at most.
    static func extra(step: Int) -> TrafficLayer {
        precondition((0...weakestStep).contains(step), "there is no such extra layer")
        return TrafficLayer(number: UInt64(step) + 1)
    }

    static let weakestStep = 4

    var isUsual: Bool { number == 0 }

    /// Names the layer's hour among all layers' hours, for the generators.
    func index(hour: Int64) -> UInt64 { UInt64(hour) * TrafficLayer.count + number }

    /// A number of the hour for a customer or an order.
    func number(hour: Int64, index: Int) -> UInt64 {
        self.index(hour: hour) * TrafficLayer.numbers + UInt64(index)
    }

    static func of(number: UInt64) -> TrafficLayer {
        TrafficLayer(number: number / numbers % count)
    }

    /// How many customers and orders an hour of a layer can have, half of them new customers'.
    static let numbers: UInt64 = 5_000

    private static let count: UInt64 = 8
}
