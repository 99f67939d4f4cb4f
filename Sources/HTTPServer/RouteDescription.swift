/// What documentation and `/openapi.json` say of a route.
package struct RouteDescription: Sendable, ExpressibleByStringLiteral {
    /// A path, query or header parameter.
    package struct Parameter: Sendable {
        package enum Location: String, Sendable {
            case path
            case query
            case header
        }

        package enum Kind: String, Sendable {
            case string
            case integer
            case number
            case boolean
        }

        package let name: String
        package let location: Location
        package let kind: Kind
        package let isRequired: Bool
        package let summary: String
        /// In the notation of JSON; nil where there is none.
        package let defaultValue: String?
        package let minimum: Int?
        package let maximum: Int?
        /// Empty where any value of the kind is allowed.
        package let allowedValues: [String]

        package init(
            _ name: String, in location: Location = .query, _ kind: Kind = .string,
            isRequired: Bool = false, summary: String, defaultValue: String? = nil,
            minimum: Int? = nil, maximum: Int? = nil, allowedValues: [String] = []
        ) {
            self.name = name
            self.location = location
            self.kind = kind
            self.isRequired = isRequired || location == .path
            self.summary = summary
            self.defaultValue = defaultValue
            self.minimum = minimum
            self.maximum = maximum
            self.allowedValues = allowedValues
        }
    }

    /// A body of the request or of an answer.
    package struct Content: Sendable {
        package let contentType: String
        /// The name of a schema among the description's components; nil for no more than the type.
        package let schema: String?
        /// One whole JSON value; nil where there is none.
        package let example: String?

        package init(_ contentType: String, schema: String? = nil, example: String? = nil) {
            self.contentType = contentType
            self.schema = schema
            self.example = example
        }
    }

    /// One possible answer.
    package struct Answer: Sendable {
        package let status: HTTPStatus
        package let summary: String
        package let content: Content?

        package init(_ status: HTTPStatus, _ summary: String, _ content: Content? = nil) {
            self.status = status
            self.summary = summary
            self.content = content
        }
    }

    /// One line, an imperative: `List the metrics`.
    package let summary: String
    /// Further sentences; may be empty.
    package let detail: String
    /// The group in the documentation: `Collect`, `Read`, `Operate`.
    package let group: String
    package let parameters: [Parameter]
    /// Each media type that the body may have.
    package let requestBody: [Content]
    package let answers: [Answer]
    /// Pages and assets do not belong in the description of the API.
    package let isHidden: Bool

    package init(
        _ summary: String, detail: String = "", group: String = "",
        parameters: [Parameter] = [], requestBody: [Content] = [], answers: [Answer] = [],
        isHidden: Bool = false
    ) {
        self.summary = summary
        self.detail = detail
        self.group = group
        self.parameters = parameters
        self.requestBody = requestBody
        self.answers = answers
        self.isHidden = isHidden
    }

    package init(stringLiteral summary: String) {
        self.init(summary)
    }
}
