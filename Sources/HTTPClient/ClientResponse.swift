/// What came back.
package struct ClientResponse: Sendable {
    package let status: Int
    /// Names in lower case; of several fields of a name the last.
    package let headers: [String: String]
    package let body: [UInt8]

    package var text: String { String(decoding: body, as: UTF8.self) }

    package var isSuccess: Bool { (200..<300).contains(status) }
}
