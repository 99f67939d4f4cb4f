/// Months by name, whole or shortened.
enum MonthNames {
    /// 1 to 12 for a name in lower case without marks.
    static func month(_ name: String) -> Int? { numbers[name] }

    private static let numbers: [String: Int] = {
        let names = [
            "jan january januar janner jaenner janv janvier ene enero",
            "feb february februar feber fev fevr fevrier febrero",
            "mar march marz maerz mrz mars marzo",
            "apr april avr avril abr abril",
            "may mai mayo",
            "jun june juni juin junio",
            "jul july juli juil juillet julio",
            "aug august aou aout ago agosto",
            "sep sept september septembre septiembre",
            "oct october okt oktober octobre octubre",
            "nov november novembre noviembre",
            "dec december dez dezember decembre dic diciembre",
        ]
        var numbers: [String: Int] = [:]
        for (index, line) in names.enumerated() {
            for name in line.split(separator: " ") { numbers[String(name)] = index + 1 }
        }
        return numbers
    }()
}
