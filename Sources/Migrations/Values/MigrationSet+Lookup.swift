extension MigrationSet {
  /// How many migrations a head stands for: 0 for nil, and nil for a head that is not in this chain.
  public func position(of head: Head?) -> Int? {
    guard let head else { return 0 }
    return heads.firstIndex(of: head).map { $0 + 1 }
  }

  /// The migrations that come after a head, or nil when the head is not in this chain.
  public func pending(after head: Head?) -> ArraySlice<Migration>? {
    position(of: head).map { migrations[$0...] }
  }

  /// The head after a number of migrations; nil for 0 and for more than there are.
  public func head(at position: Int) -> Head? {
    position >= 1 && position <= heads.count ? heads[position - 1] : nil
  }

  /// The migration that a user means by its number (with or without zeros in front), its id or its file name.
  public func migration(matching version: String) -> Migration? {
    let isNumber = !version.isEmpty && version.utf8.allSatisfy { ASCII.isDigit($0) }
    if isNumber {
      let number = version.drop { $0 == "0" }
      return migrations.first { $0.id.number == (number.isEmpty ? "0" : number) }
    }
    return migrations.first { $0.id.text == version || $0.file.split(separator: "/").last.map(String.init) == version }
  }
}
