import Glibc
package import Testing

/// Files of real data that lie beside the checkout, in `../shared/data`. The project ships none.
///
///     @Test(.enabled(if: SharedData.isWanted("seeds/sales_orders.csv.gz"), SharedData.skipWords))
package enum SharedData {
    package static let skipWords: Comment = "skipped: data not present"

    /// Where a file lies, whether it is there or not.
    package static func path(_ name: String) -> String {
        let parts = #filePath.split(separator: "/").dropLast(4)
        return "/\(parts.joined(separator: "/"))/shared/data/\(name)"
    }

    /// Whether a test on the file is to run: where it is there, and on the build server in any
    /// case, so that a missing file fails there.
    package static func isWanted(_ name: String) -> Bool {
        access(path(name), R_OK) == 0 || getenv("CI").map { String(cString: $0) } == "true"
    }
}
