package import ExactValues
package import MarketingDomain

/// Events of the last six hours by minute, campaign and channel: what the live funnel shows, kept in
/// memory, equal to a count over `landing.events`.
package struct LiveFunnelCounts: Sendable {
    /// Windows that can be asked for, in minutes; others are clamped.
    package static let windowMinutes = 5...360
    /// Pairs of campaign and channel that are told apart; events of more are counted under
    /// `(other)`, so that ids made up by a client cannot fill the memory.
    package static let groupsMax = 20_000
    package static let otherCampaignID = CampaignID("(other)")

    private struct Group: Hashable {
        let campaignID: CampaignID
        let channel: Channel
    }

    /// The counts of each group, by the start of their minute in microseconds.
    private var minutes: [Int64: [Group: FunnelCounts]] = [:]
    /// In how many minutes each group occurs.
    private var groups: [Group: Int] = [:]

    package init() {}

    /// Adds the new events of a commit. Types that are no stage of the funnel are left out.
    package mutating func add(_ counts: [EventMinuteCount]) {
        for count in counts {
            var stages = FunnelCounts()
            stages.add(count.count, of: count.key.eventType)
            guard stages != FunnelCounts() else { continue }
            var group = Group(campaignID: count.key.campaignID, channel: count.key.channel)
            if groups[group] == nil, groups.count >= LiveFunnelCounts.groupsMax {
                group = Group(
                    campaignID: LiveFunnelCounts.otherCampaignID, channel: .unknown)
            }
            let minute = count.key.minute.startOfMinute.microseconds
            if minutes[minute]?[group] == nil { groups[group, default: 0] += 1 }
            minutes[minute, default: [:]][group, default: FunnelCounts()].add(stages)
        }
    }

    /// Forgets the minutes that no window reaches any more.
    package mutating func prune(now: UTCTimestamp) {
        let earliest = LiveFunnelCounts.start(
            minutes: LiveFunnelCounts.windowMinutes.upperBound, now: now)
        for (minute, cells) in minutes where minute < earliest.microseconds {
            for group in cells.keys {
                let left = (groups[group] ?? 0) - 1
                groups[group] = left > 0 ? left : nil
            }
            minutes[minute] = nil
        }
    }

    /// The sums of a window: from the minute that was running `minutes` ago to the running one.
    ///
    /// Events ahead of the running minute (a client's clock may be 10 minutes fast) wait for theirs.
    package func window(minutes windowMinutes: Int, now: UTCTimestamp) -> LiveFunnelWindow {
        let range = LiveFunnelCounts.windowMinutes
        let length = min(max(windowMinutes, range.lowerBound), range.upperBound)
        let start = LiveFunnelCounts.start(minutes: length, now: now)
        let last = now.startOfMinute.microseconds
        var sums: [Group: FunnelCounts] = [:]
        for (minute, cells) in minutes where minute >= start.microseconds && minute <= last {
            for (group, counts) in cells { sums[group, default: FunnelCounts()].add(counts) }
        }
        let rows = sums.map { group, counts in
            LiveFunnelRow(
                campaignID: group.campaignID, channel: group.channel, counts: counts)
        }
        return LiveFunnelWindow(
            minutes: length, start: start, asOf: now, rows: rows.sorted(by: LiveFunnelRow.isBefore))
    }

    private static func start(minutes: Int, now: UTCTimestamp) -> UTCTimestamp {
        now.adding(seconds: -Int64(minutes) * 60).startOfMinute
    }
}
