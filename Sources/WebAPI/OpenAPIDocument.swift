package import HTTPServer
import JSONCoding

/// The description of the API in OpenAPI 3.1, made from the routes themselves.
package struct OpenAPIDocument {
    private let routes: [Route]
    private let version: String

    package init(routes: [Route], version: String) {
        self.routes = routes.filter { !$0.about.isHidden }
        self.version = version
    }

    package var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.object { document in
            document.field("openapi", "3.1.0")
            document.object("info") { info in
                info.field("title", "Bellwether")
                info.field("version", version)
                info.field("description", "Marketing performance and customer analytics.")
            }
            document.object("paths") { paths in
                for path in distinctPaths {
                    paths.object(Self.template(path)) { item in
                        for route in routes where route.path == path {
                            item.object(route.method.rawValue.lowercased()) {
                                operation(route, in: &$0)
                            }
                        }
                    }
                }
            }
            document.object("components") { components in
                components.object("schemas") { Self.problemSchema(in: &$0) }
            }
        }
        return writer.bytes
    }

    private var distinctPaths: [String] {
        routes.reduce(into: []) { paths, route in
            if !paths.contains(route.path) { paths.append(route.path) }
        }
    }

    /// `{name...}` is ours; OpenAPI knows `{name}`.
    private static func template(_ path: String) -> String {
        path.split(separator: "...", omittingEmptySubsequences: false).joined()
    }

    private func operation(_ route: Route, in operation: inout JSONWriter) {
        operation.field("operationId", Self.operationID(route))
        operation.field("summary", route.about.summary)
        if !route.about.detail.isEmpty { operation.field("description", route.about.detail) }
        if !route.about.group.isEmpty { operation.field("tags", [route.about.group]) }
        if !route.about.parameters.isEmpty {
            operation.array("parameters") { array in
                for parameter in route.about.parameters {
                    array.object { Self.parameter(parameter, in: &$0) }
                }
            }
        }
        if !route.about.requestBody.isEmpty {
            operation.object("requestBody") { body in
                body.field("required", true)
                body.object("content") { Self.contents(route.about.requestBody, in: &$0) }
            }
        }
        operation.object("responses") { responses in
            var statuses: Set<Int> = []
            for answer in route.about.answers where statuses.insert(answer.status.code).inserted {
                responses.object(String(answer.status.code)) { object in
                    object.field("description", answer.summary)
                    if let content = answer.content {
                        object.object("content") { Self.contents([content], in: &$0) }
                    }
                }
            }
            if statuses.isEmpty {
                responses.object("200") { $0.field("description", route.about.summary) }
            }
            responses.object("default") { object in
                object.field("description", "A refusal, in the form of RFC 9457.")
                object.object("content") { content in
                    content.object("application/problem+json") { media in
                        media.object("schema") {
                            $0.field("$ref", "#/components/schemas/Problem")
                        }
                    }
                }
            }
        }
    }

    /// `GET /v1/runs/{id}` is `get_v1_runs_id`.
    private static func operationID(_ route: Route) -> String {
        let words = route.path.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        return ([route.method.rawValue.lowercased()] + words.map(String.init))
            .joined(separator: "_")
    }

    private static func parameter(
        _ parameter: RouteDescription.Parameter, in object: inout JSONWriter
    ) {
        object.field("name", parameter.name)
        object.field("in", parameter.location.rawValue)
        object.field("required", parameter.isRequired)
        object.field("description", parameter.summary)
        object.object("schema") { schema in
            schema.field("type", parameter.kind.rawValue)
            if let value = parameter.defaultValue {
                // A default is a JSON value (60, true), or a text without quotes, which is none.
                if let json = try? JSONValue(reading: value) {
                    schema.field("default", json)
                } else {
                    schema.field("default", value)
                }
            }
            schema.field(ifPresent: "minimum", parameter.minimum)
            schema.field(ifPresent: "maximum", parameter.maximum)
            if !parameter.allowedValues.isEmpty { schema.field("enum", parameter.allowedValues) }
        }
    }

    private static func contents(
        _ contents: [RouteDescription.Content], in object: inout JSONWriter
    ) {
        for content in contents {
            object.object(content.contentType) { media in
                // An example that is not one JSON value is NDJSON or CSV: shown as text.
                if let example = content.example {
                    if let json = try? JSONValue(reading: example) {
                        media.field("example", json)
                    } else {
                        media.field("example", example)
                    }
                }
            }
        }
    }

    private static func problemSchema(in schemas: inout JSONWriter) {
        schemas.object("Problem") { schema in
            schema.field("type", "object")
            schema.field("required", ["type", "title", "status", "detail", "request_id"])
            schema.object("properties") { properties in
                for name in ["type", "title", "detail", "request_id"] {
                    properties.object(name) { $0.field("type", "string") }
                }
                properties.object("status") { $0.field("type", "integer") }
                properties.object("errors") { errors in
                    errors.field("type", "array")
                    errors.object("items") { item in
                        item.field("type", "object")
                        item.object("properties") { members in
                            for name in ["pointer", "code", "detail"] {
                                members.object(name) { $0.field("type", "string") }
                            }
                        }
                    }
                }
            }
        }
    }
}
