import Testing

/// A misspelt upcoming feature is accepted in silence: the compiler says here which ones are on.
///
/// This target has the settings of all others.
@Suite struct SettingsTests {
  @Test func `every upcoming feature that the package asks for is on`() {
    #expect(Self.features.filter { !$0.isOn }.map(\.name) == [])
  }

  private static var features: [(name: String, isOn: Bool)] {
    var features: [(String, Bool)] = []
    #if hasFeature(ExistentialAny)
      features.append(("ExistentialAny", true))
    #else
      features.append(("ExistentialAny", false))
    #endif
    #if hasFeature(InternalImportsByDefault)
      features.append(("InternalImportsByDefault", true))
    #else
      features.append(("InternalImportsByDefault", false))
    #endif
    #if hasFeature(MemberImportVisibility)
      features.append(("MemberImportVisibility", true))
    #else
      features.append(("MemberImportVisibility", false))
    #endif
    #if hasFeature(InferIsolatedConformances)
      features.append(("InferIsolatedConformances", true))
    #else
      features.append(("InferIsolatedConformances", false))
    #endif
    #if hasFeature(NonisolatedNonsendingByDefault)
      features.append(("NonisolatedNonsendingByDefault", true))
    #else
      features.append(("NonisolatedNonsendingByDefault", false))
    #endif
    #if hasFeature(ImmutableWeakCaptures)
      features.append(("ImmutableWeakCaptures", true))
    #else
      features.append(("ImmutableWeakCaptures", false))
    #endif
    #if hasFeature(StrictMemorySafety)
      features.append(("StrictMemorySafety", true))
    #else
      features.append(("StrictMemorySafety", false))
    #endif
    #if swift(>=6)
      features.append(("Swift 6 language mode", true))
    #else
      features.append(("Swift 6 language mode", false))
    #endif
    return features
  }
}
