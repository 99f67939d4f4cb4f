package import HTTPServer

/// The pages and the files that they are made of.
package struct PageRoutes {
    /// The addresses that a person can open; each gets the same shell, which shows the page.
    package static let pages = ["/", "/overview", "/live", "/cohorts", "/runs", "/runs/{run_id}"]

    private let store: AssetStore

    package init(store: AssetStore) {
        self.store = store
    }

    package func add(to router: inout Router) {
        let shell = shellBytes
        for page in Self.pages {
            router.on(
                .get, page, about: RouteDescription("Show the application", isHidden: true)
            ) { _, _ in
                .bytes(
                    shell, contentType: "text/html; charset=utf-8",
                    headers: ["cache-control": "no-cache"])
            }
        }
        router.on(
            .get, "/assets/{path...}",
            about: RouteDescription("Read a file of the application", isHidden: true),
            options: RouteOptions(isQuiet: true)
        ) { [store] request, parameters in
            Self.answer(request, path: parameters["path"], store: store)
        }
    }

    /// The shell names its files below the version's folder.
    private var shellBytes: [UInt8] {
        let text = String(decoding: store.assets["index.html"]?.bytes ?? [], as: UTF8.self)
        return Array(
            text.split(separator: "/assets/", omittingEmptySubsequences: false)
                .joined(separator: "/assets/\(store.version)/").utf8)
    }

    private static func answer(
        _ request: HTTPRequest, path: String, store: AssetStore
    ) -> HTTPResponse {
        let versioned = path.hasPrefix(store.version + "/")
        let name = versioned ? String(path.dropFirst(store.version.count + 1)) : path
        guard let asset = store.assets[name] else {
            return HTTPProblem(
                .notFound, code: "no_such_file",
                detail: "There is no such file. Reload the page: a newer version may be running."
            ).response(requestID: request.requestID)
        }
        var headers: HTTPHeaders = [
            "etag": asset.entityTag, "content-type": asset.contentType,
            "vary": "accept-encoding",
            "cache-control": versioned ? "public, max-age=31536000, immutable" : "no-cache",
        ]
        if request.hasCurrent(entityTag: asset.entityTag) {
            return HTTPResponse(.notModified, headers: headers)
        }
        if request.accepts(encoding: "gzip"), let bytes = store.gzip(name) {
            headers["content-encoding"] = "gzip"
            return HTTPResponse(.ok, headers: headers, body: .bytes(bytes))
        }
        return HTTPResponse(.ok, headers: headers, body: .bytes(asset.bytes))
    }
}
