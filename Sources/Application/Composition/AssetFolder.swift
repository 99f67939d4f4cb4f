import Glibc

/// Where the files of the web application are.
enum AssetFolder {
    /// `BELLWETHER_ASSETS`, else the folder beside the program into which the build copies them.
    static var path: String {
        if let named = getenv("BELLWETHER_ASSETS") { return String(cString: named) }
        return programFolder + "/Bellwether_WebInterface.resources/Assets"
    }

    private static var programFolder: String {
        guard let resolved = realpath("/proc/self/exe", nil) else { return "." }
        defer { free(resolved) }
        let path = String(cString: resolved)
        return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}
