import Testing

@testable import HTTPServer

@Suite("Parts of requests") struct RequestPartsTests {
    @Test("Query parameters are decoded and keep their order")
    func query() throws {
        let query = try #require(QueryParameters(parsing: "a=1&b=x+y%26&a=2&c&d=%C3%A9&"))
        #expect(query["a"] == "1")
        #expect(query.values("a") == ["1", "2"])
        #expect(query["b"] == "x y&")
        #expect(query["c"] == "")
        #expect(query["d"] == "é")
        #expect(query["e"] == nil)
    }

    @Test(
        "Broken escapes, NUL and bytes that are no UTF-8 are refused",
        arguments: ["a=%", "a=%4", "a=%zz", "%00=1", "a=%ff", "a=%c3"])
    func brokenQuery(text: String) {
        #expect(QueryParameters(parsing: text) == nil)
    }

    @Test("200 parameters are taken, 201 are not")
    func queryCount() {
        let text = Array(repeating: "a=1", count: 200).joined(separator: "&")
        #expect(QueryParameters(parsing: text)?.pairs.count == 200)
        #expect(QueryParameters(parsing: text + "&a=1") == nil)
    }

    @Test("A number out of range is refused or clamped, as the route says")
    func clamping() throws {
        let query = QueryParameters([("minutes", "4"), ("flag", ""), ("no", "0")])
        #expect(
            try query.integer("minutes", default: 60, in: 5...360, outOfRange: .clamped) == 5)
        #expect(throws: HTTPProblem.self) {
            try query.integer("minutes", default: 60, in: 5...360)
        }
        #expect(try query.integer("hours", default: 60, in: 5...360) == 60)
        #expect(try query.flag("flag"))
        #expect(try !query.flag("no"))
        #expect(try !query.flag("absent"))
        #expect(throws: HTTPProblem.self) { try query.flag("minutes") }
    }

    @Test("Header names match without regard to case, and no value starts another field")
    func headers() {
        var headers: HTTPHeaders = ["Content-Type": "text/plain", "X": "1", "x": "2"]
        #expect(headers["content-TYPE"] == "text/plain")
        #expect(headers.values("X") == ["1", "2"])
        headers["x"] = "3\r\nset-cookie: a"
        #expect(headers.values("X") == ["3  set-cookie: a"])
        headers["x"] = nil
        #expect(!headers.contains("X"))
        #expect(headers.count == 1)
        #expect("\(headers)" == "Content-Type")
    }

    @Test(
        "Accept-Encoding is read as a list with qualities",
        arguments: [
            ("gzip", true), ("br, GZIP;q=0.5", true), ("gzip;q=0", false), ("gzip; q=0.000", false),
            ("br", false), ("", false), ("xgzip", false),
        ])
    func acceptEncoding(value: String, expected: Bool) {
        let request = HTTPRequest(.get, "/", headers: ["accept-encoding": value])
        #expect(request.accepts(encoding: "gzip") == expected)
    }

    @Test("A media type is read without its parameters")
    func contentType() {
        let request = HTTPRequest(
            .post, "/", headers: ["Content-Type": "Application/JSON ; charset=utf-8"])
        #expect(request.contentType == "application/json")
    }

    @Test("An entity tag is recognised in a list, weak or not")
    func entityTags() {
        let request = HTTPRequest(.get, "/", headers: ["if-none-match": "\"a\", W/\"b\""])
        #expect(request.hasCurrent(entityTag: "\"b\""))
        #expect(!request.hasCurrent(entityTag: "\"c\""))
    }

    @Test("A body in memory comes in chunks or whole, within the limit")
    func memoryBody() async throws {
        #expect(try await HTTPRequestBody([1, 2], [], [3]).collect(upTo: 3) == [1, 2, 3])
        await #expect(throws: HTTPProblem.self) {
            try await HTTPRequestBody([1, 2], [3]).collect(upTo: 2)
        }
        var chunks: [[UInt8]] = []
        for try await chunk in HTTPRequestBody([1], [2, 3]) { chunks.append(chunk) }
        #expect(chunks == [[1], [2, 3]])
    }

    @Test("Each line of an event's data becomes a data line")
    func serverSentEvents() {
        #expect(
            SSEStream.text(event: "funnel\nx", data: "a\nb\r\nc", id: "7")
                == "event: funnel x\nid: 7\ndata: a\ndata: b\ndata: c\n\n")
        #expect(SSEStream.text(event: nil, data: "", id: nil) == "data: \n\n")
    }

    @Test("Another address than this machine's is refused in words that say what to do")
    func addresses() throws {
        #expect(try HTTPServerConfiguration(address: "localhost", port: 1).address == "127.0.0.1")
        #expect(try HTTPServerConfiguration(address: "[::1]", port: 65_535).address == "::1")
        for address in ["0.0.0.0", "192.168.1.5", "::", "example.com", "127.0.0.2"] {
            #expect(throws: HTTPServerError.addressNotLocal(address)) {
                try HTTPServerConfiguration(address: address, port: 8080)
            }
        }
        #expect(throws: HTTPServerError.portOutOfRange(65_536)) {
            try HTTPServerConfiguration(port: 65_536)
        }
        let words = HTTPServerError.addressNotLocal("0.0.0.0").description
        #expect(words.contains("until API keys exist"))
        #expect(words.contains("reverse proxy"))
    }
}
