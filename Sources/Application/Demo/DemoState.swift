import ExactValues
import JSONCoding
import WebAPI

/// What a demonstration remembers between starts, in `demo.json` of its folder.
struct DemoState: Sendable {
    /// The moment at which it began: with the seed it decides the whole shop.
    let until: UTCTimestamp
    /// False until the history is in: a first start that was cut off begins again at the same
    /// moment, so that what it had sent is known already.
    var isLoaded: Bool
    /// Everything up to here has been sent; sending a stretch again changes nothing.
    var sentUntil: UTCTimestamp
    var stories: [WorkspaceRoutes.Story]

    static func path(in folder: DataFolder) -> String { folder.path + "/demo.json" }
    static func truthPath(in folder: DataFolder) -> String { folder.path + "/demo-truth.json" }

    /// Nil where no demonstration was begun in the folder.
    static func read(from folder: DataFolder) throws -> DemoState? {
        let path = path(in: folder)
        guard FileBytes.exists(path) else { return nil }
        let json = try JSONValue(reading: try FileBytes.read(path, bytesMax: 1 << 20))
        guard let until = json["until"]?.string.flatMap({ UTCTimestamp(rfc3339: $0) }),
            let sentUntil = json["sent_until"]?.string.flatMap({ UTCTimestamp(rfc3339: $0) }),
            let stories = json["stories"]?.array
        else {
            throw FileProblem(path: path, reason: "it is not what a demonstration wrote")
        }
        return DemoState(
            until: until, isLoaded: json["is_loaded"]?.boolean ?? false, sentUntil: sentUntil,
            stories: stories.map { story in
                .init(
                    id: story["id"]?.string ?? "", title: story["title"]?.string ?? "",
                    detail: story["detail"]?.string ?? "", path: story["path"]?.string ?? "")
            })
    }

    func write(to folder: DataFolder) throws {
        var writer = JSONWriter()
        writer.object { object in
            object.field("until", until)
            object.field("is_loaded", isLoaded)
            object.field("sent_until", sentUntil)
            object.array("stories") { array in
                for story in stories {
                    array.object { member in
                        member.field("id", story.id)
                        member.field("title", story.title)
                        member.field("detail", story.detail)
                        member.field("path", story.path)
                    }
                }
            }
        }
        try FileBytes.write(writer.bytes, to: Self.path(in: folder))
    }
}
