import HTTPServer

/// `docs/API.md`, from the routes.
enum APIDocument {
    static func make(routes: [Route]) -> GeneratedDocument {
        let shown = routes.filter { !$0.about.isHidden }
        var groups: [String] = []
        for route in shown where !groups.contains(route.about.group) {
            groups.append(route.about.group)
        }
        let sections = groups.map { group in
            "## \(group.isEmpty ? "Other" : group)\n\n"
                + shown.filter { $0.about.group == group }.map(section).joined(separator: "\n\n")
        }
        return GeneratedDocument(
            fileName: "API.md",
            text: """
                # API

                \(GeneratedDocument.notice)

                Source: the routes in `Sources/WebAPI`. The same description, for machines, is at \
                `/openapi.json`. Refusals are RFC 9457 `application/problem+json` with `errors[]` \
                of `{pointer, code, detail}`; every answer carries `x-request-id`.

                \(sections.joined(separator: "\n\n"))

                """)
    }

    private static func section(_ route: Route) -> String {
        var text = "### `\(route.method.rawValue) \(route.path)`\n\n\(route.about.summary)."
        if !route.about.detail.isEmpty { text += " \(route.about.detail)" }
        if !route.about.parameters.isEmpty {
            let rows = route.about.parameters.map { parameter in
                [
                    "`\(parameter.name)`", parameter.location.rawValue, range(parameter),
                    parameter.defaultValue.map { "`\($0)`" } ?? "", parameter.summary,
                ]
            }
            text +=
                "\n\n"
                + GeneratedDocument.table(
                    ["parameter", "in", "values", "default", "meaning"], rows)
        }
        for content in route.about.requestBody {
            text += "\n\nBody: `\(content.contentType)`"
            if let example = content.example { text += "\n\n```json\n\(example)\n```" }
        }
        for answer in route.about.answers {
            text += "\n\n\(answer.status.code): \(answer.summary)"
            if let example = answer.content?.example { text += "\n\n```json\n\(example)\n```" }
        }
        return text
    }

    private static func range(_ parameter: RouteDescription.Parameter) -> String {
        if !parameter.allowedValues.isEmpty {
            return parameter.allowedValues.joined(separator: ", ")
        }
        if let minimum = parameter.minimum, let maximum = parameter.maximum {
            return "\(minimum) to \(maximum)"
        }
        return parameter.kind.rawValue
    }
}
