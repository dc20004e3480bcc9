import Database
import SQL

// Lists and ranges: values inside of values.
extension BinaryEncoding {
  static func size(of list: SQLArray, at index: Int) throws(DatabaseError) -> Int {
    var total = list.elements.isEmpty ? emptyArrayHeader : arrayHeader
    for element in list.elements { total += 4 + (try size(of: element, at: index)) }
    return total
  }

  static func write(_ list: SQLArray, to output: inout RawOutput) {
    let hasNull = list.elements.contains(.null)
    writeArrayHeader(count: list.elements.count, of: list.elementType.oid, hasNull: hasNull, to: &output)
    for element in list.elements {
      if case .null = element { output.append(-1 as Int32) } else { output.appendMeasured { write(element, to: &$0) } }
    }
  }

  static func size(of range: RangeValue, at index: Int) throws(DatabaseError) -> Int {
    guard let bounds = range.bounds else { return 1 }
    var total = 1
    for bound in [bounds.lower.value, bounds.upper.value] {
      if let bound { total += 4 + (try size(of: bound, of: range.type, at: index)) }
    }
    return total
  }

  private static func size(of bound: SQLValue, of type: RangeType, at index: Int) throws(DatabaseError) -> Int {
    guard type == .int4, case .integer(let number) = bound else { return try size(of: bound, at: index) }
    guard Int32(exactly: number) != nil else {
      throw DatabaseError(.invalidValue, "Bind \(index + 1) is a range of 32-bit numbers with a bound that has more bits.")
    }
    return 4
  }

  static func write(_ range: RangeValue, to output: inout RawOutput) {
    guard let bounds = range.bounds else {
      output.append(RangeFlags.isEmpty)
      return
    }
    var flags: UInt8 = 0
    if bounds.lower.isIncluded { flags |= RangeFlags.includesLower }
    if bounds.upper.isIncluded { flags |= RangeFlags.includesUpper }
    if bounds.lower.value == nil { flags |= RangeFlags.hasNoLower }
    if bounds.upper.value == nil { flags |= RangeFlags.hasNoUpper }
    output.append(flags)
    for bound in [bounds.lower.value, bounds.upper.value] {
      guard let bound else { continue }
      output.appendMeasured { output in
        if range.type == .int4, case .integer(let number) = bound {
          output.append(Int32(truncatingIfNeeded: number))
        } else {
          write(bound, to: &output)
        }
      }
    }
  }
}
