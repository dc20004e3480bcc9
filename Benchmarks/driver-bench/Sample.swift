import Glibc

/// What a piece of work took, in nanoseconds: by the clock, and of this process's processors.
struct Sample {
  var wall: Double
  var cpu: Double

  static func now() -> Sample { Sample(wall: time(CLOCK_MONOTONIC), cpu: time(CLOCK_PROCESS_CPUTIME_ID)) }

  static func - (left: Sample, right: Sample) -> Sample { Sample(wall: left.wall - right.wall, cpu: left.cpu - right.cpu) }

  private static func time(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}
