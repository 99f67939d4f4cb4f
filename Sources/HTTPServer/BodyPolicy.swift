/// Which bodies a route takes, judged by the head alone.
enum BodyPolicy {
    /// Whether the body has to be inflated; throws where the route does not take it.
    static func check(
        _ head: RequestHead, _ options: RouteOptions
    ) throws(HTTPProblem) -> Bool {
        guard head.framing != .none else { return false }
        if case .length(let length) = head.framing, length > options.bodyBytesMax {
            throw HTTPProblem.bodyTooLarge(limitBytes: options.bodyBytesMax)
        }
        if !options.contentTypes.isEmpty {
            let type = head.headers["content-type"].map { value in
                value.prefix { $0 != ";" }.trimmingBlanks().lowercased()
            }
            guard let type, options.contentTypes.contains(type) else {
                throw HTTPProblem(
                    .unsupportedMediaType, code: "content_type_unsupported",
                    detail: "Send the body with one of these Content-Types: "
                        + options.contentTypes.joined(separator: ", ") + ".",
                    headers: ["accept": options.contentTypes.joined(separator: ", ")])
            }
        }
        return try isGzip(head, options)
    }

    private static func isGzip(
        _ head: RequestHead, _ options: RouteOptions
    ) throws(HTTPProblem) -> Bool {
        let codings = head.headers.values("content-encoding").flatMap { value in
            value.split(separator: ",").map { $0.trimmingBlanks().lowercased() }
        }.filter { $0 != "identity" }
        if codings.isEmpty { return false }
        guard codings == ["gzip"] || codings == ["x-gzip"], options.inflatedBytesMax != nil else {
            let taken = options.inflatedBytesMax == nil ? "identity" : "gzip, identity"
            throw HTTPProblem(
                .unsupportedMediaType, code: "content_encoding_unsupported",
                detail: "The Content-Encodings that this address takes are: \(taken).",
                headers: ["accept-encoding": taken])
        }
        return true
    }
}
