import ExactValues
import JSONCoding
import Testing

@Suite("Reading JSON values")
struct JSONValueReadingTests {
    @Test("An object keeps the order of its members")
    func order() throws {
        let value = try JSONValue(reading: #"{"b":1,"a":[true,null,"x"],"c":{"d":-2.50}}"#)
        #expect(value.object?.names == ["b", "a", "c"])
        #expect(value["a"] == [true, nil, "x"])
        #expect(value["a"]?[2]?.string == "x")
        #expect(value["a"]?[3] == nil)
        #expect(value["c"]?["d"]?.number?.text == "-2.50")
        #expect(value["missing"] == nil)
    }

    @Test("Numbers keep their text and answer exact values")
    func numbers() throws {
        let value = try JSONValue(reading: "[12345678901234567890, 0.1, 1e3, -0, 1.5, 3E-2]")
        let numbers = value.array?.compactMap(\.number) ?? []
        #expect(
            numbers.map(\.text) == ["12345678901234567890", "0.1", "1e3", "-0", "1.5", "3E-2"])
        #expect(numbers.map(\.int64) == [nil, nil, 1000, 0, nil, nil])
        #expect(numbers[1].decimal(scale: 6) == FixedDecimal(units: 1, scale: 1))
        #expect(numbers[4].decimal(scale: 0) == nil)
        #expect(numbers[5].double == 0.03)
        #expect(try JSONValue(reading: "1e999").number?.double == nil)
    }

    @Test("Escapes become their characters, pairs of surrogates one character")
    func escapes() throws {
        let value = try JSONValue(reading: #""\"\\\/\b\f\n\r\t\u00e9\u20AC\ud83d\ude00é€😀""#)
        #expect(value.string == "\"\\/\u{08}\u{0C}\n\r\té€😀é€😀")
        #expect(try JSONValue(reading: #""\u0000""#).string == "\0")
    }

    @Test("Blanks of all four kinds stand anywhere between tokens")
    func blanks() throws {
        #expect(try JSONValue(reading: " \t\r\n{ \"a\" : [ 1 , 2 ] } \n") == ["a": [1, 2]])
        #expect(try JSONValue(reading: "[ ]") == [])
        #expect(try JSONValue(reading: "{ }") == [:])
    }

    @Test(
        "What RFC 8259 forbids is refused, with the place",
        arguments: [
            ("", JSONError(.unexpectedEnd, at: 0)),
            ("{", JSONError(.unexpectedEnd, at: 1)),
            ("[1", JSONError(.unexpectedEnd, at: 2)),
            ("[1,", JSONError(.unexpectedEnd, at: 3)),
            ("[1,]", JSONError(.unexpectedByte(0x5D, wanted: .value), at: 3)),
            ("[,1]", JSONError(.unexpectedByte(0x2C, wanted: .value), at: 1)),
            ("[1 2]", JSONError(.unexpectedByte(0x32, wanted: .commaOrBracket), at: 3)),
            (#"{"a":1,}"#, JSONError(.unexpectedByte(0x7D, wanted: .key), at: 7)),
            (#"{a:1}"#, JSONError(.unexpectedByte(0x61, wanted: .keyOrEnd), at: 1)),
            (#"{"a" 1}"#, JSONError(.unexpectedByte(0x31, wanted: .colon), at: 5)),
            (#"{"a":1 "b":2}"#, JSONError(.unexpectedByte(0x22, wanted: .commaOrBrace), at: 7)),
            ("nul", JSONError(.unexpectedEnd, at: 3)),
            ("nulx", JSONError(.unexpectedByte(0x78, wanted: .value), at: 3)),
            ("True", JSONError(.unexpectedByte(0x54, wanted: .value), at: 0)),
            ("NaN", JSONError(.unexpectedByte(0x4E, wanted: .value), at: 0)),
            ("1 2", JSONError(.unexpectedByte(0x32, wanted: .end), at: 2)),
            ("01", JSONError(.invalidNumber, at: 0)),
            ("+1", JSONError(.unexpectedByte(0x2B, wanted: .value), at: 0)),
            (".5", JSONError(.unexpectedByte(0x2E, wanted: .value), at: 0)),
            ("[1.]", JSONError(.invalidNumber, at: 1)),
            ("[1e]", JSONError(.invalidNumber, at: 1)),
            ("[-]", JSONError(.invalidNumber, at: 1)),
            ("\"a\nb\"", JSONError(.controlCharacterInString, at: 2)),
            (#""\x""#, JSONError(.invalidEscape, at: 1)),
            (#""\u12g4""#, JSONError(.invalidEscape, at: 1)),
            (#""\ud800""#, JSONError(.loneSurrogate, at: 1)),
            (#""\ud800\u0041""#, JSONError(.loneSurrogate, at: 1)),
            (#""\udc00""#, JSONError(.loneSurrogate, at: 1)),
            (#""abc"#, JSONError(.unexpectedEnd, at: 4)),
            (#""abc\"#, JSONError(.unexpectedEnd, at: 5)),
            (#"{"a":1,"b":2,"\u0061":3}"#, JSONError(.duplicateKey("a"), at: 13)),
            ("\u{FEFF}1", JSONError(.unexpectedByte(0xEF, wanted: .value), at: 0)),
            ("'a'", JSONError(.unexpectedByte(0x27, wanted: .value), at: 0)),
            ("[1] // no", JSONError(.unexpectedByte(0x2F, wanted: .end), at: 4)),
        ])
    func refused(text: String, error: JSONError) {
        #expect(throws: error) { try JSONValue(reading: text) }
    }

    @Test(
        "Bytes that are not well-formed UTF-8 are refused",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xE0, 0x9F, 0x80], [0xED, 0xA0, 0x80],
            [0xF0, 0x8F, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
            [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xFF],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        #expect(throws: JSONError(.invalidUTF8, at: 10)) {
            try JSONValue(reading: Array("\"123456789".utf8) + bytes + Array("\"".utf8))
        }
    }

    @Test("The first and last character of each length of UTF-8 are read")
    func edgesOfUTF8() throws {
        let text = "\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF}"
        #expect(try JSONValue(reading: "\"\(text)\"").string == text)
    }

    @Test("Depth is limited: 3 are read where 3 are allowed, 4 are refused")
    func depth() throws {
        let limits = JSONLimits(depth: 3)
        #expect(try JSONValue(reading: #"[{"a":[1]}]"#, limits: limits) == [["a": [1]]])
        #expect(throws: JSONError(.tooDeep(limit: 3), at: 7)) {
            try JSONValue(reading: #"[{"a":[[]]}]"#, limits: limits)
        }
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONError(.tooDeep(limit: 64), at: 64)) { try JSONValue(reading: deep) }
    }

    @Test("Size is limited: a text of the limit is read, one byte more is refused")
    func size() throws {
        #expect(try JSONValue(reading: "[12]", limits: JSONLimits(bytes: 4)) == [12])
        #expect(throws: JSONError(.tooLarge(limit: 4), at: 4)) {
            try JSONValue(reading: "[123]", limits: JSONLimits(bytes: 4))
        }
    }

    @Test("An error says in words what is wrong and where")
    func words() {
        #expect(
            JSONError(.unexpectedByte(0x7D, wanted: .key), at: 7).description
                == "found } where a name in double quotes is expected (byte 7)")
        #expect(
            JSONError(.duplicateKey("cost"), at: 20).description
                == "the name \"cost\" stands twice in one object (byte 20)")
    }
}
