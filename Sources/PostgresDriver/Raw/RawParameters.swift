import Database
import SQL

/// The values of one statement, checked and measured, ready to be written in PostgreSQL's binary format.
///
/// Nothing is allocated on the heap for a short list: the values are written to the stack when they are sent.
struct RawParameters {
  /// The arrays that libpq takes.
  ///
  /// They are valid inside ``withPointers(_:)`` alone.
  @safe struct Pointers {
    let count: Int32
    let types: UnsafePointer<UInt32>
    let values: UnsafePointer<UnsafePointer<CChar>?>
    let lengths: UnsafePointer<Int32>
    let formats: UnsafePointer<Int32>
  }

  private let binds: [SQLValue]
  /// How many bytes the values take.
  let byteCount: Int

  /// Checks values.
  ///
  /// - Throws: ``DatabaseError/Code/invalidValue`` for what PostgreSQL cannot store.
  init(_ binds: [SQLValue]) throws(DatabaseError) {
    do throws(DatabaseError) { byteCount = try Self.size(of: binds) } catch { throw error.having(.notSent) }
    self.binds = binds
  }

  private static func size(of binds: [SQLValue]) throws(DatabaseError) -> Int {
    guard binds.count <= Int(UInt16.max) else {
      throw DatabaseError(
        .invalidValue, "A statement has at most 65535 binds; this one has \(binds.count). Split it, or bind arrays.")
    }
    var total = 0
    for (index, bind) in binds.enumerated() { total += try BinaryEncoding.size(of: bind, at: index) }
    return total
  }

  /// Writes the values and lends the arrays.
  func withPointers(_ body: (Pointers) -> Bool) -> Bool {
    let count = binds.count
    // One block: pointers first, for their alignment, then the three arrays of 32-bit numbers, then the values.
    let numbers = count * MemoryLayout<Int>.stride
    let payload = numbers + 3 * count * MemoryLayout<Int32>.stride
    return unsafe withUnsafeTemporaryAllocation(byteCount: payload + byteCount + 16, alignment: 8) { block in
      guard let base = block.baseAddress else { return false }
      let values = unsafe base.bindMemory(to: UnsafePointer<CChar>?.self, capacity: count)
      let types = unsafe (base + numbers).bindMemory(to: UInt32.self, capacity: count)
      let lengths = unsafe (base + numbers + 4 * count).bindMemory(to: Int32.self, capacity: count)
      let formats = unsafe (base + numbers + 8 * count).bindMemory(to: Int32.self, capacity: count)
      var output = unsafe RawOutput(base + payload, capacity: byteCount + 16)
      for (index, bind) in binds.enumerated() {
        let start = output.position
        BinaryEncoding.write(bind, to: &output)
        unsafe types[index] = BinaryEncoding.type(of: bind)
        if case .untyped = bind { unsafe formats[index] = 0 } else { unsafe formats[index] = 1 }
        unsafe lengths[index] = Int32(output.position - start)
        if case .null = bind {
          unsafe values[index] = nil
        } else {
          unsafe values[index] = UnsafePointer((base + payload + start).assumingMemoryBound(to: CChar.self))
        }
      }
      return unsafe body(
        Pointers(count: Int32(count), types: types, values: values, lengths: lengths, formats: formats))
    }
  }
}

/// A block of memory that values are appended to.
///
/// Writing past its end stops the program.
@safe struct RawOutput {
  private let base: UnsafeMutableRawPointer
  private let capacity: Int
  private(set) var position = 0

  init(_ base: UnsafeMutableRawPointer, capacity: Int) {
    unsafe self.base = base
    self.capacity = capacity
  }

  /// Appends a number, most significant byte first.
  mutating func append<Number: FixedWidthInteger>(_ number: Number) {
    let size = MemoryLayout<Number>.size
    precondition(position + size <= capacity, "A value is larger than it was measured to be.")
    unsafe (base + position).storeBytes(of: number.bigEndian, as: Number.self)
    position += size
  }

  /// Appends the bytes of a text.
  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { unsafe append(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// Appends bytes.
  mutating func append(_ bytes: [UInt8]) { unsafe bytes.withUnsafeBytes { unsafe append(bytes: $0) } }

  /// Appends something with its length in front, as 32 bits.
  mutating func appendMeasured(_ write: (inout RawOutput) -> Void) {
    let start = position
    append(0 as Int32)
    write(&self)
    let length = Int32(truncatingIfNeeded: position - start - 4)
    unsafe (base + start).storeBytes(of: length.bigEndian, as: Int32.self)
  }

  private mutating func append(bytes: UnsafeRawBufferPointer) {
    precondition(position + bytes.count <= capacity, "A value is larger than it was measured to be.")
    guard let source = bytes.baseAddress else { return }
    unsafe (base + position).copyMemory(from: source, byteCount: bytes.count)
    position += bytes.count
  }
}
