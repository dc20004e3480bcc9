import CLibYAML

/// A place in a YAML text: zero-based, in Unicode scalars.
struct YAMLMark: Equatable {
  var index: Int
  var line: Int
  var column: Int
}

/// One event of the parser, without pointers.
struct YAMLEvent {
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd, alias, scalar, sequenceStart, mappingStart, collectionEnd
  }

  var kind: Kind
  var mark: YAMLMark
  /// Where it ends; a block collection has no end of its own.
  var end: YAMLMark
  /// True for a collection in brackets or braces.
  var isFlow = false
  /// True for a scalar without quotes and block indicators.
  var isPlain = false
  /// True when the node carries an anchor or a tag.
  var hasProperties = false
  /// Where a scalar's bytes were put.
  var text: Range<Int> = 0..<0
}

/// One token of the scanner, as far as we look at tokens.
struct YAMLToken {
  enum Kind {
    case streamEnd, documentStart, documentEnd, directive, anchor, alias, tag, other
  }

  var kind: Kind
  var mark: YAMLMark
}

/// Why libyaml cannot go on.
struct YAMLFailure: Error {
  /// In libyaml's words: a fixed text of the library, without anything of the file.
  var problem: String
  /// What it was doing, in libyaml's words.
  var context: String
  var mark: YAMLMark
  /// Where the thing began that it was reading.
  var contextMark: YAMLMark?
}

/// libyaml's parser over a text in memory.
///
/// Safe to use because the parser and its input are allocated here, live at fixed addresses until `deinit`, and no pointer
/// leaves: texts are copied out before the event that owns them is deleted.
@safe struct LibYAMLParser: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>

  /// Makes a parser over a copy of the bytes; nil when there is no memory.
  init?(_ bytes: [UInt8]) {
    unsafe parser = .allocate(capacity: 1)
    unsafe parser.initialize(to: yaml_parser_t())
    unsafe input = .allocate(capacity: max(bytes.count, 1))
    _ = unsafe input.initialize(from: bytes)
    guard unsafe yaml_parser_initialize(parser) == 1 else { return nil }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  /// The next event.
  ///
  /// A scalar's bytes are appended to the pool.
  mutating func next(appendingTextTo pool: inout [UInt8]) throws(YAMLFailure) -> YAMLEvent {
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { unsafe yaml_event_delete(&event) }
    var result = unsafe YAMLEvent(kind: kind(of: event), mark: YAMLMark(event.start_mark), end: YAMLMark(event.end_mark))
    switch unsafe event.type {
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      unsafe result.isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
      unsafe result.hasProperties = scalar.anchor != nil || scalar.tag != nil
      let start = pool.count
      unsafe pool.append(contentsOf: UnsafeBufferPointer(start: scalar.value, count: scalar.length))
      result.text = start..<pool.count
    case YAML_SEQUENCE_START_EVENT:
      let sequence = unsafe event.data.sequence_start
      unsafe result.isFlow = sequence.style == YAML_FLOW_SEQUENCE_STYLE
      unsafe result.hasProperties = sequence.anchor != nil || sequence.tag != nil
    case YAML_MAPPING_START_EVENT:
      let mapping = unsafe event.data.mapping_start
      unsafe result.isFlow = mapping.style == YAML_FLOW_MAPPING_STYLE
      unsafe result.hasProperties = mapping.anchor != nil || mapping.tag != nil
    default:
      break
    }
    return result
  }

  /// The next token.
  ///
  /// After the end of a document it may be mixed with events: what the parser has looked at is still queued.
  mutating func nextToken() throws(YAMLFailure) -> YAMLToken {
    var token = unsafe yaml_token_t()
    guard unsafe yaml_parser_scan(parser, &token) == 1 else { throw failure() }
    defer { unsafe yaml_token_delete(&token) }
    let kind: YAMLToken.Kind =
      switch unsafe token.type {
      case YAML_STREAM_END_TOKEN, YAML_NO_TOKEN: .streamEnd
      case YAML_DOCUMENT_START_TOKEN: .documentStart
      case YAML_DOCUMENT_END_TOKEN: .documentEnd
      case YAML_VERSION_DIRECTIVE_TOKEN, YAML_TAG_DIRECTIVE_TOKEN: .directive
      case YAML_ANCHOR_TOKEN: .anchor
      case YAML_ALIAS_TOKEN: .alias
      case YAML_TAG_TOKEN: .tag
      default: .other
      }
    return unsafe YAMLToken(kind: kind, mark: YAMLMark(token.start_mark))
  }

  private func kind(of event: yaml_event_t) -> YAMLEvent.Kind {
    switch unsafe event.type {
    case YAML_STREAM_START_EVENT: .streamStart
    case YAML_DOCUMENT_START_EVENT: .documentStart
    case YAML_DOCUMENT_END_EVENT: .documentEnd
    case YAML_ALIAS_EVENT: .alias
    case YAML_SCALAR_EVENT: .scalar
    case YAML_SEQUENCE_START_EVENT: .sequenceStart
    case YAML_MAPPING_START_EVENT: .mappingStart
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: .collectionEnd
    default: .streamEnd
    }
  }

  private func failure() -> YAMLFailure {
    let state = unsafe parser.pointee
    let context = unsafe state.context.map { unsafe String(cString: $0) } ?? ""
    return unsafe YAMLFailure(
      problem: state.problem.map { unsafe String(cString: $0) } ?? "out of memory", context: context,
      mark: YAMLMark(state.problem_mark), contextMark: context.isEmpty ? nil : YAMLMark(state.context_mark))
  }
}

extension YAMLMark {
  fileprivate init(_ mark: yaml_mark_t) { self.init(index: mark.index, line: mark.line, column: mark.column) }
}
