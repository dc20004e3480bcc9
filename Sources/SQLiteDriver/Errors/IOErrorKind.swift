extension ResultCode {
  /// What SQLite was doing when the operating system reported an error; nil when the code does not say.
  ///
  /// See https://www.sqlite.org/rescode.html
  var ioActivity: String? { primary == .ioError ? Self.ioActivities[value >> 8] : nil }

  private static let ioActivities: [Int32: String] = [
    1: "reading", 2: "reading (the file is shorter than it should be)", 3: "writing", 4: "writing to the disk",
    5: "writing the directory to the disk", 6: "shortening the file", 7: "asking for the file's size", 8: "unlocking",
    9: "locking",
    10: "deleting", 12: "allocating memory", 13: "asking whether a file is there", 14: "looking for locks", 15: "locking",
    16: "closing", 18: "opening the shared memory", 19: "enlarging the shared memory", 20: "locking the shared memory",
    21: "mapping the shared memory", 22: "positioning", 23: "deleting (the file was gone)", 24: "mapping the file",
    25: "asking for a directory for temporary files", 28: "opening", 32: "reading (the file was damaged meanwhile)",
    33: "reading (the data was damaged)",
  ]
}
