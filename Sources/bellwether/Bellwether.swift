@main struct Bellwether {
    static func main() {}
}
