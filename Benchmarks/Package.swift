// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nothing of it is built with the product.
let package = Package(
  name: "tenantry-benchmarks",
  dependencies: [
    .package(name: "tenantry", path: ".."),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: [
    .systemLibrary(name: "CPQFloor", path: "CPQFloor", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    // The same work in plain C over libpq: the floor that the driver is measured against, in the same process and the same minute.
    .target(name: "Floor", dependencies: ["CPQFloor"], path: "floor"),
    .executableTarget(
      name: "driver-bench",
      dependencies: [
        "Floor", .product(name: "PostgresDriver", package: "tenantry"), .product(name: "Logging", package: "swift-log"),
      ],
      path: "driver-bench", swiftSettings: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]),
  ],
  swiftLanguageModes: [.v6]
)
