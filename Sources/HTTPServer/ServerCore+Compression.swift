extension ServerCore {
    /// Shorter answers are not worth compressing.
    private static let compressedBytesMin = 1 << 10

    /// Compressing more than this takes longer than the engine's thread may be away.
    private static let quickBytesMax = 32 << 10

    /// The answer, compressed where client, type and size allow.
    func compressed(_ response: HTTPResponse, for request: HTTPRequest) async -> HTTPResponse {
        guard case .bytes(let bytes) = response.body,
            bytes.count >= ServerCore.compressedBytesMin,
            !response.headers.contains("content-encoding"),
            let type = response.headers["content-type"], ServerCore.isCompressible(type)
        else { return response }
        var response = response
        if !response.headers.list("vary", contains: "accept-encoding") {
            response.headers.add("vary", "accept-encoding")
        }
        guard request.accepts(encoding: "gzip") else { return response }
        // The task may still be on the engine's thread; after this it is not.
        if bytes.count > ServerCore.quickBytesMax { await Task.yield() }
        guard let deflated = GzipDeflater.deflated(bytes) else { return response }
        response.body = .bytes(deflated)
        response.headers.add("content-encoding", "gzip")
        return response
    }

    static func isCompressible(_ contentType: String) -> Bool {
        let type = contentType.prefix { $0 != ";" }.trimmingBlanks().lowercased()
        return type.hasPrefix("text/") && type != "text/event-stream"
            || type.hasSuffix("json") || type.hasSuffix("+xml")
            || ["application/javascript", "application/xml", "application/x-ndjson"].contains(type)
    }
}
