// swift-tools-version: 6.2
import PackageDescription

/// The layers of docs/ARCHITECTURE.md: a target imports lower layers only.
/// `RepositoryTests/LayeringTests` holds every `import` line against the same order.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

func house(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "Bellwether",
    products: [
        .executable(name: "bellwether", targets: ["bellwether"])
    ],
    targets: [
        // 0: C libraries, a module map and a shim header each.
        .systemLibrary(name: "CDuckDB", pkgConfig: "duckdb"),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3"),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq"),
        .systemLibrary(name: "CMicrohttpd", pkgConfig: "libmicrohttpd"),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium"),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1"),

        // 1: vocabulary.
        house("ExactValues"),
        house("MarketingDomain", ["ExactValues"]),
        house("SQLAccess", ["ExactValues"]),
        house("JSONCoding", ["ExactValues"]),
        house("Observability", ["ExactValues"]),

        // 2: drivers and meaning.
        house("DuckDBDriver", ["CDuckDB", "SQLAccess", "ExactValues"]),
        house("SQLiteDriver", ["CSQLite", "SQLAccess", "ExactValues"]),
        house("PostgresDriver", ["CLibPQ", "SQLAccess", "ExactValues"]),
        house("HTTPServer", ["CMicrohttpd", "CZlib", "Observability", "ExactValues"]),
        house("HTTPClient", ["CCurl"]),
        house("SemanticLayer", ["SQLAccess", "MarketingDomain", "ExactValues"]),

        // 3: stores.
        house(
            "Warehouse", ["SQLAccess", "MarketingDomain", "Observability", "ExactValues"],
            resources: [.copy("Models")]),
        house(
            "WorkspaceStore", ["SQLAccess", "SemanticLayer", "MarketingDomain", "ExactValues"]),

        // 4: capabilities.
        house(
            "Ingestion",
            [
                "SQLAccess", "MarketingDomain", "JSONCoding", "Observability", "ExactValues",
                "Warehouse",
            ]),
        house(
            "Importing",
            [
                "CSodium", "CZlib", "SQLAccess", "MarketingDomain", "Observability",
                "ExactValues", "Warehouse", "WorkspaceStore",
            ]),
        house(
            "Reporting",
            [
                "SQLAccess", "SemanticLayer", "Warehouse", "MarketingDomain", "JSONCoding",
                "Observability", "ExactValues",
            ]),
        house("Simulation", ["MarketingDomain", "JSONCoding", "ExactValues"]),

        // 5: edge.
        house(
            "WebAPI",
            [
                "HTTPServer", "JSONCoding", "SemanticLayer", "Reporting", "Ingestion", "Importing",
                "Warehouse", "WorkspaceStore", "MarketingDomain", "Observability", "SQLAccess",
                "ExactValues",
            ]),
        house(
            "WebInterface", ["HTTPServer", "CZlib", "ExactValues"], resources: [.copy("Assets")]),

        // 6 and 7: composition root and executable.
        house(
            "Application",
            [
                "CYAML", "DuckDBDriver", "SQLiteDriver", "PostgresDriver", "HTTPServer",
                "HTTPClient", "SemanticLayer", "Warehouse", "WorkspaceStore", "Ingestion",
                "Importing", "Reporting", "Simulation", "WebAPI", "WebInterface", "JSONCoding",
                "MarketingDomain", "SQLAccess", "Observability", "ExactValues",
            ]),
        .executableTarget(name: "bellwether", dependencies: ["Application"], swiftSettings: strict),

        // `make bench` alone builds and runs it.
        .executableTarget(
            name: "bench",
            dependencies: [
                "HTTPClient", "JSONCoding", "SemanticLayer", "Simulation", "ExactValues",
            ],
            path: "bench/Sources", swiftSettings: strict),

        // Tests mirror Sources; TestSupport is a library with tests of its own.
        .target(
            name: "TestSupport",
            dependencies: ["SQLAccess", "DuckDBDriver", "PostgresDriver", "ExactValues"],
            path: "Tests/TestSupport", swiftSettings: strict),
        tests(
            "ExactValuesTests",
            ["ExactValues"]),
        tests(
            "MarketingDomainTests",
            ["MarketingDomain", "ExactValues"]),
        tests(
            "SQLAccessTests",
            ["SQLAccess", "ExactValues"]),
        tests(
            "JSONCodingTests",
            ["JSONCoding", "ExactValues"]),
        tests(
            "ObservabilityTests",
            ["Observability", "ExactValues"]),
        tests(
            "DuckDBDriverTests",
            ["DuckDBDriver", "SQLAccess", "ExactValues", "TestSupport"]),
        tests(
            "SQLiteDriverTests",
            ["SQLiteDriver", "SQLAccess", "ExactValues", "TestSupport"]),
        tests(
            "PostgresDriverTests",
            ["PostgresDriver", "SQLAccess", "ExactValues", "TestSupport"]),
        tests(
            "HTTPServerTests",
            ["HTTPServer", "CZlib", "Observability", "ExactValues"]),
        tests(
            "HTTPClientTests",
            ["HTTPClient", "HTTPServer", "Observability"]),
        tests(
            "SemanticLayerTests",
            [
                "SemanticLayer", "DuckDBDriver", "SQLAccess", "MarketingDomain", "ExactValues",
                "TestSupport",
            ]),
        tests(
            "WarehouseTests",
            [
                "Warehouse", "DuckDBDriver", "PostgresDriver", "SQLAccess", "MarketingDomain",
                "ExactValues", "TestSupport",
            ], exclude: ["Models"]),
        tests(
            "WorkspaceStoreTests",
            [
                "WorkspaceStore", "SQLiteDriver", "PostgresDriver", "SQLAccess", "SemanticLayer",
                "MarketingDomain", "ExactValues", "TestSupport",
            ]),
        tests(
            "IngestionTests",
            [
                "Ingestion", "Warehouse", "DuckDBDriver", "SQLAccess", "JSONCoding",
                "MarketingDomain", "Observability", "ExactValues", "TestSupport",
            ]),
        tests(
            "ImportingTests",
            [
                "CZlib", "Importing", "Warehouse", "WorkspaceStore", "DuckDBDriver", "SQLiteDriver",
                "SQLAccess", "MarketingDomain", "ExactValues", "TestSupport",
            ]),
        tests(
            "ReportingTests",
            [
                "Reporting", "SemanticLayer", "DuckDBDriver", "SQLAccess", "MarketingDomain",
                "ExactValues", "TestSupport",
            ]),
        tests(
            "SimulationTests",
            ["Simulation", "MarketingDomain", "JSONCoding", "ExactValues"]),
        tests(
            "WebAPITests",
            ["WebAPI", "JSONCoding", "SemanticLayer", "HTTPServer", "Observability", "ExactValues"]),
        tests(
            "WebInterfaceTests",
            ["WebInterface", "HTTPServer"]),
        tests(
            "ApplicationTests",
            ["Application", "ExactValues"]),
        tests(
            "EndToEndTests",
            ["HTTPClient", "JSONCoding", "ExactValues", "TestSupport"]),
        tests(
            "RepositoryTests",
            []),
        tests(
            "TestSupportTests",
            ["TestSupport", "PostgresDriver", "SQLAccess", "ExactValues"]),
    ],
    swiftLanguageModes: [.v6]
)
