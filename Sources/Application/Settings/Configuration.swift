/// The values of all settings, each with where it came from: flag, environment, file, default.
struct Configuration: Sendable, Hashable {
    enum Origin: Sendable, Hashable, CustomStringConvertible {
        case flag
        case environment(String)
        case file(path: String, line: Int)
        case defaultValue

        var description: String {
            switch self {
            case .flag: "command line"
            case .environment(let name): "environment variable \(name)"
            case .file(let path, let line): "\(path), line \(line)"
            case .defaultValue: "default"
            }
        }
    }

    private(set) var values: [String: (value: String, origin: Origin)] = [:]

    /// All that is wrong, one sentence each: what, where and what is allowed.
    struct Problems: Error, Sendable, CustomStringConvertible {
        let sentences: [String]

        var description: String { sentences.joined(separator: "\n") }
    }

    /// - Parameters:
    ///   - flags: values by setting name, from the command line.
    ///   - environment: all variables; only those with our prefix are looked at.
    ///   - file: the settings file with its path, if there is one.
    init(
        flags: [String: String] = [:], environment: [String: String] = [:],
        file: (path: String, contents: YAMLSettingsFile)? = nil
    ) throws(Problems) {
        var problems: [String] = []
        for setting in SettingCatalogue.settings {
            values[setting.name] = (setting.defaultValue, .defaultValue)
        }
        for entry in file?.contents.entries ?? [] {
            let origin = Origin.file(path: file?.path ?? "", line: entry.line)
            guard let setting = SettingCatalogue.setting(named: entry.name) else {
                problems.append(
                    "\(origin): there is no setting \(entry.name)"
                        + Configuration.suggestion(for: entry.name))
                continue
            }
            if let problem = setting.problem(with: entry.value) {
                problems.append("\(origin): \(entry.name) \(problem)")
            }
            values[entry.name] = (entry.value, origin)
        }
        for setting in SettingCatalogue.settings {
            let candidates: [(String?, Origin)] = [
                (environment[setting.environmentName], .environment(setting.environmentName)),
                (flags[setting.name], .flag),
            ]
            for case (let value?, let origin) in candidates {
                if let problem = setting.problem(with: value) {
                    problems.append("\(origin): \(setting.name) \(problem)")
                }
                values[setting.name] = (value, origin)
            }
        }
        guard problems.isEmpty else { throw Problems(sentences: problems) }
    }

    func text(_ name: String) -> String {
        guard let value = values[name]?.value else {
            preconditionFailure("\(name) is not a setting of the catalogue")
        }
        return value
    }

    func wholeNumber(_ name: String) -> Int {
        guard let number = Int(text(name)) else {
            preconditionFailure("\(name) was checked to be a whole number")
        }
        return number
    }

    func fraction(_ name: String) -> Double {
        guard let number = Double(text(name)) else {
            preconditionFailure("\(name) was checked to be a share")
        }
        return number
    }

    func truth(_ name: String) -> Bool { text(name) == "true" }

    /// Settings that follow a pattern: the part in the middle and the value.
    func values(prefix: String, suffix: String) -> [(middle: String, value: String)] {
        values.compactMap { name, found in
            guard name.hasPrefix(prefix), name.hasSuffix(suffix),
                name.count > prefix.count + suffix.count
            else { return nil }
            return (String(name.dropFirst(prefix.count).dropLast(suffix.count)), found.value)
        }
        .sorted { $0.middle < $1.middle }
    }

    /// The nearest name of the catalogue, where one is near.
    private static func suggestion(for name: String) -> String {
        let last = name.split(separator: ".").last.map(String.init) ?? name
        let near = SettingCatalogue.settings.first {
            $0.name.hasSuffix(last) || editDistance($0.name, name) <= 3
        }
        return near.map { "; did you mean \($0.name)?" } ?? ""
    }

    static func == (left: Configuration, right: Configuration) -> Bool {
        left.values.mapValues(\.value) == right.values.mapValues(\.value)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(values.mapValues(\.value))
    }
}

/// How many letters differ (Levenshtein), for "did you mean".
func editDistance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    var row = Array(0...right.count)
    for (index, letter) in left.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for (column, other) in right.enumerated() {
            let substitution = diagonal + (letter == other ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(substitution, min(row[column], row[column + 1]) + 1)
        }
    }
    return row[right.count]
}
