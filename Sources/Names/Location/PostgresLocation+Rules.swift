extension PostgresLocation {
  /// The rule for a host: a host name, an address, or the folder of a Unix-domain socket.
  package static func violation(ofHost host: String) -> NameViolation? {
    let hint = "Use a host name, an address, or the folder of a Unix-domain socket, for example \"db1.internal\"."
    guard !host.isEmpty else { return NameViolation("is empty", hint: hint) }
    // The byte: with an accent behind it, it is another character, and still a comma to libpq.
    guard !host.utf8.contains(UInt8(ascii: ",")) else {
      return NameViolation(
        "lists several hosts", hint: "Name one host here. A URL may list several: postgres://USER@A:5432,B:5432/NAME.")
    }
    guard host.utf8.count <= 253 else { return NameViolation("is longer than 253 bytes", hint: hint) }
    if host.startsWithBytes(of: "/") {
      return host.unicodeScalars.allSatisfy(\.isPrintable) ? nil : NameViolation("holds a control character", hint: hint)
    }
    if host.contains(":") {
      return IPv6Text.canonical(host) == nil ? NameViolation("is no host name and no IPv6 address", hint: hint) : nil
    }
    let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let inner = labels.count > 1 && labels.last?.isEmpty == true ? labels.dropLast() : labels[...]
    let isRight = inner.allSatisfy { label in !label.isEmpty && label.count <= 63 && label.allSatisfy(isHostByte) }
    return isRight ? nil : NameViolation("is no host name", hint: hint)
  }

  /// The rule for the name of a database or a role on the server, which PostgreSQL itself cuts off at 63 bytes.
  package static func violation(ofServerName name: String) -> NameViolation? {
    guard !name.isEmpty else { return NameViolation("is empty", hint: "Write the name as the server knows it.") }
    guard name.utf8.count <= 63 else {
      return NameViolation(
        "is longer than 63 bytes", hint: "PostgreSQL cuts longer names off. Write the name as the server knows it.")
    }
    guard name.unicodeScalars.allSatisfy(\.isPrintable) else {
      return NameViolation("holds a character that cannot be printed", hint: "Write the name as the server knows it.")
    }
    return nil
  }

  /// Reads a TCP port: 1 to 65535, digits only, without leading zeros.
  package static func port(_ text: String) -> Int? {
    guard text.utf8.count <= 5, text.utf8.first != UInt8(ascii: "0"), text.utf8.allSatisfy(NamePattern.isDigit) else {
      return nil
    }
    guard let port = Int(text), (1...65535).contains(port) else { return nil }
    return port
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    NamePattern.isLowerOrDigit(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
}
