import CYAML

/// A settings file: YAML of nested mappings with plain values, read with libyaml.
///
///     server:
///       listen: 127.0.0.1:8080
struct YAMLSettingsFile: Sendable, Hashable {
    struct Entry: Sendable, Hashable {
        /// The path of keys, joined by dots.
        let name: String
        let value: String
        /// The line in the file, from 1.
        let line: Int
    }

    let entries: [Entry]

    struct ReadingError: Error, Sendable, Hashable, CustomStringConvertible {
        let line: Int
        let detail: String

        var description: String { "line \(line): \(detail)" }
    }

    init(bytes: [UInt8]) throws(ReadingError) {
        entries = try YAMLSettingsFile.read(bytes)
    }

    private static func read(_ bytes: [UInt8]) throws(ReadingError) -> [Entry] {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else {
            throw ReadingError(line: 0, detail: "out of memory")
        }
        defer { yaml_parser_delete(&parser) }
        let result: Result<[Entry], ReadingError> = bytes.withUnsafeBufferPointer { buffer in
            yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
            do throws(ReadingError) {
                return .success(try entries(of: &parser))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private static func entries(of parser: inout yaml_parser_t) throws(ReadingError) -> [Entry] {
        var entries: [Entry] = []
        var path: [String] = []
        var key: (text: String, line: Int)?
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(&parser, &event) == 1 else {
                let problem = parser.problem.map { String(cString: $0) } ?? "not YAML"
                throw ReadingError(line: Int(parser.problem_mark.line) + 1, detail: problem)
            }
            defer { yaml_event_delete(&event) }
            let line = Int(event.start_mark.line) + 1
            switch event.type {
            case YAML_STREAM_END_EVENT:
                return entries
            case YAML_MAPPING_START_EVENT:
                if let opened = key {
                    path.append(opened.text)
                    key = nil
                }
            case YAML_MAPPING_END_EVENT:
                if !path.isEmpty { path.removeLast() }
            case YAML_SCALAR_EVENT:
                let text = String(
                    decoding: UnsafeBufferPointer(
                        start: event.data.scalar.value, count: event.data.scalar.length),
                    as: UTF8.self)
                guard let opened = key else {
                    key = (text, line)
                    continue
                }
                let name = (path + [opened.text]).joined(separator: ".")
                if entries.contains(where: { $0.name == name }) {
                    throw ReadingError(line: opened.line, detail: "\(name) is set twice")
                }
                entries.append(Entry(name: name, value: text, line: opened.line))
                key = nil
            case YAML_SEQUENCE_START_EVENT:
                throw ReadingError(line: line, detail: "no setting takes a list")
            case YAML_ALIAS_EVENT:
                throw ReadingError(line: line, detail: "aliases are not read here")
            default:
                break
            }
        }
    }
}
