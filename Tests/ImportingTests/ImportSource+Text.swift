import CZlib
import ExactValues

@testable import Importing

extension ImportSource {
    /// A file in memory with this text.
    static func text(_ text: String, name: String = "orders.csv") -> ImportSource {
        .bytes(Array(text.utf8), name: name)
    }
}

extension OrderImportPlan {
    /// The plan of a file with this text.
    init(text: String, options: OrderImportOptions = OrderImportOptions()) throws {
        try self.init(.text(text), options: options)
    }

    /// The verdicts' words, line by line.
    var verdictNames: [String] { judgement.verdicts.map(\.name) }

    /// Lines by verdict.
    var counts: [String: Int] {
        Dictionary(uniqueKeysWithValues: totals.verdicts.map { ($0.verdict.name, $0.rows) })
    }

    var salesAmount: String { totals.salesAmount.normalized.description }
}

/// A gzip member with these bytes.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    var output = [UInt8](repeating: 0, count: bytes.count + 1024)
    var input = bytes
    let size = Int32(MemoryLayout<z_stream>.size)
    deflateInit2_(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
    let count = input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            deflate(&stream, Z_FINISH)
            return output.count - Int(stream.avail_out)
        }
    }
    deflateEnd(&stream)
    return Array(output[..<count])
}

func gzip(_ text: String) -> [UInt8] { gzip(Array(text.utf8)) }
