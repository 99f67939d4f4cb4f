import CMicrohttpd

/// An answer as libmicrohttpd holds it; whoever has it last destroys it.
///
/// `@unchecked Sendable`: made by one thread, handed over under a lock, then used by another.
struct EngineResponse: @unchecked Sendable {
    let pointer: OpaquePointer
    let status: Int

    /// A body that is there; the library keeps a copy.
    init?(status: HTTPStatus, bytes: [UInt8]) {
        let response = bytes.withUnsafeBytes { buffer in
            mhd_shim_copied_response(buffer.baseAddress, buffer.count)
        }
        guard let response else { return nil }
        pointer = response
        self.status = status.code
    }

    /// A body that `source` gives when asked; `source` is kept as long as the answer.
    init?(status: HTTPStatus, length: Int?, source: some EngineResponseSource) {
        let box = Unmanaged.passRetained(SourceBox(source))
        let response = MHD_create_response_from_callback(
            length.map { UInt64($0) } ?? mhd_shim_unknown_length(), 32 << 10,
            { context, _, buffer, count in
                guard let context, let buffer else { return mhd_shim_end_with_error() }
                let box = Unmanaged<SourceBox>.fromOpaque(context).takeUnretainedValue()
                let target = UnsafeMutableRawBufferPointer(start: buffer, count: count)
                switch box.source.read(into: target) {
                case .bytes(let count): return count
                case .nothingYet: return 0
                case .end: return mhd_shim_end_of_stream()
                case .failure: return mhd_shim_end_with_error()
                }
            }, box.toOpaque(),
            { context in
                if let context { Unmanaged<SourceBox>.fromOpaque(context).release() }
            })
        guard let response else {
            box.release()
            return nil
        }
        pointer = response
        self.status = status.code
    }

    /// For an answer to HEAD whose length is unknown: the library would end its missing body with
    /// an empty chunk, which the client would take for the next answer.
    func endByClosing() { mhd_shim_end_by_closing(pointer) }

    /// False where the library refuses the field.
    func add(_ headers: HTTPHeaders) -> Bool {
        headers.bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else {
                return true
            }
            var isComplete = true
            for field in headers.fields {
                let result = MHD_add_response_header(
                    pointer, start + field.nameStart, start + field.valueStart)
                if result != .YES { isComplete = false }
            }
            return isComplete
        }
    }

    func add(_ name: String, _ value: String) {
        _ = MHD_add_response_header(pointer, name, value)
    }

    func destroy() {
        MHD_destroy_response(pointer)
    }
}

/// Gives the bytes of a streamed answer, on the engine's thread.
protocol EngineResponseSource: AnyObject {
    func read(into target: UnsafeMutableRawBufferPointer) -> EngineRead
}

/// What a source has to give.
enum EngineRead {
    case bytes(Int)
    /// The connection has been suspended; it is resumed when there is more.
    case nothingYet
    case end
    case failure
}

private final class SourceBox {
    let source: any EngineResponseSource

    init(_ source: any EngineResponseSource) {
        self.source = source
    }
}
