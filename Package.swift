// swift-tools-version: 6.2
import CompilerPluginSupport
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

func swiftSyntax(_ product: String) -> Target.Dependency { .product(name: product, package: "swift-syntax") }

// The layers, bottom to top: a target may use only what stands above it here (docs/architecture.md).
let package = Package(
  name: "tenantry",
  products: [
    .library(
      name: "Tenantry", targets: ["Names", "SQL", "Database", "Events", "ORM", "Tenancy", "PostgresDriver", "SQLiteDriver"]),
    // A driver without tenants: no cryptography has to be built for it.
    .library(name: "PostgresDriver", targets: ["Names", "SQL", "Database", "PostgresDriver"]),
    // Models by macro. It alone has swift-syntax built.
    .library(name: "TenantryModels", targets: ["Models"]),
    .library(name: "TenantCommands", targets: ["TenantCommands"]),
    .library(name: "TenantryTestSupport", targets: ["TenantryTestSupport"]),
    .executable(name: "tenantctl", targets: ["tenantctl"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    // For @Model alone: nothing that tenantctl links sees it, and only TenantryModels has it built.
    .package(url: "https://github.com/swiftlang/swift-syntax", from: "603.0.1"),
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
    .target(name: "Database", dependencies: ["SQL", "Names", logging]),
    .target(name: "PostgresDriver", dependencies: ["CPQ", "Database", "SQL", "Names", logging]),
    .target(name: "SQLiteDriver", dependencies: ["CSQLite", "Database", "SQL", "Names", logging]),

    // Models, and the scope that their queries run in.
    .target(name: "ORM", dependencies: ["Database", "Events", "SQL", "Names", logging]),

    // Readers: files to values.
    .target(name: "Manifest", dependencies: ["CLibYAML", "Names"]),
    .target(name: "Migrations", dependencies: ["SQL", "Names", crypto]),

    // The engine, and the use cases that every front door shares.
    .target(name: "Tenancy", dependencies: ["ORM", "Migrations", "Database", "Events", "SQL", "Names", crypto]),
    .target(name: "TenantOperations", dependencies: ["Manifest", "Tenancy", "Migrations", "Database", "Events", "SQL", "Names"]),

    // Front doors.
    .target(
      name: "TenantCommands",
      dependencies: [
        "TenantOperations", "Tenancy", "Manifest", "Migrations", "SQL", "Names", argumentParser, logging,
      ]),
    .executableTarget(
      name: "tenantctl",
      dependencies: [
        "TenantCommands", "TenantOperations", "Manifest", "PostgresDriver", "SQLiteDriver", "Database", "Names", logging,
      ]),

    // The macros of models, apart from everything that can do without swift-syntax.
    .macro(
      name: "ORMMacros",
      dependencies: [
        swiftSyntax("SwiftSyntax"), swiftSyntax("SwiftSyntaxBuilder"), swiftSyntax("SwiftSyntaxMacros"),
        swiftSyntax("SwiftDiagnostics"), swiftSyntax("SwiftParser"),
        swiftSyntax("SwiftCompilerPlugin"),
      ]),

    .target(name: "Models", dependencies: ["ORMMacros", "ORM", "Database", "SQL", "Names"]),

    // What tests are written with: it may see the drivers.
    .target(name: "TenantryTestSupport", dependencies: ["PostgresDriver", "SQLiteDriver", "Database", "SQL", "Names"]),

    .testTarget(name: "ArchitectureTests"),
    .testTarget(
      name: "ORMMacrosTests",
      dependencies: ["ORMMacros", swiftSyntax("SwiftParser"), swiftSyntax("SwiftDiagnostics"), swiftSyntax("SwiftSyntax")]),
    .testTarget(
      name: "ModelsTests", dependencies: ["Models", "TenantryTestSupport", "SQLiteDriver", "ORM", "Database", "SQL", "Names"]),
    .testTarget(name: "EventsTests", dependencies: ["Events"]),
    .testTarget(name: "NamesTests", dependencies: ["Names"]),
    .testTarget(name: "SQLTests", dependencies: ["CSQLite", "SQL", "Names"]),
    .testTarget(name: "DatabaseTests", dependencies: ["TenantryTestSupport", "Database", "SQL", "Names"]),
    .testTarget(
      name: "PostgresDriverTests", dependencies: ["TenantryTestSupport", "PostgresDriver", "Database", "SQL", "Names", logging]),
    .testTarget(name: "SQLiteDriverTests", dependencies: ["SQLiteDriver", "Database", "SQL", "Names"]),
    .testTarget(
      name: "DriverConformanceTests",
      dependencies: ["TenantryTestSupport", "PostgresDriver", "SQLiteDriver", "Database", "SQL", "Names"]),
    .testTarget(
      name: "ORMTests",
      dependencies: [
        "TenantryTestSupport", "ORM", "PostgresDriver", "SQLiteDriver", "Database", "Events", "SQL", "Names", logging,
      ]),
    .testTarget(name: "ManifestTests", dependencies: ["Manifest", "Names"]),
    .testTarget(name: "MigrationsTests", dependencies: ["Migrations", "SQL", "Names"]),
    .testTarget(
      name: "InputAttackTests", dependencies: ["TenantryTestSupport", "Manifest", "Migrations", "SQL", "Names"]),
    .testTarget(
      name: "TenancyTests",
      dependencies: [
        "TenantryTestSupport", "Tenancy", "ORM", "PostgresDriver", "SQLiteDriver", "Migrations", "Database", "Events", "SQL",
        "Names",
      ]),
    .testTarget(
      name: "TenantOperationsTests",
      dependencies: [
        "TenantryTestSupport", "TenantOperations", "Manifest", "Tenancy", "PostgresDriver", "SQLiteDriver", "Migrations",
        "Database", "Events", "SQL", "Names",
      ]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["tenantctl", "TenantryTestSupport", "PostgresDriver", "SQLiteDriver", "Database", "SQL", "Names"]),
    .testTarget(
      name: "TenantCommandsTests",
      dependencies: [
        "TenantryTestSupport", "TenantCommands", "TenantOperations", "Manifest", "Database", "Names", argumentParser, logging,
      ]),
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
