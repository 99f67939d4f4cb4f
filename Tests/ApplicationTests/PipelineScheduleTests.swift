import ExactValues
import Testing

@testable import Application

@Suite("The pipeline's schedule while serving")
struct PipelineScheduleTests {
    private let start = UTCTimestamp(microseconds: 0)

    private func second(_ number: Int64) -> UTCTimestamp { start.adding(seconds: number) }

    private func afterStartup() -> PipelineSchedule {
        var schedule = PipelineSchedule(intervalSeconds: 60, now: start)
        _ = schedule.next(now: start)
        schedule.finished(succeeded: true, now: second(2))
        return schedule
    }

    @Test("The first run is of all models")
    func startup() {
        var schedule = PipelineSchedule(intervalSeconds: 60, now: start)
        #expect(schedule.next(now: start) == .init(selection: .all, trigger: .startup))
        #expect(schedule.next(now: start) == nil)
    }

    @Test("Events follow an interval after the end of the run before, not a second earlier")
    func interval() {
        var schedule = afterStartup()
        #expect(schedule.wakeAt == second(62))
        #expect(schedule.next(now: second(61)) == nil)
        #expect(schedule.next(now: second(62)) == .init(selection: .events, trigger: .interval))
    }

    @Test("An hour after the last run of all models, one comes in place of the events")
    func hourly() {
        var schedule = afterStartup()
        var selections: [PipelineSchedule.Selection] = []
        for minute in 1...60 {
            let now = second(Int64(minute) * 60 + 2)
            guard let run = schedule.next(now: now) else { continue }
            selections.append(run.selection)
            schedule.finished(succeeded: true, now: now)
        }
        #expect(selections == Array(repeating: .events, count: 59) + [.all])
    }

    @Test("Two imports during a run lead to one run of all models after it")
    func coalescing() {
        var schedule = afterStartup()
        _ = schedule.next(now: second(62))
        schedule.request(.all, trigger: .imported)
        schedule.request(.all, trigger: .imported)
        schedule.request(.events, trigger: .manual)
        #expect(schedule.next(now: second(63)) == nil)
        schedule.finished(succeeded: true, now: second(64))
        #expect(schedule.next(now: second(64)) == .init(selection: .all, trigger: .imported))
        schedule.finished(succeeded: true, now: second(65))
        #expect(schedule.next(now: second(66)) == nil)
    }

    @Test("After failures the wait doubles, up to an hour, and a success ends that")
    func failures() {
        var schedule = afterStartup()
        var now = second(62)
        var waits: [Int64] = []
        for _ in 0..<8 {
            #expect(schedule.next(now: now) != nil)
            schedule.finished(succeeded: false, now: now)
            waits.append((schedule.wakeAt.microseconds - now.microseconds) / 1_000_000)
            now = schedule.wakeAt
        }
        #expect(waits == [120, 240, 480, 960, 1920, 3600, 3600, 3600])
        _ = schedule.next(now: now)
        schedule.finished(succeeded: true, now: now)
        #expect(schedule.wakeAt == now.adding(seconds: 60))
    }

    @Test("A request is not held back by the wait after a failure")
    func requestAfterFailure() {
        var schedule = afterStartup()
        _ = schedule.next(now: second(62))
        schedule.finished(succeeded: false, now: second(63))
        schedule.request(.all, trigger: .manual)
        #expect(schedule.next(now: second(64)) == .init(selection: .all, trigger: .manual))
    }
}
