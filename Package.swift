// swift-tools-version: 6.2
import PackageDescription

// The layers, top to bottom: a target may use only what stands below it (docs/architecture.md).
let package = Package(
  name: "tenantry",
  products: [
    .library(name: "Tenantry", targets: ["Names", "SQL", "Database", "Events", "PostgresDriver", "SQLiteDriver"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    // C libraries of the system.
    .systemLibrary(name: "CPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CLibYAML", providers: [.apt(["libyaml-dev"])]),

    // Text and values.
    .target(name: "Names"),
    .target(name: "SQL", dependencies: ["Names"]),
    .target(name: "Events"),

    // Contracts and drivers.
    .target(name: "Database", dependencies: ["SQL", "Names", .product(name: "Logging", package: "swift-log")]),
    .target(
      name: "PostgresDriver",
      dependencies: ["CPQ", "Database", "SQL", "Names", .product(name: "Logging", package: "swift-log")]),
    .target(name: "SQLiteDriver", dependencies: ["CSQLite", "Database", "SQL", "Names", .product(name: "Logging", package: "swift-log")]),

    // Readers and planners.
    .target(name: "Manifest", dependencies: ["CLibYAML", "Names"]),
    .target(name: "Migrations", dependencies: ["SQL", "Names", .product(name: "Crypto", package: "swift-crypto")]),

    .testTarget(name: "NamesTests", dependencies: ["Names"]),
    .testTarget(name: "SQLTests", dependencies: ["SQL", "Names"]),
    .testTarget(name: "DatabaseTests", dependencies: ["Database", "SQL", "Names"]),
    .testTarget(
      name: "PostgresDriverTests",
      dependencies: ["PostgresDriver", "Database", "SQL", "Names", .product(name: "Logging", package: "swift-log")]),
    .testTarget(name: "SQLiteDriverTests", dependencies: ["SQLiteDriver", "Database", "SQL", "Names"]),
    .testTarget(name: "ManifestTests", dependencies: ["Manifest", "Names"]),
    .testTarget(name: "MigrationsTests", dependencies: ["Migrations", "SQL", "Names"]),
  ],
  swiftLanguageModes: [.v6]
)

// One place for the settings of every Swift target. A misspelt feature is accepted in silence: a test lists them.
for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
  ]
}
