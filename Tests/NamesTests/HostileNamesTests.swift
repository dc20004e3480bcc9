import Names
import Testing

@Suite struct HostileNamesTests {
  @Test(arguments: HostileNames.all)
  func `no name type takes a hostile text`(text: String) {
    #expect(throws: NameError.self) { try TenantName(text) }
    #expect(throws: NameError.self) { try SchemaName(text) }
    #expect(throws: NameError.self) { try DatabaseName(text) }
    #expect(throws: NameError.self) { try TemplateName(text) }
    #expect(throws: NameError.self) { try MigrationSetName(text) }
    #expect(throws: NameError.self) { try ExtensionName(text) }
    #expect(throws: NameError.self) { try DomainName(text) }
    #expect(throws: NameError.self) { try LabelKey(text) }
  }

  @Test(arguments: HostileNames.all)
  func `an error shows the text escaped, on one line`(text: String) {
    let shown = #expect(throws: NameError.self) { try TenantName(text) }?.description ?? ""
    #expect(shown.unicodeScalars.allSatisfy { $0.isPrintable })
  }

  @Test func `there are enough of them`() {
    #expect(Set(HostileNames.all.map { Array($0.unicodeScalars.map(\.value)) }).count >= 60)
  }

  @Test(arguments: HostileNames.invisible.filter { $0 != "acme\u{A0}" && $0 != "acme\u{3164}" && $0 != "ac\u{FE0F}me" })
  func `a label value takes no invisible text`(text: String) {
    #expect(throws: NameError.self) { try LabelValue(text) }
  }
}
