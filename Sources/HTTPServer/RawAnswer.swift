/// An answer as bytes, for the moments in which the engine cannot give one.
enum RawAnswer {
    /// The connection ends with it.
    static func bytes(_ status: HTTPStatus, _ headers: HTTPHeaders, body: [UInt8]) -> [UInt8] {
        var text = "HTTP/1.1 \(status.code) \(status.title)\r\n"
        for (name, value) in headers.pairs where !name.equalsIgnoringASCIICase("connection") {
            text += "\(name): \(value)\r\n"
        }
        text += "connection: close\r\ncontent-length: \(body.count)\r\n\r\n"
        return Array(text.utf8) + body
    }
}
