import CCurl

/// The owner of one curl handle and its kept connection.
///
/// A class, because it is shared between a connection and its queue. `@unchecked Sendable`: all
/// calls come from that one serial queue.
final class CurlHandle: @unchecked Sendable {
    private let curl: UnsafeMutableRawPointer

    /// curl's own start-up is not safe from several threads at once: a static runs once.
    private static let isStarted: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init() throws(HTTPClientError) {
        guard CurlHandle.isStarted, let curl = curl_easy_init() else {
            throw .broken(address: "", reason: "libcurl cannot be started")
        }
        self.curl = curl
    }

    deinit {
        curl_easy_cleanup(curl)
    }

    struct Head {
        let status: Int
        let headers: [String: String]
    }

    /// What the callbacks of one transfer write to.
    private final class Transfer {
        let receive: (UnsafeRawBufferPointer) -> Bool
        let cancellation: TransferCancellation
        var headers: [String: String] = [:]
        var isStopped = false

        init(
            cancellation: TransferCancellation,
            receive: @escaping (UnsafeRawBufferPointer) -> Bool
        ) {
            self.cancellation = cancellation
            self.receive = receive
        }

        static func of(_ context: UnsafeMutableRawPointer) -> Transfer {
            Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        }
    }

    func perform(
        _ request: ClientRequest, at address: String, timeout: Duration?,
        cancellation: TransferCancellation,
        receive: (UnsafeRawBufferPointer) -> Bool
    ) throws(HTTPClientError) -> Head {
        guard !cancellation.isCancelled else { throw .cancelled }
        return try withoutActuallyEscaping(receive) { receive throws(HTTPClientError) in
            let transfer = Transfer(cancellation: cancellation, receive: receive)
            return try perform(request, at: address, timeout: timeout, transfer)
        }
    }

    private func perform(
        _ request: ClientRequest, at address: String, timeout: Duration?, _ transfer: Transfer
    ) throws(HTTPClientError) -> Head {
        // Options are per request; the connection itself is kept by a reset.
        curl_easy_reset(curl)
        setTarget(request, at: address, timeout: timeout)
        setCallbacks(transfer)
        var list: UnsafeMutablePointer<curl_slist>?
        // curl would wait a second for "100 Continue" before a large body.
        for line in request.headers.map({ "\($0.name): \($0.value)" }) + ["Expect:"] {
            // A line end in a value would begin a field of its own.
            let clean = line.utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }
            list = curl_slist_append(list, String(decoding: clean, as: UTF8.self)) ?? list
        }
        defer { curl_slist_free_all(list) }
        bellwether_curl_set_list(curl, CURLOPT_HTTPHEADER, list)
        let code = request.body.withUnsafeBytes { body in
            if !body.isEmpty || request.method == "POST" || request.method == "PUT" {
                bellwether_curl_set_size(
                    curl, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
                bellwether_curl_set_const(curl, CURLOPT_POSTFIELDS, body.baseAddress)
                bellwether_curl_set_text(curl, CURLOPT_CUSTOMREQUEST, request.method)
            }
            return withExtendedLifetime(transfer) { curl_easy_perform(curl) }
        }
        var status = 0
        bellwether_curl_get_long(curl, CURLINFO_RESPONSE_CODE, &status)
        if transfer.cancellation.isCancelled { throw .cancelled }
        guard code == CURLE_OK || transfer.isStopped else { throw error(code, address) }
        return Head(status: status, headers: transfer.headers)
    }

    private func setTarget(_ request: ClientRequest, at address: String, timeout: Duration?) {
        bellwether_curl_set_text(curl, CURLOPT_URL, address + request.path)
        bellwether_curl_set_text(curl, CURLOPT_PROTOCOLS_STR, "http,https")
        bellwether_curl_set_long(curl, CURLOPT_NOSIGNAL, 1)
        // A proxy of the environment must not stand between a command and its own server.
        bellwether_curl_set_text(curl, CURLOPT_NOPROXY, "*")
        bellwether_curl_set_long(curl, CURLOPT_CONNECTTIMEOUT_MS, 5000)
        if request.method == "HEAD" { bellwether_curl_set_long(curl, CURLOPT_NOBODY, 1) }
        if !["GET", "HEAD", "POST"].contains(request.method) {
            bellwether_curl_set_text(curl, CURLOPT_CUSTOMREQUEST, request.method)
        }
        if let timeout {
            let (seconds, attoseconds) = timeout.components
            bellwether_curl_set_long(
                curl, CURLOPT_TIMEOUT_MS,
                Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
        }
    }

    private func setCallbacks(_ transfer: Transfer) {
        let context = Unmanaged.passUnretained(transfer).toOpaque()
        bellwether_curl_set_pointer(curl, CURLOPT_WRITEDATA, context)
        bellwether_curl_set_write(curl, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let transfer = Transfer.of(context)
            let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
            if !transfer.cancellation.isCancelled, transfer.receive(buffer) { return buffer.count }
            // Taking less than was given ends the transfer.
            transfer.isStopped = true
            return 0
        }
        bellwether_curl_set_pointer(curl, CURLOPT_HEADERDATA, context)
        bellwether_curl_set_write(curl, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            guard let bytes, let context else { return 0 }
            let transfer = Transfer.of(context)
            let line = String(
                decoding: UnsafeRawBufferPointer(start: bytes, count: size * count), as: UTF8.self)
            // Of several heads, as 100 and then 200, the last counts.
            if line.hasPrefix("HTTP/") { transfer.headers = [:] }
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 {
                let value = parts[1].drop { $0.isWhitespace }
                let end = value.lastIndex { !$0.isWhitespace }
                transfer.headers[parts[0].lowercased()] = end.map { String(value[...$0]) } ?? ""
            }
            return size * count
        }
        bellwether_curl_set_progress(
            curl,
            { context, _, _, _, _ in
                guard let context else { return 1 }
                return Transfer.of(context).cancellation.isCancelled ? 1 : 0
            }, context)
    }

    private func error(_ code: CURLcode, _ address: String) -> HTTPClientError {
        switch code {
        case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST:
            .cannotConnect(address: address)
        case CURLE_OPERATION_TIMEDOUT:
            .timedOut(address: address)
        default:
            .broken(address: address, reason: String(cString: curl_easy_strerror(code)))
        }
    }
}
