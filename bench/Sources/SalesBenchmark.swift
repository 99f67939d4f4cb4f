import Glibc

/// The sales pipeline from a file to published tables.
struct SalesBenchmark {
    private let setting: BenchSetting

    init(_ setting: BenchSetting) {
        self.setting = setting
    }

    func run() throws -> [Measurement] {
        let file = setting.data + "/seeds/sales_orders.csv.gz"
        guard access(file, R_OK) == 0 else {
            Console.message("bench: sales skipped: data not present (\(file))")
            return []
        }
        var small = try measure(file, name: "sales")
        small[0].limit = .atMost(1)
        let copies = max(1, 25 / setting.divisor)
        let many = setting.folder.file("orders.csv")
        try BenchFile.write(try SalesCopies.make(file, copies: copies, setting), to: many)
        var large = try measure(many, name: "sales-copies")
        large[0].limit = .atMost(8)
        large[large.count - 1].limit = .atMost(600)
        return small + large
    }

    /// CPU of both commands and of each (the import builds the models; the run after it must cost
    /// little), and the memory of the larger one.
    private func measure(_ file: String, name: String) throws -> [Measurement] {
        let data = setting.folder.file(name)
        let log = setting.folder.file(name + ".log")
        var seconds: [Double] = []
        var resident = 0
        let commands = [
            ["import", "orders", file, "--data", data], ["pipeline", "run", "--data", data],
        ]
        for words in commands {
            let usage = ChildProcess.run([setting.program] + words, log: log)
            guard usage.isSuccess else {
                throw SystemProblem(sentence: "\(words.joined(separator: " ")) failed; see \(log)")
            }
            seconds.append(usage.cpuSeconds)
            resident = max(resident, usage.residentBytesMax)
        }
        let copies = name == "sales" ? 1 : max(1, 25 / setting.divisor)
        let orders = ResultTable.number(Double(40_000 * copies))
        var cpu = Measurement(
            what: "sales pipeline, \(orders) orders", value: seconds.reduce(0, +),
            unit: "CPU s")
        if let python = setting.python {
            let usage = ChildProcess.run([python, "bench/yardstick_sales.py", file], log: log)
            cpu.yardstick = usage.isSuccess ? usage.cpuSeconds : nil
            cpu.yardstickNote = "Python and SQLite, two business tables; ours builds all models"
        }
        return [
            cpu, Measurement(what: "  import, with the models", value: seconds[0], unit: "CPU s"),
            Measurement(what: "  a run after it, nothing to do", value: seconds[1], unit: "CPU s"),
            Measurement(what: "  its memory", value: Double(resident) / 1e6, unit: "MB"),
        ]
    }
}

/// The order file many times over: copy k adds k · 1,000,000 to customer and order ids.
enum SalesCopies {
    static func make(_ file: String, copies: Int, _ setting: BenchSetting) throws -> [UInt8] {
        let plain = setting.folder.file("orders-plain.csv")
        let descriptor = open(plain, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemProblem("cannot write \(plain)") }
        let unpacked = ChildProcess.run(["/bin/gzip", "-dc", file], output: descriptor)
        close(descriptor)
        guard unpacked.isSuccess else { throw SystemProblem(sentence: "cannot unpack \(file)") }
        let lines = try BenchFile.read(plain).split(separator: 0x0A)
        var bytes = Array("Date,Customer ID,Order ID,Sales\n".utf8)
        for copy in 0..<copies {
            for line in lines.dropFirst() {
                // An index without a name stands first.
                let cells = line.split(separator: 0x2C, omittingEmptySubsequences: false)
                guard cells.count == 5 else { continue }
                bytes += cells[1]
                for cell in cells[2...3] {
                    let id = Int(String(decoding: cell, as: UTF8.self)) ?? 0
                    bytes.append(0x2C)
                    bytes += String(id + copy * 1_000_000).utf8
                }
                bytes.append(0x2C)
                bytes += cells[4].filter { $0 != 0x0D }
                bytes.append(0x0A)
            }
        }
        return bytes
    }
}
