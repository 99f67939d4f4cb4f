/// The currency signs and codes that may stand before or after an amount.
enum AmountMark {
    /// The ISO 4217 code that a sign or code names; nil where it is none or means several
    /// (`$`, `¥`, `kr`).
    static func code(of mark: String) -> String? {
        switch mark {
        case "€": "EUR"
        case "£": "GBP"
        case "₹", "Rs", "Rs.": "INR"
        case "zł": "PLN"
        case "Kč": "CZK"
        case "R$": "BRL"
        case "US$": "USD"
        case "₺": "TRY"
        case "₽": "RUB"
        case "₩": "KRW"
        case "₪": "ILS"
        default: codes.contains(mark) ? mark : nil
        }
    }

    /// Whether a text beside digits is a currency's mark at all.
    static func isMark(_ mark: String) -> Bool {
        code(of: mark) != nil || ["$", "¥", "kr", "kr.", "Kr", "A$", "C$", "NZ$"].contains(mark)
    }

    private static let codes: Set<String> = [
        "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP",
        "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "JPY", "KRW", "MAD", "MXN", "MYR", "NGN",
        "NOK", "NZD", "PHP", "PLN", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD",
        "UAH", "USD", "VND", "ZAR",
    ]
}
