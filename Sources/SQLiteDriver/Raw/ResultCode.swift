/// A code that SQLite answers with, extended where it says more.
///
/// See https://www.sqlite.org/rescode.html
struct ResultCode: Sendable, Hashable {
  let value: Int32

  init(_ value: Int32) { self.value = value }

  /// The kind of failure, without its details.
  var primary: ResultCode { ResultCode(value & 0xff) }

  static let ok = ResultCode(0)
  static let error = ResultCode(1)
  static let noPermission = ResultCode(3)
  static let busy = ResultCode(5)
  static let locked = ResultCode(6)
  static let outOfMemory = ResultCode(7)
  static let readOnly = ResultCode(8)
  static let interrupted = ResultCode(9)
  static let ioError = ResultCode(10)
  static let corrupt = ResultCode(11)
  static let full = ResultCode(13)
  static let cannotOpen = ResultCode(14)
  static let schemaChanged = ResultCode(17)
  static let tooBig = ResultCode(18)
  static let constraint = ResultCode(19)
  static let mismatch = ResultCode(20)
  static let misuse = ResultCode(21)
  static let notAuthorized = ResultCode(23)
  static let outOfRange = ResultCode(25)
  static let notADatabase = ResultCode(26)
  static let row = ResultCode(100)
  static let done = ResultCode(101)

  static let constraintCheck = ResultCode(275)
  static let busySnapshot = ResultCode(517)
  static let constraintForeignKey = ResultCode(787)
  static let constraintNotNull = ResultCode(1299)
  static let constraintPrimaryKey = ResultCode(1555)
  static let cannotOpenSymbolicLink = ResultCode(1550)
  static let constraintTrigger = ResultCode(1811)
  static let constraintUnique = ResultCode(2067)
  static let constraintRowID = ResultCode(2579)
  static let ioErrorOutOfMemory = ResultCode(3082)
  static let constraintDataType = ResultCode(3091)
}

/// What SQLite said when a call failed.
struct RawError: Error, Sendable, Equatable {
  /// The code.
  var code: ResultCode
  /// SQLite's words.
  var message: String
  /// Where in the statement, from 0 and in bytes.
  var byteOffset: Int?
  /// Why our own rules refused the statement, where they did.
  var refusal: String?
}
